package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.Optional;

/**
 * Mean Brier score and log-loss of forecasts: in expectation least where the forecast is the truth.
 *
 * <p>Less is better. Means are over forecasts, errors over sessions. The two Brier scores are different
 * quantities: for two actions the sum is twice the one-sided score. Source: Gneiting and Raftery (2007)
 * [gneiting2007strictly]. Cost: O(n · actions).
 */
public final class ProperScores {
  private ProperScores() {}

  /**
   * Mean log-loss, in nats.
   *
   * @param mean at least 0; +infinity exactly when {@code impossible} is above 0
   * @param impossible forecasts that gave no probability to what happened; nothing is clipped
   * @param estimate the mean with its asymptotic error; empty when the mean is infinite
   */
  public record LogLoss(double mean, int impossible, Optional<MeanEstimate> estimate) {
    public LogLoss {
      Require.inRange("mean", mean, 0, Double.POSITIVE_INFINITY);
      Require.atLeast("impossible", impossible, 0);
      if ((impossible > 0) != (mean == Double.POSITIVE_INFINITY)
          || estimate.isPresent() != (impossible == 0)) {
        throw Require.unexpected(
            "mean", mean, "a finite number with an estimate, or Infinity with impossible > 0");
      }
    }
  }

  /**
   * Mean of (p − y)², in [0, 1]: half of the two-action {@link #brierSum}.
   *
   * <p>Source: Brier (1950) [brier1950verification], one side only.
   */
  public static BoundedMean brierOneSided(BinaryForecasts forecasts) {
    double[] losses = new double[forecasts.size()];
    for (int index = 0; index < losses.length; index++) {
      double error = forecasts.probability(index) - forecasts.outcome(index);
      losses[index] = error * error;
    }
    return BoundedMean.of(losses, forecasts.sessions(), 0, 1);
  }

  /**
   * Mean of Σ_a (P(a) − 1{a taken})², in [0, 2].
   *
   * <p>Source: Brier (1950) [brier1950verification].
   */
  public static BoundedMean brierSum(ActionForecasts forecasts) {
    double[] losses = new double[forecasts.size()];
    for (int index = 0; index < losses.length; index++) {
      double[] distribution = forecasts.probabilities(index);
      distribution[forecasts.action(index)] -= 1;
      for (double error : distribution) {
        losses[index] += error * error;
      }
    }
    return BoundedMean.of(losses, forecasts.sessions(), 0, 2);
  }

  /** Mean of −y log p − (1 − y) log(1 − p). */
  public static LogLoss logLoss(BinaryForecasts forecasts) {
    double[] losses = new double[forecasts.size()];
    for (int index = 0; index < losses.length; index++) {
      double probability = forecasts.probability(index);
      double outcome = forecasts.outcome(index);
      // A side of no weight costs nothing, whatever its probability.
      double happened = outcome == 0 ? 0 : outcome * StrictMath.log(probability);
      double failed = outcome == 1 ? 0 : (1 - outcome) * StrictMath.log1p(-probability);
      losses[index] = 0 - happened - failed;
    }
    return logLoss(losses, forecasts.sessions());
  }

  /** Mean of −log P(action taken). */
  public static LogLoss logLoss(ActionForecasts forecasts) {
    double[] losses = new double[forecasts.size()];
    for (int index = 0; index < losses.length; index++) {
      losses[index] = 0 - StrictMath.log(forecasts.probabilities(index)[forecasts.action(index)]);
    }
    return logLoss(losses, forecasts.sessions());
  }

  private static LogLoss logLoss(double[] losses, int[] sessions) {
    int impossible = 0;
    for (double loss : losses) {
      impossible += loss == Double.POSITIVE_INFINITY ? 1 : 0;
    }
    if (impossible > 0) {
      return new LogLoss(Double.POSITIVE_INFINITY, impossible, Optional.empty());
    }
    MeanEstimate estimate = ClusteredMeans.mean(losses, sessions);
    return new LogLoss(estimate.mean(), 0, Optional.of(estimate));
  }
}
