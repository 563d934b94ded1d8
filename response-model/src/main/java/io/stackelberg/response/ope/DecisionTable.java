package io.stackelberg.response.ope;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Turn;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.response.ope.OffPolicyResult.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The logged decisions as numbers, rewards and predictions rescaled to [0, 1], and what is wrong with them.
 *
 * <p>A number that a finding of its decision makes meaningless is NaN; a method that reads it must be
 * stopped by that finding.
 */
final class DecisionTable {
  private static final double PROPENSITY_TOLERANCE = 1e-6;
  private static final double WEIGHT_TOLERANCE = 1e-9;

  /**
   * One decision.
   *
   * @param weight target over logging probability of the commitment taken
   * @param reward in [0, 1]
   * @param predictedTaken q̂(x, l) of the commitment taken, in [0, 1]
   * @param arms the commitments the target policy may draw
   */
  record Decision(double weight, double reward, double predictedTaken, List<Arm> arms) {
    /** q̂(x, π). */
    double predictedTarget() {
      double sum = 0;
      for (Arm arm : arms) {
        sum += arm.target() * arm.prediction();
      }
      return sum;
    }
  }

  /**
   * A commitment the target policy may draw.
   *
   * @param target its probability, above 0
   * @param weight target over logging probability; +infinity where the latter is 0
   * @param prediction q̂(x, l), in [0, 1]
   */
  record Arm(double target, double weight, double prediction) {}

  private final LoggedDecisions source;
  private final List<Decision> decisions = new ArrayList<>();
  private final int[] sessionOf;
  private final int[] turnsOf;
  private final Findings findings = new Findings();
  private final double uncovered;
  private double uncoveredSum;
  private long clippedPredictions;

  DecisionTable(LoggedDecisions source) {
    this.source = source;
    List<Turn> turns = source.log().turns();
    Map<String, Integer> order = new LinkedHashMap<>();
    sessionOf = new int[turns.size()];
    boolean common = false;
    for (int position = 0; position < turns.size(); position++) {
      Turn turn = turns.get(position);
      order.putIfAbsent(turn.context().session(), order.size());
      sessionOf[position] = order.get(turn.context().session());
      Decision decision = read(position, turn);
      common |= !(decision.weight() == 0);
      decisions.add(decision);
    }
    turnsOf = new int[order.size()];
    for (int session : sessionOf) {
      turnsOf[session]++;
    }
    uncovered = uncoveredSum / turns.size();
    if (!common) {
      for (int position = 0; position < turns.size(); position++) {
        String taken = turns.get(position).commitment().label();
        note(Finding.NOTHING_IN_COMMON, position, "the target policy never draws " + taken);
      }
    }
  }

  private Decision read(int position, Turn turn) {
    MixedCommitment target = source.target().commit(turn.context());
    Optional<MixedCommitment> logging =
        source.logging().map(policy -> policy.commit(turn.context()));
    double propensity = propensity(position, turn, logging);
    double takenTarget = target.probability(turn.commitment());
    List<Arm> arms = new ArrayList<>();
    for (int member = 0; member < target.support().size(); member++) {
      Commitment commitment = target.support().get(member);
      double probability = target.probabilities().get(member);
      boolean taken = commitment.equals(turn.commitment());
      double armLogging =
          taken ? propensity : logging.map(law -> law.probability(commitment)).orElse(Double.NaN);
      if (!taken && logging.isEmpty()) {
        note(
            Finding.UNKNOWN_LOGGING,
            position,
            "logging probability of " + commitment.label() + " is unknown");
      }
      if (armLogging == 0) {
        uncoveredSum += probability;
        note(
            Finding.ZERO_PROPENSITY,
            position,
            commitment.label() + " has target probability " + probability
                + " and logging probability 0");
      }
      Arm arm =
          new Arm(probability, probability / armLogging, prediction(position, turn, commitment));
      if (source.largestWeight().isPresent()
          && arm.weight() > source.largestWeight().getAsDouble() * (1 + WEIGHT_TOLERANCE)
          && armLogging > 0) {
        note(
            Finding.LARGE_WEIGHT,
            position,
            "weight of " + commitment.label() + " is " + arm.weight());
      }
      arms.add(arm);
    }
    // Where the target policy never draws what was taken, the weight is 0 and its prediction is not
    // needed.
    double predictedTaken =
        takenTarget > 0 ? arms.get(target.support().indexOf(turn.commitment())).prediction() : 0;
    return new Decision(takenTarget / propensity, reward(position, turn), predictedTaken, arms);
  }

  private double propensity(int position, Turn turn, Optional<MixedCommitment> logging) {
    OptionalDouble logged = turn.commitmentPropensity();
    if (logging.isEmpty()) {
      if (logged.isEmpty()) {
        note(
            Finding.MISSING_PROPENSITY,
            position,
            "no propensity of " + turn.commitment().label());
      }
      return logged.orElse(Double.NaN);
    }
    double declared = logging.get().probability(turn.commitment());
    double used = logged.orElse(declared);
    if (!(Math.abs(used - declared) <= PROPENSITY_TOLERANCE * used) || declared == 0) {
      note(
          Finding.CONTRADICTED_PROPENSITY,
          position,
          turn.commitment().label()
              + " was logged"
              + (logged.isPresent() ? " with propensity " + used : "")
              + ", the logging policy draws it with probability "
              + declared);
      return Double.NaN;
    }
    return used;
  }

  private double reward(int position, Turn turn) {
    OptionalDouble reward = source.reward().measure().apply(turn.outcome());
    if (reward.isEmpty()) {
      note(Finding.MISSING_REWARD, position, source.reward().name() + " was not measured");
      return Double.NaN;
    }
    double value = reward.getAsDouble();
    if (!(value >= source.reward().lowest() && value <= source.reward().highest())) {
      note(Finding.REWARD_OUTSIDE, position, source.reward().name() + " is " + value);
      return Double.NaN;
    }
    return source.reward().toUnit(value);
  }

  private double prediction(int position, Turn turn, Commitment commitment) {
    if (source.model().isEmpty()) {
      note(Finding.MISSING_MODEL, position, "no expected reward of " + commitment.label());
      return Double.NaN;
    }
    double unit = source.reward().toUnit(source.model().get().expect(turn.context(), commitment));
    if (!Double.isFinite(unit)) {
      note(
          Finding.PREDICTION_NOT_FINITE,
          position,
          "expected reward of " + commitment.label() + " is " + unit);
      return Double.NaN;
    }
    if (unit < 0 || unit > 1) {
      clippedPredictions++;
      return unit < 0 ? 0 : 1;
    }
    return unit;
  }

  private void note(Finding finding, int position, String detail) {
    findings.note(finding, position, source.log().turns().get(position), detail);
  }

  /** The refusal of a method that these findings stop; empty when none occurred. */
  Optional<Refused> refusal(String method, Set<Finding> stoppedBy) {
    return findings.refusal(method, stoppedBy, source, uncovered);
  }

  LoggedDecisions source() {
    return source;
  }

  int sessions() {
    return turnsOf.length;
  }

  long clippedPredictions() {
    return clippedPredictions;
  }

  /** Mean of a term over the turns of each session, in order of first appearance. */
  double[] sessionMeans(ToDoubleFunction<Decision> term) {
    double[] means = new double[turnsOf.length];
    for (int position = 0; position < sessionOf.length; position++) {
      means[sessionOf[position]] += term.applyAsDouble(decisions.get(position));
    }
    for (int session = 0; session < means.length; session++) {
      means[session] /= turnsOf[session];
    }
    return means;
  }

  /** Diagnostics of the weights; empty where a weight is unknown. */
  Optional<WeightDiagnostics> weights() {
    if (findings.contains(Finding.MISSING_PROPENSITY)
        || findings.contains(Finding.CONTRADICTED_PROPENSITY)) {
      return Optional.empty();
    }
    double[] weights = decisions.stream().mapToDouble(Decision::weight).toArray();
    double[] ofSessions = sessionMeans(Decision::weight);
    return Optional.of(WeightDiagnostics.of(
        weights,
        ofSessions,
        mean(ofSessions),
        findings.contains(Finding.UNKNOWN_LOGGING)
            ? OptionalDouble.empty()
            : OptionalDouble.of(uncovered)));
  }

  /** Mean of one value per session, with Student's t. */
  static MeanEstimate mean(double[] ofSessions) {
    int[] clusters = new int[ofSessions.length];
    for (int session = 0; session < clusters.length; session++) {
      clusters[session] = session;
    }
    return ClusteredMeans.mean(ofSessions, clusters);
  }
}
