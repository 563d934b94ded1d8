package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.SecurityGameSolver;
import io.stackelberg.leader.finite.SecuritySolution;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecurityFamilyTest {
  static Stream<Arguments> problems() {
    return ReferenceProblems.of("stackelberg-security.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problems")
  void agreesWithTheReference(String id, JsonNode problem) {
    SecurityFamily family = new SecurityFamily();
    assertTrue(family.recognises(problem));
    JsonNode known = problem.path("known");
    SolvedProblem solved =
        family.solve(problem, "multiple-lp", SolveLimits.DEFAULT, new SplittableRandom(1));
    assertEquals(StopReason.PROVEN_OPTIMAL, solved.stopReason());
    ReferenceProblems.assertClose(
        problem, known.path("strongStackelbergValue"), solved.value().doubleValue(), "strong");
    // Payoffs drawn at random: the weak supremum is the strong value.
    ReferenceProblems.assertClose(
        problem,
        problem.path("known").path("strongStackelbergValue"),
        solved.weakValue().orElseThrow(),
        "weak supremum");
    assertEquals(
        solved.point().path("coverage").size(),
        solved.point().path("weak").path("coverage").size());
    double used = 0;
    for (JsonNode coverage : solved.point().path("coverage")) {
      used += coverage.doubleValue();
    }
    assertTrue(used <= problem.path("resources").doubleValue() + 1e-8, "resources used: " + used);

    SecuritySolution solution = new SecurityGameSolver()
        .solve(SecurityFamily.game(new ObjectFields(problem)), SolveLimits.DEFAULT);
    JsonNode values = known.path("valuePerTarget");
    assertEquals(values.size(), solution.valuePerTarget().size());
    for (int target = 0; target < values.size(); target++) {
      OptionalDouble value = solution.valuePerTarget().get(target);
      assertEquals(!values.get(target).isNull(), value.isPresent(), "target " + target);
      if (value.isPresent()) {
        ReferenceProblems.assertClose(
            problem, values.get(target), value.getAsDouble(), "target " + target);
      }
    }
  }
}
