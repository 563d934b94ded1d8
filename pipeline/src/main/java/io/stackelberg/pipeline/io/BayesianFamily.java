package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.catalog.BayesianGame;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.BayesianSolution;
import io.stackelberg.leader.finite.BayesianStackelbergSolver;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Matrix games against several types: {@code types}, each with a probability and both payoffs. */
public final class BayesianFamily implements ProblemFamily {
  @Override
  public String name() {
    return "stackelberg-bayesian";
  }

  @Override
  public boolean recognises(JsonNode problem) {
    return problem.path("types").path(0).has("followerPayoff");
  }

  @Override
  public List<String> solvers() {
    return List.of("branch-and-bound");
  }

  @Override
  public SolvedProblem solve(
      JsonNode problem, String solver, SolveLimits limits, RandomGenerator random) {
    BayesianSolution solution =
        new BayesianStackelbergSolver().solve(game(new ObjectFields(problem)), limits);
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    point.set("leaderStrategy", ObjectFields.array(solution.mixture()));
    ArrayNode replies = point.putArray("followerActionPerType");
    solution.replies().forEach(replies::add);
    solution.weak().ifPresent(weak -> point.set("weak", ObjectFields.weak(weak, "leaderStrategy")));
    return new SolvedProblem(
        solution.stopReason(),
        JsonNodeFactory.instance.numberNode(solution.value()),
        ObjectFields.supremum(solution.weak()),
        OptionalDouble.of(solution.upperBound()),
        point,
        solution.stopReason() == StopReason.PROVEN_OPTIMAL
            ? "every type's best reply and the value recomputed in the payoffs; bound by LP duality"
            : "");
  }

  /** The problem's game. */
  static BayesianGame game(ObjectFields problem) {
    List<BimatrixGame> types = new ArrayList<>();
    List<Double> prior = new ArrayList<>();
    for (ObjectFields type : problem.each("types")) {
      types.add(MatrixFamily.game(type));
      prior.add(type.number("probability"));
    }
    try {
      return new BayesianGame(types, prior);
    } catch (IllegalArgumentException wrong) {
      throw problem.refused(wrong);
    }
  }
}
