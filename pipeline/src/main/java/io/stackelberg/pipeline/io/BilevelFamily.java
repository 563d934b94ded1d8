package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.bilevel.BilevelLevel;
import io.stackelberg.leader.bilevel.BilevelProblem;
import io.stackelberg.leader.bilevel.BilevelSolution;
import io.stackelberg.leader.bilevel.ComplementarityBranchAndBound;
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
    return List.of("branch-and-bound");
  }

  @Override
  public SolvedProblem solve(
      JsonNode problem, String solver, SolveLimits limits, RandomGenerator random) {
    BilevelSolution solution = new ComplementarityBranchAndBound().solve(read(problem), limits);
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
    point.set("x", PayoffNodes.array(solution.x()));
    point.set("y", PayoffNodes.array(solution.y()));
    return new SolvedProblem(
        solution.stopReason(),
        json.numberNode(solution.upperValue().getAsDouble()),
        OptionalDouble.empty(),
        bound,
        point,
        solution.verification());
  }

  /**
   * The problem of a file.
   *
   * @throws InputException if a field is missing or malformed, naming it
   */
  static BilevelProblem read(JsonNode problem) {
    PayoffNodes fields = new PayoffNodes(problem);
    try {
      return new BilevelProblem(
          fields.count("nx"), fields.count("ny"), level(fields, "upper"), level(fields, "lower"));
    } catch (IllegalArgumentException wrong) {
      throw fields.refused(wrong);
    }
  }

  private static BilevelLevel level(PayoffNodes problem, String level) {
    PayoffNodes objective = problem.in(level + "Objective");
    String sense = objective.node("sense").asText("min");
    if (!sense.equals("min")) {
      throw objective.unexpected("sense", objective.node("sense"), "min");
    }
    PayoffNodes rows = problem.in(level + "Constraints");
    return new BilevelLevel(
        objective.has("Q") ? objective.matrix("Q") : new double[0][],
        objective.vector("c"),
        objective.node("constant").isMissingNode() ? 0 : objective.number("constant"),
        rows.matrix("A"),
        rows.vector("b"));
  }
}
