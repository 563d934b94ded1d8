package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.MatrixSolution;
import io.stackelberg.leader.finite.MultipleLpSolver;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Matrix games: {@code leaderPayoff} and {@code followerPayoff}, rows being the leader's. */
public final class MatrixFamily implements ProblemFamily {
  @Override
  public String name() {
    return "stackelberg-matrix";
  }

  @Override
  public boolean recognises(JsonNode problem) {
    return problem.has("leaderPayoff")
        && problem.has("followerPayoff")
        && !problem.has("types")
        && !problem.has("precision");
  }

  @Override
  public List<String> solvers() {
    return List.of("multiple-lp");
  }

  @Override
  public SolvedProblem solve(
      JsonNode problem, String solver, SolveLimits limits, RandomGenerator random) {
    MatrixSolution solution = new MultipleLpSolver().solve(game(new ObjectFields(problem)), limits);
    if (solution.strong().isEmpty()) {
      return SolvedProblem.none(solution.stopReason(), "");
    }
    MatrixSolution.Strong strong = solution.strongOrThrow();
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    point.set("leaderStrategy", ObjectFields.array(strong.mixture()));
    point.put("followerAction", strong.reply());
    solution.weak().ifPresent(weak -> point.set("weak", ObjectFields.weak(weak, "leaderStrategy")));
    ObjectNode pure = point.putObject("pure");
    put(pure.putObject("strong"), solution.pureStrong());
    put(pure.putObject("weak"), solution.pureWeak());
    return new SolvedProblem(
        solution.stopReason(),
        JsonNodeFactory.instance.numberNode(strong.value()),
        ObjectFields.supremum(solution.weak()),
        OptionalDouble.of(solution.upperBound()),
        point,
        solution.stopReason() == StopReason.PROVEN_OPTIMAL
            ? "best reply and value recomputed in the payoffs; bound by LP duality"
            : "");
  }

  /** The game of both payoffs. */
  static BimatrixGame game(ObjectFields problem) {
    try {
      return new BimatrixGame(problem.matrix("leaderPayoff"), problem.matrix("followerPayoff"));
    } catch (IllegalArgumentException wrong) {
      throw problem.refused(wrong);
    }
  }

  private static void put(ObjectNode node, MatrixSolution.Pure pure) {
    node.put("row", pure.row());
    node.put("value", pure.value());
  }
}
