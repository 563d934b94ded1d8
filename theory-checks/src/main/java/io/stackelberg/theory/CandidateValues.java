package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.BettingBound;
import java.util.ArrayList;
import java.util.List;

/**
 * Intervals of the real values of finitely many candidates that hold for all at once (theory 4.3), from sessions.
 *
 * <p>Candidates must be fixed before the sessions were seen, sessions must be independent and of one distribution.
 * Each interval errs with probability at most δ/K; a candidate that no session shows keeps the whole range.
 *
 * <p>Source: betting bounds of Waudby-Smith and Ramdas (2024) [waudbysmith2024betting], by {@link BettingBound}.
 */
public final class CandidateValues {
  private CandidateValues() {}

  /**
   * A candidate as seen.
   *
   * @param name such as {@code fixed:large}
   * @param surrogate V_S, its value on the surrogate, fixed before the sessions were seen
   * @param values one value per session; may be empty
   */
  public record Seen(String name, double surrogate, List<Double> values) {
    public Seen {
      Require.nonBlank("name", name);
      Require.finite("V_S of " + name, surrogate);
      values = List.copyOf(values);
    }

    /** Mean over the sessions; NaN without any. */
    public double mean() {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.size();
    }
  }

  /**
   * Intervals in the order of the candidates.
   *
   * @param candidates at least one
   * @param low least possible value
   * @param high largest possible value, above {@code low}
   * @param delta error probability of all intervals together, in (0, 1)
   * @param truncation largest share of the capital that one session can lose, in (0, 1)
   * @throws IllegalArgumentException if a value lies outside the range
   */
  public static List<CertificateCheck.Candidate> intervals(
      List<Seen> candidates, double low, double high, double delta, double truncation) {
    Require.nonEmpty("candidates", candidates);
    Require.inOpenUnitInterval("delta", delta);
    Require.finite("low", low);
    if (!(Require.finite("high", high) > low)) {
      throw Require.unexpected("high", high, "a number > low = " + low);
    }
    double each = delta / candidates.size();
    BettingBound.Options options = BettingBound.Options.DEFAULT.withTruncation(truncation);
    List<CertificateCheck.Candidate> intervals = new ArrayList<>();
    for (Seen candidate : candidates) {
      double lower = low;
      double upper = high;
      if (!candidate.values().isEmpty()) {
        double[] unit = new double[candidate.values().size()];
        for (int session = 0; session < unit.length; session++) {
          double value = Require.inRange(
              "value of " + candidate.name(), candidate.values().get(session), low, high);
          unit[session] = Math.max(0, Math.min(1, (value - low) / (high - low)));
        }
        // Both ends may fail at once where the order of the sessions has a trend.
        double one = BettingBound.lowerBound(unit, each / 2, options);
        double other = BettingBound.upperBound(unit, each / 2, options);
        lower = low + (high - low) * Math.min(one, other);
        upper = low + (high - low) * Math.max(one, other);
      }
      intervals.add(new CertificateCheck.Candidate(lower, upper, candidate.surrogate(), each));
    }
    return intervals;
  }
}
