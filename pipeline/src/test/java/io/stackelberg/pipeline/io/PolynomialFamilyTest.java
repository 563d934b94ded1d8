package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.bilevel.Polynomial;
import io.stackelberg.leader.bilevel.PolynomialBilevelProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PolynomialFamilyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static SolvedProblem solve(JsonNode problem) {
    var family = new PolynomialFamily();
    assertTrue(family.recognises(problem));
    return family.solve(
        problem, family.solvers().get(0), SolveLimits.DEFAULT, new SplittableRandom(1));
  }

  private static String refusal(String json) throws JsonProcessingException {
    JsonNode problem = JSON.readTree(json);
    return assertThrows(InputException.class, () -> PolynomialFamily.read(problem))
        .getMessage();
  }

  @Test
  @Tag("slow")
  void everyReferenceProblemIsProvedAtItsKnownValue() {
    Path file = Path.of(
        System.getProperty("governor.home"), "../shared/data/bilevel/bilevel-polynomial.json");
    assumeTrue(Files.isRegularFile(file), "the reference problems are not there: " + file);
    for (JsonNode problem : ProblemFile.read(file)) {
      String id = problem.path("id").asText();
      SolvedProblem solved = solve(problem);
      double known = problem.path("known").path("F").doubleValue();
      double tolerance = problem.path("tolerance").doubleValue() * Math.max(1, Math.abs(known));
      assertEquals(StopReason.PROVEN_OPTIMAL, solved.stopReason(), id);
      assertEquals(known, solved.value().doubleValue(), tolerance, id);
      assertTrue(solved.bound().orElseThrow() <= known + tolerance, id);
      assertIsReply(PolynomialFamily.read(problem), solved, id);
    }
  }

  /** Feasibility and the follower's optimality at the point, by a plain grid of y. */
  private static void assertIsReply(
      PolynomialBilevelProblem problem, SolvedProblem solved, String id) {
    double[] point = {
      solved.point().path("x").get(0).doubleValue(),
      solved.point().path("y").get(0).doubleValue()
    };
    for (Polynomial constraint : problem.upperConstraints()) {
      assertTrue(constraint.value(point) <= 1e-6, id);
    }
    for (Polynomial constraint : problem.lowerConstraints()) {
      assertTrue(constraint.value(point) <= 1e-6, id);
    }
    double own = problem.lowerObjective().value(point);
    for (int step = 0; step <= 100_000; step++) {
      double[] other = {point[0], -50 + step * 1e-3};
      boolean isFeasible =
          problem.lowerConstraints().stream().allMatch(one -> one.value(other) <= 0);
      if (isFeasible) {
        double value = problem.lowerObjective().value(other);
        assertTrue(own <= value + 1e-6 * Math.max(1, Math.abs(value)) + quarticSlack(id), id);
      }
    }
  }

  /** The quartic of these two reaches 3e6 over the box: their slack of 1e-11 of that is 3e-5. */
  private static double quarticSlack(String id) {
    return id.contains("sib_1997_01") || id.contains("GumusFloudas2001Ex1") ? 1e-4 : 0;
  }

  @Test
  void malformedProblemsAreRefusedByName() throws JsonProcessingException {
    assertEquals(
        "nx is missing, expected a whole number >= 1 (problem \"p\").", refusal("{\"id\": \"p\"}"));
    assertEquals(
        "F[0] is \"z1\", expected a variable x1..x1 or y1..y1 (problem \"p\").",
        refusal("{\"id\": \"p\", \"nx\": 1, \"ny\": 1, \"F\": [[1.0, [[\"z1\", 1]]]]}"));
    assertEquals(
        "exponent is 99, expected a whole number in [0, 64] (F[0] of problem \"p\").",
        refusal("{\"id\": \"p\", \"nx\": 1, \"ny\": 1, \"F\": [[1.0, [[\"x1\", 99]]]]}"));
    assertEquals(
        "G is missing, expected an array of polynomials (problem \"p\").",
        refusal("{\"id\": \"p\", \"nx\": 1, \"ny\": 1, \"F\": [], \"f\": []}"));
  }
}
