package io.stackelberg.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule on classes can fail: each finds exactly the classes of {@code bad} that break it. */
@Tag("slow")
class ArchitectureRulesTest {
  private static final String BAD = "io.stackelberg.architecture.bad";
  private static final ArchitectureRules RULES = new ArchitectureRules(BAD);
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(BAD);
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(BAD) + "\\.[a-z.]+\\.([A-Z]\\w+)");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(RULES.modulesUseOnlyWhatTheyMay(), "SolvingChecker UpwardGame Stray"),
        Arguments.of(RULES.packagesAreFreeOfCycles(), "CyclicGame CyclicLog"),
        Arguments.of(RULES.gameNeedsJavaAndHipparchusOnly(), "JsonGame UpwardGame"),
        Arguments.of(RULES.onlyProgramsAreWiredByGuice(), "InjectedSolver"),
        Arguments.of(RULES.algorithmsReadNoFiles(), "JsonGame"),
        Arguments.of(RULES.onlyResponseLinksSmile(), "SmileRepair"),
        Arguments.of(RULES.savedModelsPredictWithoutSmile(), "SmileModel"),
        Arguments.of(RULES.onlyProgramsPrint(), "PrintingRepair"),
        Arguments.of(RULES.noGeneratorIsStatic(), "StaticGenerator"),
        Arguments.of(RULES.noGeneratorSeedsItself(), "StaticGenerator"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void findsWhatBreaksIt(ArchRule rule, String broken) {
    List<String> culprits = rule.evaluate(CLASSES).getFailureReport().getDetails().stream()
        .flatMap(ArchitectureRulesTest::culprits)
        .distinct()
        .sorted()
        .toList();
    assertEquals(Stream.of(broken.split(" ")).sorted().toList(), culprits);
  }

  /** A cycle names all its members; any other violation is blamed on the first class it names. */
  private static Stream<String> culprits(String detail) {
    Stream<String> named = NAME.matcher(detail).results().map(name -> name.group(1));
    return detail.startsWith("Cycle detected") ? named : named.limit(1);
  }
}
