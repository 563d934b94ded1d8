package io.stackelberg.response.ope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.response.ope.OffPolicyResult.Estimated;
import io.stackelberg.response.ope.ValueInterval.Bound;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a bandit whose values are known by enumeration; seeds fixed. */
@Tag("slow")
class OffPolicyCoverageTest {
  private static final int REPETITIONS = 400;
  private static final double DELTA = 0.1;

  private static LoggedDecisions draw(int sessions, int turns, double truth, Random random) {
    return LoggedDecisions.of(
            Bandit.log(sessions, turns, random), Bandit.target(), Reward.quality())
        .withLogging(Bandit.logging())
        .withModel(Bandit.model(truth))
        .withLargestWeight(Bandit.LARGEST_WEIGHT);
  }

  /** Miscoverage of every bound of a method at most δ + 3 √(δ(1 − δ)/repetitions). */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void intervalsCover(int turnsPerSession) {
    OffPolicyEstimator.Options options = new OffPolicyEstimator.Options(1 - DELTA);
    Switch.Options switchOptions = new Switch.Options(2, 1 - DELTA);
    Map<String, OffPolicyEstimator> methods = Map.of(
        "IPS", new InversePropensity(options),
        "SNIPS", new SelfNormalisedInversePropensity(options),
        "DR", new DoublyRobust(options),
        "SWITCH", new Switch(switchOptions),
        "SWITCH-DR", new SwitchDoublyRobust(switchOptions));
    // Sessions of three turns with a model that ranks the arms the wrong way round.
    double truth = turnsPerSession == 1 ? 0.5 : -1;
    double value = Bandit.value();
    double allowed = DELTA + 3 * Math.sqrt(DELTA * (1 - DELTA) / REPETITIONS);
    Random random = new Random(20 + turnsPerSession);
    Map<String, Map<Bound, Integer>> missed = new java.util.TreeMap<>();
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      LoggedDecisions decisions = draw(80, turnsPerSession, truth, random);
      methods.forEach((name, method) -> {
        Map<Bound, Integer> counts =
            missed.computeIfAbsent(name, key -> new EnumMap<>(Bound.class));
        for (ValueInterval interval :
            OffPolicyEstimatorTest.estimate(method, decisions).intervals()) {
          counts.merge(interval.bound(), interval.contains(value) ? 0 : 1, Integer::sum);
        }
      });
    }
    assertEquals(4, missed.get("IPS").size());
    assertEquals(3, missed.get("DR").size());
    missed.forEach((name, counts) -> counts.forEach((bound, count) ->
        assertTrue(count <= allowed * REPETITIONS, name + " " + bound + " missed " + count)));
  }

  /** Arm b is never logged, which the log cannot show: the interval that needs no overlap still covers. */
  @Test
  void nonNegativeBettingNeedsNoOverlap() {
    // The target's mass on b is 0.2 and 0.3. Dropping b leaves shares 0.7 and 0.75 of the two
    // contexts.
    OffPolicyEstimator method = new InversePropensity(new OffPolicyEstimator.Options(1 - DELTA));
    Random random = new Random(6);
    int betting = 0;
    int student = 0;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      List<Turn> turns = new ArrayList<>();
      for (Turn turn : Bandit.log(400, 1, random).turns()) {
        // The reward depends on context and arm alone, so dropping by arm only changes the
        // propensity.
        if (!turn.commitment().equals(Bandit.arm(1))) {
          double dropped = turn.context().numeric(0).orElseThrow() == 0 ? 0.3 : 0.25;
          turns.add(new Turn(
              turn.context(),
              turn.commitment(),
              OptionalDouble.of(turn.commitmentPropensity().orElseThrow() / (1 - dropped)),
              turn.action(),
              turn.outcome()));
        }
      }
      Estimated estimated = OffPolicyEstimatorTest.estimate(
          method,
          LoggedDecisions.of(new TurnLog(Bandit.ARMS, turns), Bandit.target(), Reward.quality()));
      double value = Bandit.value(0.7, 0.75);
      betting +=
          estimated.interval(Bound.NON_NEGATIVE_BETTING).orElseThrow().contains(value) ? 0 : 1;
      student += estimated.interval(Bound.STUDENT).orElseThrow().contains(value) ? 0 : 1;
    }
    double allowed = DELTA + 3 * Math.sqrt(DELTA * (1 - DELTA) / REPETITIONS);
    assertTrue(betting <= allowed * REPETITIONS, "betting missed " + betting);
    assertTrue(student > 2 * allowed * REPETITIONS, "Student's t missed only " + student);
  }

  /** The mean over repetitions within four standard errors of the truth, with a model far from it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void inversePropensityAndDoublyRobustAreUnbiased(int turnsPerSession) {
    double[] ips = new double[1000];
    double[] dr = new double[1000];
    double[] perfect = new double[1000];
    Random random = new Random(77);
    for (int repetition = 0; repetition < ips.length; repetition++) {
      LoggedDecisions decisions = draw(20, turnsPerSession, -0.5, random);
      ips[repetition] = value(new InversePropensity(), decisions);
      dr[repetition] = value(new DoublyRobust(), decisions);
      perfect[repetition] = value(new DoublyRobust(), decisions.withModel(Bandit.model(1)));
    }
    for (double[] estimates : new double[][] {ips, dr, perfect}) {
      MeanEstimate mean = DecisionTable.mean(estimates);
      assertEquals(Bandit.value(), mean.mean(), 4 * mean.standardError());
    }
    // A perfect model leaves the noise of rewards and contexts only.
    assertTrue(DecisionTable.mean(perfect).standardError()
        < 0.9 * DecisionTable.mean(ips).standardError());
  }

  private static double value(OffPolicyEstimator method, LoggedDecisions decisions) {
    Estimated estimated = OffPolicyEstimatorTest.estimate(method, decisions);
    return estimated.value();
  }
}
