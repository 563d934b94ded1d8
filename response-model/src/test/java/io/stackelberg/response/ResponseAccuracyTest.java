package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Estimators on followers of known law, against the law's own log-loss. */
class ResponseAccuracyTest {
  private static Planted.Distance distance(String estimator, Planted truth, int turns, long seed) {
    return truth.distance(ResponseEstimatorTest.estimators()
        .get(estimator)
        .fit(truth.log(turns, seed), new SplittableRandom(seed)));
  }

  @Test
  void theLogitIsNearTheBayesLossWhereTheTruthIsLogistic() {
    // 10 free weights cost 10 / (2 · 2000) = 0.0025 nats in expectation, 0.3 % of about 0.8; 5 % is
    // ample.
    double excess = distance("logit", Planted.LINEAR, 2_000, 1).excess();
    assertTrue(excess < 0.05, "excess " + excess);
  }

  @Test
  @Tag("slow")
  void theLogitsErrorFallsWithTheRootOfTheTurns() {
    // From 500 to 8,000 turns by √16 = 4 in expectation without a penalty, whose bias would fall
    // faster, as
    // 1/n; the mean over 8 logs of about 10 weights each has a relative error of about 1 / √(2 ·
    // 80) = 0.08
    // per size, so that 4 ± 3 · 0.11 · 4 is [2.7, 5.4].
    MultinomialLogit logit = new MultinomialLogit(MultinomialLogit.Options.DEFAULT.withPenalty(0));
    double small = 0;
    double large = 0;
    for (long seed = 1; seed <= 8; seed++) {
      small += Planted.LINEAR
          .distance(logit.fit(Planted.LINEAR.log(500, seed), new SplittableRandom(seed)))
          .totalVariation();
      large += Planted.LINEAR
          .distance(logit.fit(Planted.LINEAR.log(8_000, 100 + seed), new SplittableRandom(seed)))
          .totalVariation();
    }
    assertTrue(small / large > 2.7 && small / large < 5.4, "ratio " + small / large);
  }

  @Test
  @Tag("slow")
  void treesAndNetworkLearnInteractionsThatTheLogitCannot() {
    double logit = distance("logit", Planted.INTERACTING, 8_000, 1).excess();
    double trees = distance("trees", Planted.INTERACTING, 8_000, 1).excess();
    double network = distance("network", Planted.INTERACTING, 8_000, 1).excess();
    assertTrue(logit > 0.3, "logit " + logit);
    assertTrue(trees < 0.1, "trees " + trees);
    assertTrue(network < 0.1, "network " + network);
  }

  @Test
  @Tag("slow")
  void moreTurnsBringTreesAndNetworkNearerToTheTruth() {
    for (String estimator : new String[] {"trees", "network"}) {
      double small = distance(estimator, Planted.INTERACTING, 500, 1).totalVariation();
      double large = distance(estimator, Planted.INTERACTING, 8_000, 1).totalVariation();
      assertTrue(large < 0.6 * small, estimator + ": " + small + " to " + large);
    }
  }
}
