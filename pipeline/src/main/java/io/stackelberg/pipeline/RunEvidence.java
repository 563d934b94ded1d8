package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.pipeline.io.CandidatesCsv;
import io.stackelberg.pipeline.io.PolicyCsv;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.ClaimAudit;
import io.stackelberg.theory.Quantity;
import io.stackelberg.theory.ResponseStabilityCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * What a certificate needs of a run beside its paired sessions: the candidates with their values on the surrogate, the
 * repaired policy itself, its safe set, and what was enumerated of the surrogate.
 *
 * <p>Everything here was fixed before the evaluation part was played, but the sessions of {@code candidates.csv}.
 */
final class RunEvidence {
  /** Name of the tree's file in a run directory. */
  static final String NAME = "evidence.json";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Workspace work;
  private final StudyResult result;
  private final Map<String, LeaderPolicy> policies = new LinkedHashMap<>();
  private final List<Play> plays;

  /** Plays the candidates that the scoreboard lacks. */
  static RunEvidence playingAll(Workspace work, StudyResult result) {
    return new RunEvidence(work, result, missing -> work.plays(missing, Part.EVALUATE));
  }

  /** Leaves the candidates that the scoreboard lacks without sessions: nothing more is played. */
  static RunEvidence ofPlayed(Workspace work, StudyResult result) {
    Play none = new Play.Builder(work.arena().unit(), 0).build();
    return new RunEvidence(
        work, result, missing -> missing.stream().map(any -> none).toList());
  }

  private RunEvidence(
      Workspace work, StudyResult result, Function<List<LeaderPolicy>, List<Play>> player) {
    this.work = work;
    this.result = result;
    policies.putAll(result.board().policies());
    Map<String, Play> played = new HashMap<>();
    result.board().rows().forEach(row -> played.put(row.name(), row.play()));
    List<String> missing = new ArrayList<>();
    for (Commitment commitment : work.arena().menu()) {
      if (!(commitment instanceof Directive)) {
        policies.put("menu:" + commitment.label(), work.constant(commitment));
      }
    }
    policies.keySet().stream().filter(name -> !played.containsKey(name)).forEach(missing::add);
    List<Play> rest = player.apply(missing.stream().map(policies::get).toList());
    for (int index = 0; index < missing.size(); index++) {
      played.put(missing.get(index), rest.get(index));
    }
    plays = policies.keySet().stream().map(played::get).toList();
  }

  /** The rows of {@code candidates.csv}. */
  List<CandidatesCsv.Row> candidates() {
    List<CandidatesCsv.Row> rows = new ArrayList<>();
    int index = 0;
    for (String name : policies.keySet()) {
      Play play = plays.get(index++);
      Map<String, double[]> sums = new LinkedHashMap<>();
      for (int turn = 0; turn < play.turns(); turn++) {
        double[] sum =
            sums.computeIfAbsent(play.contexts().get(turn).session(), any -> new double[3]);
        sum[0]++;
        sum[1] += play.cost()[turn];
        sum[2] += play.quality()[turn];
      }
      sums.forEach((session, sum) ->
          rows.add(new CandidatesCsv.Row(name, session, (int) sum[0], sum[1], sum[2])));
    }
    return rows;
  }

  /** The rows of {@code policy.csv}. */
  List<PolicyCsv.Row> policy() {
    List<PolicyCsv.Row> rows = new ArrayList<>();
    add(rows, Part.FIT, result.surrogate().contexts());
    add(rows, Part.EVALUATE, plays.get(index(SessionClaims.POLICY)).contexts());
    return rows;
  }

  private void add(List<PolicyCsv.Row> rows, Part part, List<Context> contexts) {
    for (Context context : contexts) {
      MixedCommitment drawn = result.repaired().policy().commit(context);
      for (int member = 0; member < drawn.support().size(); member++) {
        rows.add(new PolicyCsv.Row(
            part.name().toLowerCase(Locale.ROOT),
            context.id(),
            drawn.support().get(member).label(),
            drawn.probabilities().get(member)));
      }
    }
  }

  private int index(String name) {
    return List.copyOf(policies.keySet()).indexOf(name);
  }

  /** The tree of {@code evidence.json}, in a fixed order of fields. */
  ObjectNode tree() {
    double price = price();
    Enumeration all = enumerate(price);
    ObjectNode root = NODES.objectNode();
    root.put("schema", "evidence/1");
    ResultsTree.number(root, "price", price);
    ArrayNode candidates = root.putArray("candidates");
    int index = 0;
    for (String name : policies.keySet()) {
      // A fixed action that the fitting part never had cannot be valued beforehand: no candidate.
      if (all.weight[index] > 0) {
        ObjectNode node = candidates.addObject().put("name", name);
        ResultsTree.number(node, "surrogateQuality", all.quality[index] / all.weight[index]);
        ResultsTree.number(node, "surrogateCost", all.cost[index] / all.weight[index]);
      }
      index++;
    }
    ResultsTree.number(
        root, "projection", all.projection / result.surrogate().contexts().size());
    ObjectNode safe = root.putObject("safeSet");
    ArrayNode members = safe.putArray("members");
    result.repaired().safeSet().forEach(member -> members.add(member.label()));
    safe.put("rigour", result.repaired().rigour());
    ResultsTree.number(safe, "delta", StudyResult.delta(result.config()));
    CheckResult stability = ResponseStabilityCheck.check(
        result.surrogate().contexts(), work.arena().menu(), result.surrogate().follower());
    ObjectNode moves = root.putObject("stability");
    moves.put("result", verdict(stability));
    moves.put("detail", stability.detail());
    for (Quantity quantity : stability.quantities()) {
      ResultsTree.number(moves, quantity.name(), quantity.values().get(0));
    }
    ResultsTree.number(moves, "valueSpan", all.span);
    ResultsTree.number(moves, "coverRadius", coverRadius(work.arena().menu()).orElse(Double.NaN));
    root.set("existence", existence(price, all));
    ObjectNode digests = root.putObject("digests");
    digests.put("response", RunDirectory.hash(all.responses.toString()));
    digests.put("outcomes", RunDirectory.hash(all.outcomes.toString()));
    return root;
  }

  /** Worth of a unit of cost in quality; where the study's own constraint has none, a baseline's cost is worth 1. */
  private double price() {
    return price(result.leader())
        .orElseGet(() -> 1
            / Play.mean(work.arena()
                .play(LeaderPolicy.always(work.arena().baseline()), Part.CALIBRATE)
                .cost()));
  }

  /** Worth of a unit of cost in quality, from the multiplier of the study's own constraint. */
  static OptionalDouble price(Leader leader) {
    double[] prices = leader.solution().prices().stream()
        .mapToDouble(Double::doubleValue)
        .filter(value -> value > 0 && value < Double.POSITIVE_INFINITY)
        .toArray();
    double mean = Play.mean(prices);
    if (prices.length == 0 || !(mean < Double.POSITIVE_INFINITY)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        leader.objective() instanceof LeaderObjective.CostAboveFloor ? 1 / mean : mean);
  }

  /** Sums over the contexts of the fitting part. */
  private static final class Enumeration {
    private double[] quality;
    private double[] cost;
    private double[] weight;
    private double projection;
    private double span;
    private double best;
    private final Map<String, MixedCommitment> optimal = new HashMap<>();
    private final StringBuilder responses = new StringBuilder();
    private final StringBuilder outcomes = new StringBuilder();
  }

  private Enumeration enumerate(double price) {
    List<Context> contexts = result.surrogate().contexts();
    Map<String, Integer> lengths = new HashMap<>();
    contexts.forEach(context -> lengths.merge(context.session(), 1, Integer::sum));
    Enumeration all = new Enumeration();
    all.weight = new double[policies.size()];
    all.quality = new double[policies.size()];
    all.cost = new double[policies.size()];
    FollowerModel follower = result.surrogate().follower();
    Set<String> occurring = new HashSet<>();
    work.arena()
        .log(Part.FIT)
        .turns()
        .forEach(turn -> occurring.add(turn.action().id()));
    for (Context context : contexts) {
      int actions = follower.actions().size();
      double[] quality = new double[actions];
      double[] cost = new double[actions];
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int action = 0; action < actions; action++) {
        if (!context.isAvailable(follower.actions().get(action))) {
          continue;
        }
        if (!occurring.contains(follower.actions().get(action).id())) {
          // Nothing is known of it: whatever depends on it is not known either.
          quality[action] = Double.NaN;
          cost[action] = Double.NaN;
        } else {
          var expected = result.surrogate().outcomes().expect(context, action);
          quality[action] = expected.quality();
          cost[action] = expected.cost(work.arena().unit());
          low = Math.min(low, quality[action] - price * cost[action]);
          high = Math.max(high, quality[action] - price * cost[action]);
          all.outcomes.append(context.id()).append('|').append(action).append('|');
          all.outcomes.append(quality[action]).append('|').append(cost[action]).append('\n');
        }
      }
      all.span = Math.max(all.span, high - low);
      Map<Commitment, double[]> means = new HashMap<>();
      double best = Double.NEGATIVE_INFINITY;
      for (Commitment commitment : work.arena().menu()) {
        if (!commitment.isFeasible(context)) {
          continue;
        }
        double[] response = follower.respond(context, commitment);
        all.responses.append(context.id()).append('|').append(commitment.label());
        for (double probability : response) {
          all.responses.append('|').append(probability);
        }
        all.responses.append('\n');
        double[] mean = means(response, quality, cost);
        means.put(commitment, mean);
        if (mean[0] - price * mean[1] > best) {
          best = mean[0] - price * mean[1];
          all.optimal.put(context.id(), MixedCommitment.pure(commitment));
        }
      }
      all.best += best / contexts.size();
      double weight = 1.0 / lengths.get(context.session());
      int index = 0;
      for (LeaderPolicy policy : policies.values()) {
        MixedCommitment drawn = policy.commit(context);
        boolean isFeasible = drawn.support().stream()
            .allMatch(commitment -> commitment.isFeasible(context)
                && !Double.isNaN(means
                    .computeIfAbsent(
                        commitment,
                        other -> means(follower.respond(context, other), quality, cost))[0]));
        all.weight[index] += isFeasible ? weight : 0;
        for (int member = 0; isFeasible && member < drawn.support().size(); member++) {
          double[] mean = means.get(drawn.support().get(member));
          double probability = weight * drawn.probabilities().get(member);
          all.quality[index] += probability * mean[0];
          all.cost[index] += probability * mean[1];
        }
        index++;
      }
      all.projection += distance(
          result.leader().policy().commit(context), result.repaired().policy().commit(context));
    }
    return all;
  }

  private static double[] means(double[] response, double[] quality, double[] cost) {
    double[] means = new double[2];
    for (int action = 0; action < response.length; action++) {
      if (response[action] > 0) {
        means[0] += response[action] * quality[action];
        means[1] += response[action] * cost[action];
      }
    }
    return means;
  }

  /** At least the transport distance of two lotteries: their total variation times the largest distance between members. */
  private static double distance(MixedCommitment one, MixedCommitment other) {
    double varied = 0;
    double largest = 0;
    for (int member = 0; member < one.support().size(); member++) {
      Commitment commitment = one.support().get(member);
      varied += Math.max(0, one.probabilities().get(member) - other.probability(commitment));
      for (Commitment target : other.support()) {
        largest = Math.max(largest, Commitment.distance(commitment, target));
      }
    }
    return varied == 0 ? 0 : varied * largest;
  }

  private ObjectNode existence(double price, Enumeration all) {
    List<Context> contexts = result.surrogate().contexts();
    ObjectNode node = NODES.objectNode();
    CheckResult attained = check("existence");
    CheckResult values = check("audit of the leader's values");
    node.put("result", verdict(attained)).put("detail", attained.detail());
    node.put("contexts", contexts.size()).put("menu", work.arena().menu().size());
    ResultsTree.number(node, "optimum", all.best);
    LeaderPolicy optimal = context -> all.optimal.get(context.id());
    FollowerModel follower = result.surrogate().follower();
    double again =
        ClaimAudit.meanQuality(optimal, contexts, follower, result.surrogate().outcomes())
            - price
                * ClaimAudit.meanCost(
                    optimal,
                    contexts,
                    follower,
                    result.surrogate().outcomes(),
                    work.arena().unit());
    ResultsTree.number(node, "recomputed", again);
    node.put("solution", verdict(values)).put("solutionDetail", values.detail());
    node.put("stopReason", result.leader().solution().stopReason().name());
    ResultsTree.number(node, "gap", result.leader().solution().gap());
    return node;
  }

  private CheckResult check(String name) {
    return result.checks().stream()
        .filter(check -> check.check().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("check \"" + name + "\" was not run."));
  }

  /** Half the diagonal of the largest cell of a menu that is a whole grid; empty where it is none. */
  static OptionalDouble coverRadius(List<Commitment> menu) {
    List<Commitment> points =
        menu.stream().filter(member -> !(member instanceof Directive)).toList();
    if (points.isEmpty()) {
      return OptionalDouble.empty();
    }
    long cells = 1;
    double squares = 0;
    for (String coordinate : points.get(0).coordinates().keySet()) {
      double[] values = points.stream()
          .mapToDouble(point -> point.coordinates().getOrDefault(coordinate, Double.NaN))
          .distinct()
          .sorted()
          .toArray();
      cells *= values.length;
      double widest = 0;
      for (int index = 1; index < values.length; index++) {
        widest = Math.max(widest, values[index] - values[index - 1]);
      }
      squares += widest * widest;
    }
    return cells == points.stream().distinct().count() && squares >= 0
        ? OptionalDouble.of(Math.sqrt(squares) / 2)
        : OptionalDouble.empty();
  }

  private static String verdict(CheckResult check) {
    return check instanceof CheckResult.Holds
        ? "HOLDS"
        : check instanceof CheckResult.Violated ? "VIOLATED" : "INCONCLUSIVE";
  }
}
