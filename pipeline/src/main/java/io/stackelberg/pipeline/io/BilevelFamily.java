package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.bilevel.BilevelLevel;
import io.stackelberg.leader.bilevel.BilevelProblem;
import io.stackelberg.leader.bilevel.BilevelSolution;
import io.stackelberg.leader.bilevel.ComplementarityBranchAndBound;
import io.stackelberg.leader.bilevel.PessimisticBilevel;
import io.stackelberg.leader.bilevel.PessimisticSolution;
import io.stackelberg.leader.bilevel.ScholtesRegularisation;
import io.stackelberg.leader.bilevel.StrongDualityBranchAndBound;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Bilevel linear and quadratic programs as explicit matrices. */
public final class BilevelFamily implements ProblemFamily {
  @Override
  public String name() {
    return "bilevel-lp-qp";
  }

  @Override
  public boolean recognises(JsonNode problem) {
    return problem.has("upperObjective")
        && problem.has("nx")
        && problem.path("upperObjective").has("c");
  }

  @Override
  public List<String> solvers() {
    return List.of(
        "complementarity-branch-and-bound", "kkt-sos", "strong-duality", "scholtes", "pessimistic");
  }

  @Override
  public SolvedProblem solve(
      JsonNode problem, String solver, SolveLimits limits, RandomGenerator random) {
    if (!solvers().contains(solver)) {
      throw InputException.invalid(
          "solver is \"" + solver + "\", expected one of " + solvers() + ".");
    }
    BilevelProblem read = read(problem);
    try {
      return switch (solver) {
        case "strong-duality" -> optimistic(new StrongDualityBranchAndBound().solve(read, limits));
        case "scholtes" -> optimistic(new ScholtesRegularisation().solve(read, limits));
        case "pessimistic" -> pessimistic(new PessimisticBilevel().solve(read, limits));
        default -> optimistic(new ComplementarityBranchAndBound().solve(read, limits));
      };
    } catch (IllegalArgumentException outside) {
      throw InputException.invalid(outside.getMessage() + " (solver \"" + solver + "\", problem \""
          + problem.path("id").asText("") + "\")");
    }
  }

  /** The optimistic answer with the pessimistic infimum beside it. */
  private static SolvedProblem pessimistic(PessimisticSolution solution) {
    SolvedProblem strong = optimistic(solution.optimistic());
    boolean isStrongReason = solution.optimistic().stopReason() != StopReason.PROVEN_OPTIMAL;
    String weak = solution.infimum().isEmpty()
        ? "weak value not proved: " + solution.stopReason()
        : "weak value " + (solution.isAttained() ? "attained" : "only approached") + " at x = "
            + array(solution.x()) + ", " + solution.verification();
    return new SolvedProblem(
        isStrongReason ? strong.stopReason() : solution.stopReason(),
        strong.value(),
        solution.infimum(),
        strong.bound(),
        strong.point(),
        strong.verified().isEmpty() ? weak : strong.verified() + "; " + weak);
  }

  private static SolvedProblem optimistic(BilevelSolution solution) {
    OptionalDouble bound = Double.isFinite(solution.bound())
        ? OptionalDouble.of(solution.bound())
        : OptionalDouble.empty();
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (!solution.hasPoint()) {
      return new SolvedProblem(
          solution.stopReason(),
          json.nullNode(),
          OptionalDouble.empty(),
          bound,
          json.nullNode(),
          solution.verification());
    }
    ObjectNode point = json.objectNode();
    point.set("x", array(solution.x()));
    point.set("y", array(solution.y()));
    return new SolvedProblem(
        solution.stopReason(),
        json.numberNode(solution.upperValue().getAsDouble()),
        OptionalDouble.empty(),
        bound,
        point,
        solution.verification());
  }

  private static ArrayNode array(double[] values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (double value : values) {
      array.add(value);
    }
    return array;
  }

  /**
   * The problem of a file.
   *
   * @throws InputException if a field is missing or malformed, naming it
   */
  static BilevelProblem read(JsonNode problem) {
    String id = problem.path("id").asText("");
    try {
      return new BilevelProblem(
          count(problem, "nx", id),
          count(problem, "ny", id),
          level(problem, "upper", id),
          level(problem, "lower", id));
    } catch (IllegalArgumentException wrong) {
      throw InputException.invalid(wrong.getMessage() + " (problem \"" + id + "\")");
    }
  }

  private static int count(JsonNode problem, String name, String id) {
    if (!problem.path(name).canConvertToInt() || !problem.path(name).isNumber()) {
      throw expected(name, problem.path(name), "a whole number ≥ 1", id);
    }
    return problem.path(name).intValue();
  }

  private static BilevelLevel level(JsonNode problem, String level, String id) {
    String objectiveName = level + "Objective";
    JsonNode objective = problem.path(objectiveName);
    String sense = objective.path("sense").asText("min");
    if (!sense.equals("min")) {
      throw expected(objectiveName + ".sense", objective.path("sense"), "min", id);
    }
    JsonNode constant = objective.path("constant");
    if (!constant.isMissingNode() && !constant.isNumber()) {
      throw expected(objectiveName + ".constant", constant, "a number", id);
    }
    JsonNode quadratic = objective.path("Q");
    String rowsName = level + "Constraints";
    JsonNode rows = problem.path(rowsName);
    return new BilevelLevel(
        quadratic.isNull() || quadratic.isMissingNode()
            ? new double[0][]
            : matrix(quadratic, objectiveName + ".Q", id),
        vector(objective.path("c"), objectiveName + ".c", id),
        constant.asDouble(0),
        matrix(rows.path("A"), rowsName + ".A", id),
        vector(rows.path("b"), rowsName + ".b", id));
  }

  private static double[][] matrix(JsonNode node, String name, String id) {
    if (!node.isArray()) {
      throw expected(name, node, "an array of rows", id);
    }
    double[][] matrix = new double[node.size()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = vector(node.get(i), name + "[" + i + "]", id);
    }
    return matrix;
  }

  private static double[] vector(JsonNode node, String name, String id) {
    if (!node.isArray()) {
      throw expected(name, node, "an array of numbers", id);
    }
    double[] vector = new double[node.size()];
    for (int i = 0; i < vector.length; i++) {
      if (!node.get(i).isNumber()) {
        throw expected(name + "[" + i + "]", node.get(i), "a number", id);
      }
      vector[i] = node.get(i).doubleValue();
    }
    return vector;
  }

  private static InputException expected(String name, JsonNode value, String condition, String id) {
    String shown = value.isMissingNode() ? "absent" : value.toString();
    return InputException.invalid(
        name + " is " + shown + ", expected " + condition + " (problem \"" + id + "\").");
  }
}
