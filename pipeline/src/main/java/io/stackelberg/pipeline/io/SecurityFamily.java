package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.SecurityGame;
import io.stackelberg.leader.finite.SecurityGameSolver;
import io.stackelberg.leader.finite.SecuritySolution;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Security games with unit schedules: {@code resources} and both players' payoffs per target. */
public final class SecurityFamily implements ProblemFamily {
  @Override
  public String name() {
    return "stackelberg-security";
  }

  @Override
  public boolean recognises(JsonNode problem) {
    return problem.has("attackerCovered") && problem.has("resources");
  }

  @Override
  public List<String> solvers() {
    return List.of("multiple-lp");
  }

  @Override
  public SolvedProblem solve(
      JsonNode problem, String solver, SolveLimits limits, RandomGenerator random) {
    SecuritySolution solution =
        new SecurityGameSolver().solve(game(new ObjectFields(problem)), limits);
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    point.set("coverage", ObjectFields.array(solution.coverage()));
    point.put("attackedTarget", solution.attackedTarget());
    solution.weak().ifPresent(weak -> point.set("weak", ObjectFields.weak(weak, "coverage")));
    return new SolvedProblem(
        solution.stopReason(),
        JsonNodeFactory.instance.numberNode(solution.value()),
        ObjectFields.supremum(solution.weak()),
        OptionalDouble.of(solution.upperBound()),
        point,
        solution.stopReason() == StopReason.PROVEN_OPTIMAL
            ? "attacker's reply and value recomputed; every target's value by a second method"
            : "");
  }

  /** The problem's game. */
  static SecurityGame game(ObjectFields problem) {
    try {
      return new SecurityGame(
          problem.number("resources"),
          problem.list("defenderCovered"),
          problem.list("defenderUncovered"),
          problem.list("attackerCovered"),
          problem.list("attackerUncovered"));
    } catch (IllegalArgumentException wrong) {
      throw problem.refused(wrong);
    }
  }
}
