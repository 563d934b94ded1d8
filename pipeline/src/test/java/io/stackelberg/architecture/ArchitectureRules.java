package io.stackelberg.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Rules on compiled classes.
 *
 * @param root the package that holds the modules' packages; the rules are tested on another root
 */
record ArchitectureRules(String root) {
  private static final Set<String> CORES =
      Set.of("game", "environment", "response", "leader", "repair", "theory", "pipeline");

  /** For each module's package, the other modules' packages it may use. */
  private static final Map<String, Set<String>> MAY_USE = Map.of(
      "game", Set.of(),
      "environment", Set.of("game"),
      "response", Set.of("game"),
      "leader", Set.of("game"),
      "repair", Set.of("game", "leader"),
      "theory", Set.of("game"),
      "pipeline", Set.of("game", "environment", "response", "leader", "repair", "theory"),
      "bench", CORES,
      "examples", CORES);

  ArchRule modulesUseOnlyWhatTheyMay() {
    return classes()
        .should(new ArchCondition<JavaClass>("use only the modules that the table allows") {
          @Override
          public void check(JavaClass type, ConditionEvents events) {
            String own = module(type).orElse("");
            if (!MAY_USE.containsKey(own)) {
              String known = " is in no known module, expected one of " + MAY_USE.keySet();
              events.add(SimpleConditionEvent.violated(type, type.getName() + known));
              return;
            }
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
              String used = module(use.getTargetClass()).orElse(own);
              if (!used.equals(own) && !MAY_USE.get(own).contains(used)) {
                events.add(SimpleConditionEvent.violated(
                    type, own + " may not use " + used + ": " + use.getDescription()));
              }
            }
          }
        })
        .because("arrows point one way, and a checker shares no code with what it checks");
  }

  ArchRule packagesAreFreeOfCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  ArchRule gameNeedsJavaAndHipparchusOnly() {
    return classes()
        .that()
        .resideInAPackage(inModule("game"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.hipparchus..", inModule("game"));
  }

  ArchRule onlyProgramsAreWiredByGuice() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(inModule("pipeline"), inModule("bench"), inModule("examples"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "jakarta.inject..", "javax.inject..")
        .because("every algorithm is usable with new");
  }

  ArchRule algorithmsReadNoFiles() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            inModule("game"),
            root + ".response",
            root + ".response.ope..",
            inModule("leader"),
            inModule("repair"),
            inModule("theory"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson..", "org.yaml.snakeyaml..")
        .because("files are read and written in pipeline.io, saved models in response.model");
  }

  ArchRule onlyResponseLinksSmile() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(inModule("response"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("smile..")
        .because("what links smile is distributed under GPL-3.0-or-later");
  }

  ArchRule savedModelsPredictWithoutSmile() {
    return noClasses()
        .that()
        .resideInAPackage(root + ".response.model..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("smile..")
        .because("a saved model is loaded and predicts without the library that fitted it");
  }

  ArchRule onlyProgramsPrint() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(inModule("pipeline"), inModule("bench"), inModule("examples"))
        .should(ACCESS_STANDARD_STREAMS)
        .because("a library returns what it has to say");
  }

  ArchRule noGeneratorIsStatic() {
    return noFields()
        .that()
        .areStatic()
        .should()
        .haveRawType(JavaClass.Predicates.assignableTo(RandomGenerator.class))
        .allowEmptyShould(true)
        .because("randomness arrives as a parameter");
  }

  ArchRule noGeneratorSeedsItself() {
    return noClasses()
        .should()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(StrictMath.class, "random")
        .orShould()
        .callMethod(ThreadLocalRandom.class, "current")
        .orShould()
        .callMethod(RandomGenerator.class, "getDefault")
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class)
        .because("the same seed gives the same result");
  }

  private String inModule(String module) {
    return root + "." + module + "..";
  }

  private Optional<String> module(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName() + ".";
    if (!name.startsWith(root + ".")) {
      return Optional.empty();
    }
    String rest = name.substring(root.length() + 1);
    return Optional.of(rest.substring(0, Math.max(0, rest.indexOf('.'))));
  }
}
