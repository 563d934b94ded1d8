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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogitFamilyTest {
  private static SolvedProblem solve(JsonNode problem) {
    var family = new LogitFamily();
    assertTrue(family.recognises(problem));
    return family.solve(
        problem, family.solvers().get(0), SolveLimits.DEFAULT, new SplittableRandom(1));
  }

  private static String refusal(String json) throws JsonProcessingException {
    JsonNode problem = new ObjectMapper().readTree(json);
    return assertThrows(InputException.class, () -> solve(problem)).getMessage();
  }

  @Test
  void everyReferenceProblemIsProvedAtItsKnownValue() {
    Path file = Path.of(
        System.getProperty("governor.home"), "../shared/data/bilevel/stackelberg-logit.json");
    assumeTrue(Files.isRegularFile(file), "the reference problems are not there: " + file);
    for (JsonNode problem : ProblemFile.read(file)) {
      String id = problem.path("id").asText();
      SolvedProblem solved = solve(problem);
      double known = problem.path("known").path("value").doubleValue();
      double tolerance = problem.path("tolerance").doubleValue() * Math.max(1, Math.abs(known));
      assertEquals(StopReason.PROVEN_OPTIMAL, solved.stopReason(), id);
      assertEquals(known, solved.value().doubleValue(), tolerance, id);
      assertTrue(solved.gap().orElseThrow() <= 1e-8, id);
      assertEquals(
          problem.path("leaderPayoff").size(),
          solved.point().path("leaderStrategy").size(),
          id);
      JsonNode limit = solved.point().path("limit");
      assertTrue(solved.weakValue().isEmpty(), id);
      assertEquals("LIMIT_KNOWN", limit.path("verdict").asText(), id);
      // Generic games: one value for weak, strong and the limit.
      assertEquals(limit.path("strong").doubleValue(), limit.path("weak").doubleValue(), 1e-8, id);
      assertEquals(limit.path("strong").doubleValue(), limit.path("upper").doubleValue(), 1e-7, id);
      assertEquals(2, limit.path("steps").size(), id);
      for (JsonNode step : limit.path("steps")) {
        assertTrue(
            step.path("value").doubleValue() <= step.path("bound").doubleValue() + 1e-12, id);
      }
    }
  }

  @Test
  void malformedProblemsAreRefusedByName() throws JsonProcessingException {
    assertEquals(
        "precision is \"x\", expected a number (problem \"p\").",
        refusal("{\"id\": \"p\", \"precision\": \"x\"}"));
    assertEquals(
        "leaderPayoff is missing, expected an array of rows (problem \"p\").",
        refusal("{\"id\": \"p\", \"precision\": 1}"));
    assertEquals(
        "number of rows of follower is 2, expected 1 (problem \"p\").",
        refusal("{\"id\": \"p\", \"precision\": 1, \"leaderPayoff\": [[1]],"
            + " \"followerPayoff\": [[1], [2]]}"));
    assertEquals(
        "precision is -1.0, expected a number in [0.0, 1000000.0] (problem \"p\").",
        refusal("{\"id\": \"p\", \"precision\": -1, \"leaderPayoff\": [[1]],"
            + " \"followerPayoff\": [[1]]}"));
  }
}
