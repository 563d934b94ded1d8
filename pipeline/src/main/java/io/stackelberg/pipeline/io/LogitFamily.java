package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.finite.LogitCommitmentSolver;
import io.stackelberg.leader.finite.LogitLimit;
import io.stackelberg.leader.finite.LogitLimitSolver;
import io.stackelberg.leader.finite.LogitSolution;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * Commitment against a logit follower: {@code precision}, {@code leaderPayoff}, {@code followerPayoff}.
 *
 * <p>The point's {@code limit} says where the value goes as the precision grows, beside weak and strong value.
 */
public final class LogitFamily implements ProblemFamily {
  private static final String SOLVER = "logit-branch-and-bound";
  private static final double MAX_PRECISION = 1e6;
  private static final int CELLS_OF_THE_LIMIT = 20_000;

  @Override
  public String name() {
    return "stackelberg-logit";
  }

  @Override
  public boolean recognises(JsonNode problem) {
    return problem.has("precision");
  }

  @Override
  public List<String> solvers() {
    return List.of(SOLVER);
  }

  @Override
  public SolvedProblem solve(
      JsonNode problem, String solver, SolveLimits limits, RandomGenerator random) {
    ObjectFields fields = new ObjectFields(problem);
    double precision = fields.number("precision");
    BimatrixGame game = MatrixFamily.game(fields);
    Deadline deadline = new Deadline(limits);
    LogitSolution solution;
    try {
      solution = new LogitCommitmentSolver().solve(game, precision, limits, random);
    } catch (IllegalArgumentException wrong) {
      throw fields.refused(wrong);
    }
    if (solution.mixture().isEmpty()) {
      return SolvedProblem.none(solution.stopReason(), "");
    }
    List<Double> growing = DoubleStream.of(10, 100)
        .map(factor -> Math.min(MAX_PRECISION, factor * Math.max(1, precision)))
        .boxed()
        .toList();
    LogitLimit limit = new LogitLimitSolver(
            LogitCommitmentSolver.Options.DEFAULT.withMaxCells(CELLS_OF_THE_LIMIT))
        .solve(game, growing, deadline.remaining(), random);
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    point.set("leaderStrategy", ObjectFields.array(solution.mixture()));
    point.set("limit", json(limit));
    return new SolvedProblem(
        solution.stopReason(),
        JsonNodeFactory.instance.numberNode(solution.value()),
        OptionalDouble.empty(),
        OptionalDouble.of(solution.upperBound()),
        point,
        "value recomputed from pairwise odds");
  }

  private static ObjectNode json(LogitLimit limit) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "weak", limit.weak());
    node.put("strong", limit.strong());
    put(node, "lower", limit.lower());
    node.put("upper", limit.upper());
    node.put("verdict", limit.verdict().name());
    ArrayNode steps = node.putArray("steps");
    for (LogitLimit.Step step : limit.steps()) {
      ObjectNode at = steps.addObject().put("precision", step.precision());
      at.put("stopReason", step.solution().stopReason().name());
      if (!step.solution().mixture().isEmpty()) {
        at.put("value", step.solution().value()).put("bound", step.solution().upperBound());
      }
    }
    return node;
  }

  private static void put(ObjectNode node, String name, OptionalDouble number) {
    if (number.isPresent()) {
      node.put(name, number.getAsDouble());
    } else {
      node.putNull(name);
    }
  }
}
