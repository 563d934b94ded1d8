package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.finite.LogitCommitmentSolver;
import io.stackelberg.leader.finite.LogitSolution;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Commitment against a logit follower: {@code precision}, {@code leaderPayoff}, {@code followerPayoff}. */
public final class LogitFamily implements ProblemFamily {
  private static final String SOLVER = "logit-branch-and-bound";

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
    String id = problem.path("id").asText("without id");
    JsonNode precision = problem.path("precision");
    if (!precision.isNumber()) {
      throw InputException.invalid(
          "precision is " + text(precision) + ", expected a number (" + id + ").");
    }
    double[][] leader = matrix(problem, "leaderPayoff", id);
    double[][] follower = matrix(problem, "followerPayoff", id);
    LogitSolution solution;
    try {
      solution = new LogitCommitmentSolver()
          .solve(new BimatrixGame(leader, follower), precision.doubleValue(), limits, random);
    } catch (IllegalArgumentException malformed) {
      throw InputException.invalid(malformed.getMessage() + " (" + id + ")");
    }
    if (solution.mixture().isEmpty()) {
      return SolvedProblem.none(solution.stopReason(), "");
    }
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    var strategy = point.putArray("leaderStrategy");
    solution.mixture().forEach(strategy::add);
    return new SolvedProblem(
        solution.stopReason(),
        JsonNodeFactory.instance.numberNode(solution.value()),
        OptionalDouble.empty(),
        OptionalDouble.of(solution.upperBound()),
        point,
        "value recomputed from pairwise odds");
  }

  private static double[][] matrix(JsonNode problem, String name, String id) {
    JsonNode rows = problem.path(name);
    if (!rows.isArray() || rows.isEmpty()) {
      throw InputException.invalid(
          name + " is " + text(rows) + ", expected an array of rows (" + id + ").");
    }
    double[][] matrix = new double[rows.size()][];
    for (int row = 0; row < matrix.length; row++) {
      JsonNode cells = rows.get(row);
      if (!cells.isArray()) {
        throw InputException.invalid(name + "[" + row + "] is " + text(cells)
            + ", expected an array of numbers (" + id + ").");
      }
      matrix[row] = new double[cells.size()];
      for (int column = 0; column < matrix[row].length; column++) {
        if (!cells.get(column).isNumber()) {
          throw InputException.invalid(name + "[" + row + "][" + column + "] is "
              + text(cells.get(column)) + ", expected a number (" + id + ").");
        }
        matrix[row][column] = cells.get(column).doubleValue();
      }
    }
    return matrix;
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "missing" : node.toString();
  }
}
