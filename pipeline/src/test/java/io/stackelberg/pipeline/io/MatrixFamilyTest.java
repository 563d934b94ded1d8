package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.MatrixSolution;
import io.stackelberg.leader.finite.MultipleLpSolver;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixFamilyTest {
  static Stream<Arguments> problems() {
    return ReferenceProblems.of("stackelberg-matrix.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problems")
  void agreesWithTheReference(String id, JsonNode problem) {
    MatrixFamily family = new MatrixFamily();
    assertTrue(family.recognises(problem));
    JsonNode known = problem.path("known");
    SolvedProblem solved =
        family.solve(problem, "multiple-lp", SolveLimits.DEFAULT, new SplittableRandom(1));
    assertEquals(StopReason.PROVEN_OPTIMAL, solved.stopReason());
    ReferenceProblems.assertClose(
        problem, known.path("strongStackelbergValue"), solved.value().doubleValue(), "strong");
    ReferenceProblems.assertClose(
        problem,
        known.path("weakStackelbergSupremum"),
        solved.weakValue().orElseThrow(),
        "weak supremum");

    MatrixSolution every = new MultipleLpSolver(new MultipleLpSolver.Options(true))
        .solve(MatrixFamily.game(new ObjectFields(problem)), SolveLimits.DEFAULT);
    ReferenceProblems.assertClose(
        problem, known.path("bestPureCommitment"), every.pureStrong().value(), "best pure");
    JsonNode values = known.path("valuePerFollowerAction");
    assertEquals(values.size(), every.replies().size());
    for (int action = 0; action < values.size(); action++) {
      OptionalDouble value = every.replies().get(action).value();
      assertEquals(!values.get(action).isNull(), value.isPresent(), "action " + action);
      if (value.isPresent()) {
        ReferenceProblems.assertClose(
            problem, values.get(action), value.getAsDouble(), "action " + action);
      }
    }
  }

  @Test
  void missingPayoffsAreNamed() throws JsonProcessingException {
    JsonNode problem = new ObjectMapper()
        .readTree("{\"id\": \"x\", \"leaderPayoff\": [[1]], \"followerPayoff\": [[\"a\"]]}");
    InputException failure =
        assertThrows(InputException.class, () -> MatrixFamily.game(new ObjectFields(problem)));
    assertEquals(
        "followerPayoff[0][0] is \"a\", expected a number (problem \"x\").", failure.getMessage());
  }
}
