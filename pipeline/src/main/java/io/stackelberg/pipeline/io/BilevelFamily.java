package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
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
            + ObjectFields.array(solution.x()) + ", " + solution.verification();
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
    point.set("x", ObjectFields.array(solution.x()));
    point.set("y", ObjectFields.array(solution.y()));
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
    ObjectFields fields = new ObjectFields(problem);
    try {
      return new BilevelProblem(
          fields.count("nx"), fields.count("ny"), level(fields, "upper"), level(fields, "lower"));
    } catch (IllegalArgumentException wrong) {
      throw fields.refused(wrong);
    }
  }

  private static BilevelLevel level(ObjectFields problem, String level) {
    ObjectFields objective = problem.in(level + "Objective");
    String sense = objective.node("sense").asText("min");
    if (!sense.equals("min")) {
      throw objective.unexpected("sense", objective.node("sense"), "min");
    }
    ObjectFields rows = problem.in(level + "Constraints");
    return new BilevelLevel(
        objective.has("Q") ? objective.matrix("Q") : new double[0][],
        objective.vector("c"),
        objective.node("constant").isMissingNode() ? 0 : objective.number("constant"),
        rows.matrix("A"),
        rows.vector("b"));
  }
}
