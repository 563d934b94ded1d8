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
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /**
   * Of the 81 problems, those of at most so many variables, under so many evaluations each: how many reach the
   * known answer, and how many are proved. A claim of an optimum or of infeasibility must be right. The counts
   * are those measured, as a floor.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"strong-duality, 10, 200, 49, 20", "scholtes, 40, 400, 73, 0"})
  void alternativesNeverClaimAWrongAnswer(
      String solver, int size, int evaluations, int rightAtLeast, int provedAtLeast) {
    int right = 0;
    int proved = 0;
    for (String name : List.of("bilevel-lp-qp.json", "bilevel-random.json")) {
      for (JsonNode problem : reference(name)) {
        if (problem.get("nx").intValue() + problem.get("ny").intValue() > size) {
          continue;
        }
        SolvedProblem solved;
        try {
          solved = solve(problem, solver, SolveLimits.DEFAULT.withMaxEvaluations(evaluations));
        } catch (InputException outside) {
          assertTrue(outside.getMessage().contains("expected"), outside.getMessage());
          continue;
        }
        boolean isRight = isRight(problem, solved);
        boolean claims = solved.stopReason() == StopReason.PROVEN_OPTIMAL
            || solved.stopReason() == StopReason.INFEASIBLE
            || solved.stopReason() == StopReason.UNBOUNDED;
        assertTrue(isRight || !claims, problem.get("id") + " " + solved);
        JsonNode value = problem.get("known").path("F");
        if (value.isNumber() && solved.bound().isPresent()) {
          double scale = Math.max(1, Math.abs(value.doubleValue()));
          assertTrue(
              solved.bound().getAsDouble() <= value.doubleValue() + 1e-6 * scale,
              problem.get("id") + " " + solved);
        }
        right += isRight ? 1 : 0;
        proved += claims ? 1 : 0;
      }
    }
    assertTrue(right >= rightAtLeast, right + " right");
    assertTrue(proved >= provedAtLeast, proved + " proved");
    if (solver.equals("scholtes")) {
      assertEquals(0, proved);
    }
  }

  /** On the linear problems of at most 10 variables; the count of proved weak values is the one measured. */
  @Tag("slow")
  @Test
  void weakValueIsNeverBelowTheStrongOne() {
    int proved = 0;
    StringBuilder open = new StringBuilder();
    for (String name : List.of("bilevel-lp-qp.json", "bilevel-random.json")) {
      for (JsonNode problem : reference(name)) {
        int size = problem.get("nx").intValue() + problem.get("ny").intValue();
        if (!problem.get("class").asText().equals("LP-LP") || size > 10) {
          continue;
        }
        SolvedProblem solved =
            solve(problem, "pessimistic", SolveLimits.DEFAULT.withMaxEvaluations(5_000));
        if (problem.get("known").path("F").isNumber()) {
          ReferenceProblems.assertClose(
              problem, problem.get("known").get("F"), solved.value().doubleValue(), "strong value");
        }
        if (solved.weakValue().isPresent()) {
          proved++;
          double strong = solved.value().doubleValue();
          assertTrue(
              solved.weakValue().getAsDouble() >= strong - 1e-6 * Math.max(1, Math.abs(strong)),
              problem.get("id") + " " + solved);
        } else {
          open.append(problem.get("id")).append(' ').append(solved.stopReason()).append("; ");
        }
      }
    }
    assertTrue(proved >= 33, proved + " proved; not: " + open);
  }

  @Test
  void pessimisticSolverGivesBothValues() throws JsonProcessingException {
    // f = 0 over 0 ≤ y ≤ x, 0 ≤ x ≤ 2, F = −3x + 2y: −6 with y = 0, −x = −2 with y = x.
    JsonNode problem = new ObjectMapper().readTree("""
            {"id": "indifferent", "nx": 1, "ny": 1,
             "upperObjective": {"sense": "min", "Q": null, "c": [-3, 2], "constant": 0},
             "lowerObjective": {"sense": "min", "Q": null, "c": [0, 0], "constant": 0},
             "upperConstraints": {"A": [[1, 0], [-1, 0]], "b": [2, 0]},
             "lowerConstraints": {"A": [[-1, 1], [0, -1]], "b": [0, 0]}}
            """);
    SolvedProblem solved = solve(problem, "pessimistic", SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solved.stopReason());
    assertEquals(-6, solved.value().doubleValue(), 1e-9);
    assertEquals(-2, solved.weakValue().orElseThrow(), 1e-7);
    assertTrue(solved.verified().contains("weak value attained at x = [2"), solved.verified());
    JsonNode quadratic = new ObjectMapper().readTree(TRACKING);
    assertTrue(assertThrows(
            InputException.class, () -> solve(quadratic, "pessimistic", SolveLimits.DEFAULT))
        .getMessage()
        .contains("expected zero (a linear follower)"));
  }

  private static List<JsonNode> reference(String name) {
    Path file = Path.of(System.getProperty("governor.home", ".."))
        .resolve("../shared/data/bilevel")
        .resolve(name);
    assumeTrue(Files.isRegularFile(file), "the reference problems are not beside the project");
    return ProblemFile.read(file);
  }

  private static boolean isRight(JsonNode problem, SolvedProblem solved) {
    JsonNode known = problem.get("known");
    if (known.get("status").asText().equals("infeasible")) {
      return solved.stopReason() == StopReason.INFEASIBLE;
    }
    double value = known.get("F").doubleValue();
    double tolerance = problem.get("tolerance").doubleValue() * Math.max(1, Math.abs(value));
    return solved.value().isNumber() && Math.abs(solved.value().doubleValue() - value) <= tolerance;
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
    return solve(problem, family.solvers().get(0), SolveLimits.DEFAULT);
  }

  private SolvedProblem solve(JsonNode problem, String solver, SolveLimits limits) {
    ObjectNode blind = ((ObjectNode) problem).deepCopy();
    blind.remove("known");
    return family.solve(blind, solver, limits, new SplittableRandom(1));
  }
}
