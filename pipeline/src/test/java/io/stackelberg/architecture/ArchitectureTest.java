package io.stackelberg.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The project keeps its own rules. */
@Tag("slow")
class ArchitectureTest {
  private static final String ROOT = "io.stackelberg";
  private static final ArchitectureRules RULES = new ArchitectureRules(ROOT);
  private static final SourceTree TREE = SourceTree.ofProject();

  private static JavaClasses production;

  @BeforeAll
  static void importProduction() {
    production = new ClassFileImporter()
        .withImportOption(ArchitectureTest::isProduction)
        .importPackages(ROOT);
  }

  private static boolean isProduction(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }

  /** Without this, every rule below could pass by looking at nothing. */
  @Test
  void allProductionTypesAreLookedAt() throws IOException {
    Set<String> missed = new TreeSet<>(TREE.productionTypes());
    for (JavaClass type : production) {
      missed.remove(type.getName());
    }
    assertEquals(Set.of(), missed);
  }

  @Test
  void modulesUseOnlyWhatTheyMay() {
    RULES.modulesUseOnlyWhatTheyMay().check(production);
  }

  @Test
  void packagesAreFreeOfCycles() {
    RULES.packagesAreFreeOfCycles().check(production);
  }

  @Test
  void gameNeedsJavaAndHipparchusOnly() {
    RULES.gameNeedsJavaAndHipparchusOnly().check(production);
  }

  @Test
  void onlyProgramsAreWiredByGuice() {
    RULES.onlyProgramsAreWiredByGuice().check(production);
  }

  @Test
  void algorithmsReadNoFiles() {
    RULES.algorithmsReadNoFiles().check(production);
  }

  @Test
  void onlyResponseLinksSmile() {
    RULES.onlyResponseLinksSmile().check(production);
  }

  @Test
  void savedModelsPredictWithoutSmile() {
    RULES.savedModelsPredictWithoutSmile().check(production);
  }

  @Test
  void onlyProgramsPrint() {
    RULES.onlyProgramsPrint().check(production);
  }

  @Test
  void noGeneratorIsStatic() {
    RULES.noGeneratorIsStatic().check(production);
  }

  @Test
  void noGeneratorSeedsItself() {
    RULES.noGeneratorSeedsItself().check(production);
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    assertEquals(List.of(), TREE.packagesWithoutInfo());
  }

  @Test
  void everySourceLiesInItsModule() throws IOException {
    assertEquals(List.of(), TREE.sourcesOutsideTheirModule());
  }

  @Test
  void everyCitationHasAnEntryInTheBibliography() throws IOException {
    assertEquals(List.of(), TREE.unknownCitations());
  }

  @Test
  void everySourceParagraphCitesAnEntry() throws IOException {
    assertEquals(List.of(), TREE.sourcesWithoutKey());
  }
}
