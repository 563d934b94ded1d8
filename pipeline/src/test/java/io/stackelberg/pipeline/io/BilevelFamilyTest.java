package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BilevelFamilyTest {
  private static final String TRACKING = """
      {"id": "tracking", "nx": 1, "ny": 1,
       "upperObjective": {"sense": "min", "Q": null, "c": [-1, 3], "constant": 2},
       "lowerObjective": {"sense": "min", "Q": [[0, -1], [-1, 1]], "c": [0, 0], "constant": 0},
       "upperConstraints": {"A": [[1, 0], [-1, 0]], "b": [4, 1]},
       "lowerConstraints": {"A": [[0, 1], [0, -1]], "b": [1, 0]}}
      """;

  private final BilevelFamily family = new BilevelFamily();

  @Test
  void readsAndSolves() throws JsonProcessingException {
    // y = min(max(x, 0), 1): F = 2 − x + 3y is 3 at −1, 2 at 0, 4 at 1 and 1 at x = 4.
    JsonNode problem = new ObjectMapper().readTree(TRACKING);
    assertTrue(family.recognises(problem));
    SolvedProblem solved = solve(problem);
    assertEquals(StopReason.PROVEN_OPTIMAL, solved.stopReason());
    assertEquals(1, solved.value().doubleValue(), 1e-9);
    assertEquals(4, solved.point().get("x").get(0).doubleValue(), 1e-9);
    assertEquals(1, solved.point().get("y").get(0).doubleValue(), 1e-9);
  }

  @Test
  void namesTheFieldThatIsWrong() throws JsonProcessingException {
    ObjectNode problem = (ObjectNode) new ObjectMapper().readTree(TRACKING);
    problem.remove("nx");
    assertEquals(
        "nx is missing, expected a whole number >= 1 (problem \"tracking\").",
        assertThrows(InputException.class, () -> solve(problem)).getMessage());
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"bilevel-lp-qp.json", "bilevel-random.json"})
  void everyReferenceProblemIsRight(String name) {
    Path file = Path.of(System.getProperty("governor.home", ".."))
        .resolve("../shared/data/bilevel")
        .resolve(name);
    assumeTrue(Files.isRegularFile(file), "the reference problems are not beside the project");
    Stream<JsonNode> problems = ProblemFile.read(file).stream();
    assertAll(problems.map(problem -> () -> assertRight(problem)));
  }

  private void assertRight(JsonNode problem) {
    String id = problem.get("id").asText();
    JsonNode known = problem.get("known");
    ObjectNode blind = ((ObjectNode) problem).deepCopy();
    blind.remove("known");
    assertTrue(family.recognises(blind), id);
    SolvedProblem solved = solve(blind);
    if (known.get("status").asText().equals("infeasible")) {
      assertEquals(StopReason.INFEASIBLE, solved.stopReason(), id);
      assertTrue(solved.value().isNull(), id);
      return;
    }
    double value = known.get("F").doubleValue();
    double tolerance = problem.get("tolerance").doubleValue() * Math.max(1, Math.abs(value));
    assertEquals(StopReason.PROVEN_OPTIMAL, solved.stopReason(), id);
    assertEquals(value, solved.value().doubleValue(), tolerance, id);
    assertEquals(problem.get("nx").intValue(), solved.point().get("x").size(), id);
    assertEquals(problem.get("ny").intValue(), solved.point().get("y").size(), id);
  }

  private SolvedProblem solve(JsonNode problem) {
    return family.solve(
        problem, family.solvers().get(0), SolveLimits.DEFAULT, new SplittableRandom(1));
  }
}
