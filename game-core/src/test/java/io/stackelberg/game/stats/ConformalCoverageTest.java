package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often conformal sets hold the action taken, at a fixed seed.
 *
 * <p>Each repetition draws calibration data and one test point. The share of hits has expectation at least 1
 * − α and standard deviation at most √(α(1 − α)/reps) where it is 1 − α; three of those are allowed.
 */
@Tag("slow")
class ConformalCoverageTest {
  private static final int REPETITIONS = 2000;
  private static final double ALPHA = 0.1;
  private static final double SLACK = 3 * Math.sqrt(ALPHA * (1 - ALPHA) / REPETITIONS);

  /** The leader's recorded and new policy over two commitments. */
  private static final double[] RECORDED = {.9, .1};

  private static final double[] CHANGED = {.3, .7};

  /**
   * A turn: the response model believes in a fresh random law over three actions; at commitment 0 it is
   * right, at commitment 1 the follower picks uniformly.
   */
  private record Point(int commitment, double[] probabilities, int action) {
    static Point draw(double[] policy, RandomGenerator random) {
      int commitment = random.nextDouble() < policy[0] ? 0 : 1;
      double[] law = random.doubles(3).map(u -> -Math.log(1 - u)).toArray();
      double sum = law[0] + law[1] + law[2];
      for (int action = 0; action < 3; action++) {
        law[action] /= sum;
      }
      double u = random.nextDouble();
      int action = 0;
      if (commitment == 1) {
        action = (int) (3 * u);
      } else {
        while (action < 2 && u >= law[action]) {
          u -= law[action++];
        }
      }
      return new Point(commitment, law, action);
    }

    double score() {
      return 1 - probabilities[action];
    }

    double weight() {
      return CHANGED[commitment] / RECORDED[commitment];
    }
  }

  @Test
  void exchangeablePointsAreCoveredAndNotMuchMore() {
    for (int size : new int[] {9, 40}) {
      SplittableRandom random = new SplittableRandom(41);
      int hits = 0;
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        double[] scores = new double[size];
        for (int index = 0; index < size; index++) {
          scores[index] = Point.draw(RECORDED, random).score();
        }
        Point test = Point.draw(RECORDED, random);
        hits += holds(ConformalSets.of(scores, ALPHA), test, 1) ? 1 : 0;
      }
      double coverage = (double) hits / REPETITIONS;
      assertTrue(coverage >= 1 - ALPHA - SLACK, "n = " + size + ": " + coverage);
      // Scores have no ties, so coverage is at most 1 − α + 1/(n + 1).
      assertTrue(coverage <= 1 - ALPHA + 1.0 / (size + 1) + SLACK, "n = " + size + ": " + coverage);
    }
  }

  @Test
  void weightsRestoreTheCoverageThatAChangedPolicyTakes() {
    int size = 150;
    SplittableRandom random = new SplittableRandom(42);
    int plain = 0;
    int weighted = 0;
    int unbounded = 0;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      double[] scores = new double[size];
      double[] weights = new double[size];
      for (int index = 0; index < size; index++) {
        Point point = Point.draw(RECORDED, random);
        scores[index] = point.score();
        weights[index] = point.weight();
      }
      Point test = Point.draw(CHANGED, random);
      plain += holds(ConformalSets.of(scores, ALPHA), test, 1) ? 1 : 0;
      ConformalSets sets = ConformalSets.weighted(scores, weights, ALPHA);
      weighted += holds(sets, test, test.weight()) ? 1 : 0;
      unbounded += sets.threshold(test.weight()) == Double.POSITIVE_INFINITY ? 1 : 0;
    }
    double least = (1 - ALPHA - SLACK) * REPETITIONS;
    assertTrue(plain < least, "without weights " + plain);
    assertTrue(weighted >= least, "with weights " + weighted);
    // Not by giving up: few thresholds are infinite.
    assertTrue(unbounded < REPETITIONS / 10, unbounded + " unbounded");
  }

  private static boolean holds(ConformalSets sets, Point test, double weight) {
    return sets.responseSet(test.probabilities(), weight).contains(test.action());
  }
}
