package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BayesianFamilyTest {
  static Stream<Arguments> problems() {
    return ReferenceProblems.of("stackelberg-bayesian.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problems")
  void agreesWithTheReference(String id, JsonNode problem) {
    BayesianFamily family = new BayesianFamily();
    assertTrue(family.recognises(problem));
    SolvedProblem solved =
        family.solve(problem, "branch-and-bound", SolveLimits.DEFAULT, new SplittableRandom(1));
    assertEquals(StopReason.PROVEN_OPTIMAL, solved.stopReason());
    ReferenceProblems.assertClose(
        problem,
        problem.path("known").path("strongStackelbergValue"),
        solved.value().doubleValue(),
        "strong");
    // Payoffs drawn at random: the weak supremum is the strong value.
    ReferenceProblems.assertClose(
        problem,
        problem.path("known").path("strongStackelbergValue"),
        solved.weakValue().orElseThrow(),
        "weak supremum");
    assertEquals(
        solved.point().path("leaderStrategy").size(),
        solved.point().path("weak").path("leaderStrategy").size());
  }
}
