package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BinomialProportionTest {
  @Test
  void endsWithoutSuccessOrFailureHaveAClosedForm() {
    // With 0 of n the upper end p solves (1 - p)^n = alpha/2.
    var none = new BinomialProportion(0, 1000).interval(0.95);
    assertEquals(0, none.low());
    assertEquals(1 - Math.pow(0.025, 1.0 / 1000), none.high(), 1e-12);
    var all = new BinomialProportion(1000, 1000).interval(0.95);
    assertEquals(Math.pow(0.025, 1.0 / 1000), all.low(), 1e-12);
    assertEquals(1, all.high());
  }

  @Test
  void endsPutHalfOfTheErrorInEachTail() {
    // The quantile is found to within 1e-9, its tail to within that times the slope, below 10.
    int trials = 40;
    int successes = 7;
    var interval = new BinomialProportion(successes, trials).interval(0.9);
    assertEquals(0.05, 1 - belowOrAt(successes - 1, trials, interval.low()), 1e-8);
    assertEquals(0.05, belowOrAt(successes, trials, interval.high()), 1e-8);
  }

  @Test
  void moreSuccessesThanTrialsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new BinomialProportion(3, 2));
  }

  /** P(X <= count) of a binomial, by plain summation. */
  private static double belowOrAt(int count, int trials, double share) {
    double sum = 0;
    double choices = 1;
    for (int successes = 0; successes <= count; successes++) {
      sum += choices * Math.pow(share, successes) * Math.pow(1 - share, trials - successes);
      choices *= (double) (trials - successes) / (successes + 1);
    }
    return sum;
  }
}
