package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Turn;
import io.stackelberg.pipeline.io.CalibrationConfig;
import io.stackelberg.repair.calibration.CalibratedOutcomes;
import io.stackelberg.repair.calibration.CallAllocation;
import io.stackelberg.repair.calibration.CellDecision;
import io.stackelberg.repair.calibration.CellMap;
import io.stackelberg.repair.calibration.CellSample;
import io.stackelberg.repair.calibration.DecisionAllocation;
import io.stackelberg.repair.calibration.FusedCells;
import io.stackelberg.repair.calibration.OutcomeCalibration;
import io.stackelberg.repair.calibration.PriorFusion;
import io.stackelberg.repair.calibration.ResponseCalibration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calibration stage: plays real sessions under constant commitments, each next one where it narrows the choice
 * between them most, corrects the learned models by their turns, and solves the leader's problem again.
 *
 * <p>Its sessions neither repair nor evaluate. The commitments tried are the baseline and those that the learned policy
 * draws on the fitting part, the most frequent first, as many as get two sessions each. A session's value is mean
 * quality − price × mean cost.
 */
final class Probing {
  private static final int LEAST = 2;

  private final Workspace work;
  private final Study.Learned learned;
  private final CalibrationConfig config;
  private final RealArena arena;
  private final List<String> sessions;
  private final List<Turn> turns = new ArrayList<>();
  private final List<Commitment> tried;
  private final double price;
  private CellDecision decision;

  /** Calibration on these sessions; they are used again, by another arm, when there are more probes than sessions. */
  Probing(
      Workspace work,
      Study.Learned learned,
      CalibrationConfig config,
      RealArena arena,
      List<String> sessions) {
    this.work = work;
    this.learned = learned;
    this.config = config;
    this.arena = arena;
    this.sessions = sessions;
    this.tried = tried();
    this.price = RunEvidence.price(learned.leader())
        .orElseGet(() -> 1
            / Play.mean(work.arena()
                .play(
                    LeaderPolicy.always(work.arena().baseline()),
                    io.stackelberg.game.log.SplitPlan.Part.FIT)
                .cost()));
    this.decision =
        CellDecision.between(tried.stream().map(any -> CellSample.EMPTY).toList());
  }

  private List<Commitment> tried() {
    Map<Commitment, Double> share = new LinkedHashMap<>();
    for (Context context : learned.leader().surrogate().contexts()) {
      MixedCommitment drawn = learned.leader().policy().commit(context);
      for (int member = 0; member < drawn.support().size(); member++) {
        share.merge(drawn.support().get(member), drawn.probabilities().get(member), Double::sum);
      }
    }
    share.remove(work.arena().baseline());
    List<Commitment> all = new ArrayList<>(List.of(work.arena().baseline()));
    share.entrySet().stream()
        .sorted(Map.Entry.<Commitment, Double>comparingByValue().reversed())
        .limit(Math.max(1, config.sessions() / LEAST) - 1)
        .forEach(entry -> all.add(entry.getKey()));
    return all;
  }

  /**
   * What calibration made of the learned policy.
   *
   * @param policy to be repaired
   * @param tree what was seen and corrected, for {@code repair.json}
   */
  record Calibrated(LeaderPolicy policy, ObjectNode tree) {}

  /** Plays, corrects and solves. */
  Calibrated run() {
    CallAllocation allocation = config.allocation().equals("uniform")
        ? CallAllocation.uniform()
        : new DecisionAllocation(DecisionAllocation.Options.DEFAULT.withFirstCalls(LEAST));
    for (int placed = 0; placed < config.sessions(); ) {
      int batch = Math.min(config.batch(), config.sessions() - placed);
      List<Integer> cells = allocation.next(decision, batch);
      List<String> chosen = new ArrayList<>();
      List<LeaderPolicy> policies = new ArrayList<>();
      for (int index = 0; index < batch; index++) {
        chosen.add(sessions.get((placed + index) % sessions.size()));
        policies.add(work.constant(tried.get(cells.get(index))));
      }
      List<List<Turn>> played = arena.probe("probe", placed, chosen, policies);
      for (int index = 0; index < batch; index++) {
        note(cells.get(index), played.get(index));
      }
      placed += batch;
    }
    return calibrate();
  }

  private void note(int cell, List<Turn> session) {
    CostUnit unit = work.arena().unit();
    turns.addAll(session);
    double value = 0;
    for (Turn turn : session) {
      value += (turn.outcome().quality().orElse(Double.NaN)
              - price * unit.of(turn.outcome()).orElse(Double.NaN))
          / session.size();
    }
    if (!session.isEmpty() && Double.isFinite(value)) {
      decision = decision.with(cell, value);
    }
  }

  private Calibrated calibrate() {
    Surrogate surrogate = learned.leader().surrogate();
    CalibratedOutcomes outcomes = new OutcomeCalibration(
            CellMap.byAction(work.arena().actions().size()), PriorFusion.standard())
        .fit(surrogate.outcomes(), work.arena().actions(), turns);
    ResponseCalibration.Result response = new ResponseCalibration(
            List.of(), ResponseCalibration.Options.DEFAULT)
        .fit(surrogate.follower(), turns);
    Optional<LeaderPolicy> solved = learned.leader().isGateOpen()
        ? learned.optimiser().policy(surrogate.contexts(), response.follower(), outcomes)
        : Optional.empty();
    LeaderPolicy policy = solved.orElse(learned.leader().policy());
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("sessions", config.sessions());
    tree.put("turns", turns.size());
    tree.put("allocation", config.allocation());
    number(tree, "price", price);
    ArrayNode cells = tree.putArray("commitments");
    for (int cell = 0; cell < tried.size(); cell++) {
      CellSample sample = decision.cells().get(cell);
      ObjectNode node = cells.addObject().put("commitment", tried.get(cell).label());
      node.put("sessions", sample.calls());
      number(node, "meanValue", sample.calls() == 0 ? Double.NaN : sample.mean());
    }
    tree.set("quality", fused(outcomes.quality()));
    tree.set("tokens", fused(outcomes.tokens()));
    tree.set("money", fused(outcomes.money()));
    ObjectNode follower = tree.putObject("response");
    follower.put("form", response.form().name());
    number(follower, "sharpness", response.follower().sharpness());
    follower.put("turns", response.turns()).put("leftOut", response.leftOut());
    tree.put(
        "policy",
        solved.isPresent()
            ? "solved again on the corrected models"
            : learned.leader().isGateOpen()
                ? "as learned: the corrected problem has no feasible policy"
                : "as learned: the mixture, since the features were of no use");
    tree.set("moved", moved(policy));
    return new Calibrated(policy, tree);
  }

  private ObjectNode fused(FusedCells cells) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("prior", cells.prior().name());
    number(node, "shift", cells.shift());
    number(node, "scale", cells.scale());
    number(node, "p", cells.pValue());
    ArrayNode actions = node.putArray("actions");
    for (int action = 0; action < cells.estimates().size(); action++) {
      FusedCells.Estimate estimate = cells.estimates().get(action);
      if (estimate.calls() > 0) {
        ObjectNode one =
            actions.addObject().put("action", work.arena().actions().get(action).id());
        one.put("turns", estimate.calls());
        number(one, "predicted", estimate.predicted());
        number(one, "sampleMean", estimate.sampleMean());
        number(one, "estimate", estimate.value());
      }
    }
    return node;
  }

  /** How often, on the fitting part, each first member of a decision gave way to another. */
  private ArrayNode moved(LeaderPolicy policy) {
    Map<String, Integer> counts = new java.util.TreeMap<>();
    for (Context context : learned.leader().surrogate().contexts()) {
      MixedCommitment before = learned.leader().policy().commit(context);
      MixedCommitment after = policy.commit(context);
      if (!before.equals(after)) {
        counts.merge(
            before.support().get(0).label() + " -> " + after.support().get(0).label(),
            1,
            Integer::sum);
      }
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    counts.forEach(
        (change, contexts) -> all.addObject().put("change", change).put("contexts", contexts));
    return all;
  }

  static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
