package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.agency.AgencyEquilibria;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.several.BestReplySolver;
import io.stackelberg.leader.several.BestReplySolver.Schedule;
import io.stackelberg.leader.several.InterceptBidding;
import io.stackelberg.leader.several.LinearQuadraticLeaders;
import io.stackelberg.leader.several.MultiLeaderGame;
import io.stackelberg.leader.several.MultiLeaderSolution;
import io.stackelberg.leader.several.SharedFollowerEpec;
import io.stackelberg.leader.several.StackelbergNashCournot;
import io.stackelberg.theory.LeaderFields;
import io.stackelberg.theory.LimitedLiabilityCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Games of several leaders, told apart by the field {@code model}.
 *
 * <p>The value is the array of the leaders' payoffs, or of their costs where the model minimises. A file whose
 * model has no pure equilibrium is answered with {@code INFEASIBLE} and the point {@code equilibriumExists =
 * false}. The point also holds what {@code theory-checks} says of the equilibrium, from the data and by code of its own:
 * {@code smallGain}, whether the leaders' gradient dynamics contract and by which steps, and with common agency {@code
 * uniqueness}.
 */
public final class MultiLeaderFamily implements ProblemFamily {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> MODELS = Set.of(
      "common-agency-softmax",
      "intercept-bidding",
      "stackelberg-nash-cournot",
      "lq-epec",
      "epec-qp");

  @Override
  public String name() {
    return "multi-leader";
  }

  @Override
  public boolean recognises(JsonNode problem) {
    return MODELS.contains(problem.path("model").asText(""));
  }

  @Override
  public List<String> solvers() {
    return List.of("direct", "gauss-seidel", "jacobi");
  }

  @Override
  public SolvedProblem solve(
      JsonNode problem, String solver, SolveLimits limits, RandomGenerator random) {
    ObjectFields data = new ObjectFields(problem).in("data");
    Schedule schedule = solver.equals("gauss-seidel")
        ? Schedule.GAUSS_SEIDEL
        : solver.equals("jacobi") ? Schedule.JACOBI : Schedule.DIRECT;
    try {
      switch (problem.path("model").asText("")) {
        case "common-agency-softmax":
          return agency(data, schedule, limits, random);
        case "intercept-bidding":
          return bidding(data, schedule, limits);
        case "stackelberg-nash-cournot":
          return cournot(data, schedule, limits);
        case "lq-epec":
          return linearQuadratic(data, schedule, limits);
        default:
          return sharedFollower(data, schedule, limits);
      }
    } catch (IllegalArgumentException refused) {
      throw data.refused(refused);
    }
  }

  private static SolvedProblem agency(
      ObjectFields data, Schedule schedule, SolveLimits limits, RandomGenerator random) {
    double temperature = 1 / data.number("beta");
    CommonAgency game = CommonAgency.ofAgent(
        data.vector("agentUtility"), temperature, data.matrix("principalValue"));
    LimitedLiabilityEquilibrium search = new LimitedLiabilityEquilibrium();
    AgencyEquilibrium found;
    String number;
    if (schedule == Schedule.DIRECT) {
      AgencyEquilibria all = search.solve(game, limits, random);
      if (all.found().isEmpty()) {
        return SolvedProblem.none(
            all.closest().map(AgencyEquilibrium::stopReason).orElse(StopReason.NUMERICAL_FAILURE),
            "");
      }
      found = all.found().get(0);
      number = all.multiplicity() + ": " + all.reason();
    } else {
      double[] nothing = new double[game.principals()];
      for (int j = 0; j < nothing.length; j++) {
        nothing[j] = Arrays.stream(game.values(j)).max().orElseThrow() + temperature;
      }
      found = search.solveFrom(
          game,
          nothing,
          schedule == Schedule.JACOBI
              ? LimitedLiabilityEquilibrium.Method.JACOBI
              : LimitedLiabilityEquilibrium.Method.GAUSS_SEIDEL,
          limits);
      number = "one start";
    }
    ObjectNode point = NODES.objectNode();
    ArrayNode transfers = point.putArray("transfers");
    ArrayNode payoffs = NODES.arrayNode();
    for (int j = 0; j < game.principals(); j++) {
      ArrayNode row = transfers.addArray();
      for (int outcome = 0; outcome < game.outcomes(); outcome++) {
        row.add(found.payment(j, outcome));
      }
      payoffs.add(found.payoff(j));
    }
    point.set("agentProbabilities", ObjectFields.array(found.policy()));
    point.set(
        "smallGain",
        LeaderCertificates.smallGain(
            LeaderFields.agency(game, found.thresholds()),
            "thresholds near this equilibrium, where none meets a value"));
    point.set(
        "uniqueness", LeaderCertificates.uniqueness(LimitedLiabilityCheck.unique(game, random)));
    boolean isCertified = found.stopReason() == StopReason.CONVERGED;
    return new SolvedProblem(
        found.stopReason(),
        isCertified ? payoffs : NODES.nullNode(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        isCertified ? point : NODES.nullNode(),
        isCertified ? certificate(found.largestGain(), number) : "");
  }

  private static SolvedProblem bidding(ObjectFields data, Schedule schedule, SolveLimits limits) {
    InterceptBidding game = new InterceptBidding(
        data.number("D"), data.number("s"), data.vector("trueIntercept"), data.vector("slope"));
    MultiLeaderSolution solution = new BestReplySolver(schedule).solve(game, limits);
    if (!solution.isEquilibrium()) {
      return SolvedProblem.none(solution.stopReason(), "");
    }
    double[][] profile = profile(solution);
    ObjectNode point = NODES.objectNode();
    point.set("bids", ObjectFields.array(singles(profile)));
    ArrayNode quantities = point.putArray("quantities");
    for (int firm = 0; firm < game.leaders(); firm++) {
      quantities.add(game.quantity(firm, profile));
    }
    point.put("price", game.price(profile));
    double[] curve = data.vector("slope");
    point.set(
        "smallGain",
        LeaderCertificates.smallGain(
            LeaderFields.bidding(
                data.number("s"),
                IntStream.range(0, curve.length)
                    .filter(firm -> game.quantity(firm, profile) > 0)
                    .mapToDouble(firm -> curve[firm])
                    .toArray()),
            "bids of the firms that sell, where the same firms sell"));
    return answer(game, solution, 1, point);
  }

  private static SolvedProblem cournot(ObjectFields data, Schedule schedule, SolveLimits limits) {
    double[] linear = data.vector("leaderLinearCost");
    double[] capacity = new double[linear.length];
    Arrays.fill(capacity, Double.POSITIVE_INFINITY);
    StackelbergNashCournot game = new StackelbergNashCournot(
        data.number("demandIntercept"),
        data.number("demandSlope"),
        linear,
        data.vector("leaderQuadraticCost"),
        data.has("leaderCapacity") ? data.vector("leaderCapacity") : capacity,
        data.vector("followerLinearCost"),
        data.vector("followerQuadraticCost"));
    MultiLeaderSolution solution = new BestReplySolver(schedule).solve(game, limits);
    if (!solution.isEquilibrium()) {
      return SolvedProblem.none(solution.stopReason(), "");
    }
    double[] quantities = singles(profile(solution));
    double total = Arrays.stream(quantities).sum();
    ObjectNode point = NODES.objectNode();
    point.set("leaderQuantities", ObjectFields.array(quantities));
    ArrayNode followers = point.putArray("followerQuantities");
    for (int follower = 0; follower < game.followers(); follower++) {
      followers.add(game.followerQuantity(follower, total));
    }
    point.put("price", game.price(total));
    // Between kinks the price is affine in the leaders' total; both sides must agree.
    double step = 1e-4 * (1 + total);
    double below = (game.price(total - step) - game.price(total)) / step;
    double above = (game.price(total) - game.price(total + step)) / step;
    boolean isAffine = Math.abs(below - above) <= 1e-7 * (1 + Math.abs(below));
    point.set(
        "smallGain",
        LeaderCertificates.smallGain(
            isAffine
                ? LeaderFields.cournot(below, data.vector("leaderQuadraticCost"))
                : Optional.empty(),
            isAffine
                ? "quantities near this equilibrium, where the same followers produce"
                : "the price has a kink at this equilibrium"));
    return answer(game, solution, 1, point);
  }

  private static SolvedProblem linearQuadratic(
      ObjectFields data, Schedule schedule, SolveLimits limits) {
    LinearQuadraticLeaders game = new LinearQuadraticLeaders(
        data.matrix("H"),
        data.vector("c"),
        data.matrices("B"),
        data.matrices("Q"),
        data.matrix("d"),
        data.matrix("e"),
        data.matrices("R"));
    MultiLeaderSolution solution = new BestReplySolver(schedule).solve(game, limits);
    if (!solution.isEquilibrium()) {
      return SolvedProblem.none(solution.stopReason(), "");
    }
    double[][] profile = profile(solution);
    ObjectNode point = NODES.objectNode();
    ArrayNode moves = point.putArray("x");
    for (double[] move : profile) {
      moves.add(ObjectFields.array(move));
    }
    point.set("y", ObjectFields.array(game.answer(profile)));
    point.set(
        "smallGain",
        LeaderCertificates.smallGain(
            LeaderFields.linearQuadratic(
                data.matrix("H"), data.matrices("B"), data.matrices("Q"), data.matrices("R")),
            "all moves of the leaders"));
    return answer(game, solution, -1, point);
  }

  private static SolvedProblem sharedFollower(
      ObjectFields data, Schedule schedule, SolveLimits limits) {
    SharedFollowerEpec game = new LeaderData(data).sharedFollower();
    MultiLeaderSolution solution = new BestReplySolver(schedule).solve(game, limits);
    ObjectNode point = NODES.objectNode();
    if (solution.stopReason() == StopReason.INFEASIBLE) {
      point.put("equilibriumExists", false);
      return new SolvedProblem(
          StopReason.INFEASIBLE,
          NODES.nullNode(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          point,
          "no pure equilibrium: every case of ends and kink gives some leader a gain");
    }
    if (!solution.isEquilibrium()) {
      return SolvedProblem.none(solution.stopReason(), "");
    }
    double[][] profile = profile(solution);
    point.put("equilibriumExists", true);
    point.set("x", ObjectFields.array(singles(profile)));
    point.put("y", game.answer(profile));
    point.put(
        "sumOfLeaderCosts",
        -solution.payoffs().stream().mapToDouble(Double::doubleValue).sum());
    point.set(
        "smallGain",
        LeaderCertificates.smallGain(
            Optional.empty(), "the follower's answer has kinks, and so have the leaders' costs"));
    return answer(game, solution, -1, point);
  }

  private static SolvedProblem answer(
      MultiLeaderGame game, MultiLeaderSolution solution, int sign, ObjectNode point) {
    ArrayNode value = NODES.arrayNode();
    for (int leader = 0; leader < game.leaders(); leader++) {
      value.add(sign * solution.payoffs().get(leader));
    }
    return new SolvedProblem(
        solution.stopReason(),
        value,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        point,
        certificate(solution.largestGain(), solution.uniqueness()));
  }

  private static String certificate(double gain, String more) {
    return "best replies of all leaders gain at most " + gain + (more.isEmpty() ? "" : "; " + more);
  }

  private static double[][] profile(MultiLeaderSolution solution) {
    return solution.strategies().stream()
        .map(strategy -> strategy.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  private static double[] singles(double[][] profile) {
    return Arrays.stream(profile).mapToDouble(strategy -> strategy[0]).toArray();
  }
}
