package io.stackelberg.response.ope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.response.ope.OffPolicyResult.Estimated;
import io.stackelberg.response.ope.ValueInterval.Bound;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
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
    double value = Bandit.value();
    double allowed = DELTA + 3 * Math.sqrt(DELTA * (1 - DELTA) / REPETITIONS);
    Random random = new Random(20 + turnsPerSession);
    Map<String, Map<Bound, Integer>> missed = new java.util.TreeMap<>();
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      LoggedDecisions decisions = draw(120, turnsPerSession, 0.5, random);
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

  /** The mean over repetitions within four standard errors of the truth, with a model far from it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void inversePropensityAndDoublyRobustAreUnbiased(int turnsPerSession) {
    double[] ips = new double[2000];
    double[] dr = new double[2000];
    double[] perfect = new double[2000];
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
