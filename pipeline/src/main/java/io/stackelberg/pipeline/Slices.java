package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.stats.ClusteredMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The evaluation part cut up: by kind of task, by commitment, by turn of a budget. */
final class Slices {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_KINDS = 20;
  private static final List<String> POLICIES = List.of("learned", "repaired");

  private final StudyResult result;
  private final double confidence;

  Slices(StudyResult result, double confidence) {
    this.result = result;
    this.confidence = confidence;
  }

  /** The repaired policy by value of the first categorical feature; null where contexts have none. */
  ObjectNode kinds() {
    Play play = result.board().play("repaired");
    List<String> features = play.contexts().get(0).schema().categorical();
    if (features.isEmpty()) {
      return null;
    }
    Map<String, List<Integer>> turns = new TreeMap<>();
    for (int turn = 0; turn < play.turns(); turn++) {
      turns
          .computeIfAbsent(play.contexts().get(turn).category(0), any -> new ArrayList<>())
          .add(turn);
    }
    List<String> kinds = new ArrayList<>(turns.keySet());
    kinds.sort(
        (one, other) -> Integer.compare(turns.get(other).size(), turns.get(one).size()));
    ObjectNode node = NODES.objectNode().put("feature", features.get(0));
    node.put("policy", "repaired").put("values", kinds.size());
    ArrayNode rows = node.putArray("rows");
    for (String kind : kinds.subList(0, Math.min(MOST_KINDS, kinds.size()))) {
      rows.add(kind(kind, play, turns.get(kind)));
    }
    if (kinds.size() > MOST_KINDS) {
      List<Integer> rest = kinds.subList(MOST_KINDS, kinds.size()).stream()
          .flatMap(kind -> turns.get(kind).stream())
          .sorted()
          .toList();
      rows.add(kind("all other values", play, rest));
    }
    return node;
  }

  private ObjectNode kind(String name, Play play, List<Integer> members) {
    int[] turns = members.stream().mapToInt(Integer::intValue).toArray();
    int[] labels = Arrays.stream(turns).map(turn -> play.clusters()[turn]).toArray();
    Play baseline = result.board().baseline();
    int[] positions = baseline.positionsOf(play);
    int[] paired = Arrays.stream(turns).map(turn -> positions[turn]).toArray();
    double[] cost = Play.at(play.cost(), turns);
    double[] reference = Play.at(baseline.cost(), paired);
    double[] change = Play.at(play.quality(), turns);
    double[] quality = Play.at(baseline.quality(), paired);
    for (int turn = 0; turn < change.length; turn++) {
      change[turn] -= quality[turn];
    }
    ObjectNode node = NODES.objectNode().put("value", name);
    node.put("turns", turns.length);
    node.put("sessions", Arrays.stream(labels).distinct().count());
    ResultsTree.number(node, "baselineCost", Play.mean(reference));
    ResultsTree.number(node, "meanCost", Play.mean(cost));
    node.set(
        "saving",
        Play.mean(reference) > 0
            ? ResultsTree.interval(ClusteredMeans.saving(reference, cost, labels), confidence)
            : null);
    node.set(
        "qualityChange", ResultsTree.interval(ClusteredMeans.mean(change, labels), confidence));
    return node;
  }

  /** How often each commitment was logged and how often policies use it, and the effective sample size. */
  ObjectNode support() {
    List<Turn> logged = result.arena().log(Part.FIT).turns();
    Map<String, Commitment> menu = new LinkedHashMap<>();
    result.arena().menu().forEach(commitment -> menu.put(commitment.label(), commitment));
    Map<String, Double> seen = new LinkedHashMap<>();
    logged.forEach(turn -> seen.merge(turn.commitment().label(), 1.0, Double::sum));
    List<Map<String, Double>> uses =
        POLICIES.stream().map(name -> use(result.board().play(name))).toList();
    ObjectNode node = NODES.objectNode();
    node.put("loggedTurns", logged.size());
    ArrayNode commitments = node.putArray("commitments");
    for (Commitment commitment : menu.values()) {
      ObjectNode row = commitments.addObject().put("commitment", commitment.label());
      if (commitment instanceof Directive) {
        row.putNull("coordinates");
      } else {
        ObjectNode coordinates = row.putObject("coordinates");
        commitment
            .coordinates()
            .forEach((name, value) -> ResultsTree.number(coordinates, name, value));
      }
      ResultsTree.number(row, "logged", seen.getOrDefault(commitment.label(), 0.0) / logged.size());
      for (int policy = 0; policy < POLICIES.size(); policy++) {
        ResultsTree.number(
            row, POLICIES.get(policy), uses.get(policy).getOrDefault(commitment.label(), 0.0));
      }
    }
    boolean isLogged =
        logged.stream().allMatch(turn -> turn.commitmentPropensity().isPresent());
    ArrayNode effective = isLogged ? NODES.arrayNode() : null;
    if (isLogged) {
      effective.add(effective("learned", result.leader().policy(), logged));
      effective.add(effective("repaired", result.repaired().policy(), logged));
    }
    node.set("effectiveSampleSize", effective);
    return node;
  }

  private static Map<String, Double> use(Play play) {
    Map<String, Double> use = new LinkedHashMap<>();
    for (int turn = 0; turn < play.turns(); turn++) {
      var drawn = play.drawn(turn);
      for (Commitment commitment : drawn.support()) {
        use.merge(commitment.label(), drawn.probability(commitment), Double::sum);
      }
    }
    use.replaceAll((label, sum) -> sum / play.turns());
    return use;
  }

  /** ESS = (Σw)²/Σw², w = policy's over logged probability of what was logged [kish1965survey]. */
  static ObjectNode effective(String name, LeaderPolicy policy, List<Turn> logged) {
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (Turn turn : logged) {
      double weight = policy.commit(turn.context()).probability(turn.commitment())
          / turn.commitmentPropensity().orElseThrow();
      sum += weight;
      squares += weight * weight;
      largest = Math.max(largest, weight);
    }
    ObjectNode node = NODES.objectNode().put("policy", name).put("turns", logged.size());
    double effective = sum == 0 ? 0 : sum * sum / squares;
    ResultsTree.number(node, "effective", effective);
    ResultsTree.number(node, "share", effective / logged.size());
    ResultsTree.number(node, "largestWeight", largest);
    ResultsTree.number(node, "meanWeight", sum / logged.size());
    return node;
  }

  /** Used share of the sessions' token budgets turn by turn; says so where none is armed. */
  ObjectNode budgets() {
    ObjectNode node = NODES.objectNode();
    ArrayNode curves = NODES.arrayNode();
    for (String name : List.of("baseline", "learned", "repaired")) {
      Play play =
          name.equals("baseline") ? result.board().baseline() : result.board().play(name);
      ArrayNode points = budget(play.contexts());
      if (!points.isEmpty()) {
        curves.addObject().put("policy", name).set("points", points);
      }
    }
    node.put("armed", !curves.isEmpty());
    node.set("curves", curves);
    return node;
  }

  /** Mean share of the session's first budget that was used before each turn, over the sessions that got there. */
  static ArrayNode budget(List<Context> contexts) {
    Map<String, Long> first = new LinkedHashMap<>();
    Map<Integer, double[]> sums = new TreeMap<>();
    for (Context context : contexts) {
      if (context.state().tokensLeft().isPresent()) {
        long left = context.state().tokensLeft().getAsLong();
        long whole = first.computeIfAbsent(context.session(), any -> left);
        double[] sum = sums.computeIfAbsent(context.state().turn(), any -> new double[2]);
        sum[0] += whole > 0 ? 1 - (double) left / whole : 1;
        sum[1]++;
      }
    }
    ArrayNode points = NODES.arrayNode();
    sums.forEach((turn, sum) -> {
      ObjectNode point = points.addObject().put("turn", turn).put("sessions", (long) sum[1]);
      ResultsTree.number(point, "used", sum[0] / sum[1]);
    });
    return points;
  }
}
