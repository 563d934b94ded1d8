package io.stackelberg.environment;

import io.stackelberg.game.ResourceVector;
import org.hipparchus.special.Erf;

/**
 * The laws of tokens and quality given everything, hidden state included; closed forms for their means.
 *
 * <p>Tokens: mean m = base(kind) + c · history + answer(v) + k · perToolCall, times lognormal noise of mean
 * 1, rounded, capped. Quality: a logit
 *
 * <pre>η = ability − difficulty·d + session − contextNeed·e^{−s c}·w − verbosityNeed·e^{−r v}·w − toolNeed·e^{−t k}·w
 *     − distraction·(c − optimum)_+/(1 − optimum)·history/cap − cheapPenalty·(1 − c),   w = ½ + Φ(d)</pre>
 *
 * so that difficult tasks need more of everything; the judge sees σ(η) + lengthBias · (verbosity step) +
 * noise, clipped to [0, 1], and the clipping is part of the law.
 */
final class SimulationLaw {
  private final SimulationProfile profile;
  private final SimulationProfile.Shift shift;
  private final double sigma;

  SimulationLaw(SimulationProfile profile, SimulationProfile.Shift shift) {
    this.profile = profile;
    this.shift = shift;
    double variation = profile.tokens().variation();
    this.sigma = Math.sqrt(StrictMath.log1p(variation * variation));
  }

  /**
   * What a task is, hidden or not.
   *
   * @param kind index of the task kind; that of an unseen kind borrows the last one's coefficients
   * @param difficulty standard normal
   * @param session the session's logit
   * @param history tokens of history
   */
  record Task(int kind, boolean isNewKind, double difficulty, double session, long history) {}

  /** Mean tokens before the cap. */
  double uncappedTokens(Task task, ResourceVector action) {
    return shift.tokenFactor()
        * (profile.kinds().baseTokens().get(task.kind)
            + action.contextRetention() * task.history
            + profile.tokens().verbosity().get(action.verbosity().ordinal())
            + action.toolBudget() * profile.tokens().perToolCall());
  }

  /** Tokens under a standard normal draw. */
  long tokens(Task task, ResourceVector action, double normal) {
    double uncapped =
        uncappedTokens(task, action) * StrictMath.exp(sigma * normal - sigma * sigma / 2);
    return Math.min(profile.tokens().cap(), Math.max(1, Math.round(uncapped)));
  }

  /** Mean tokens with the cap, but for rounding (at most half a token). */
  double meanTokens(Task task, ResourceVector action) {
    double mean = uncappedTokens(task, action);
    double distance = StrictMath.log(profile.tokens().cap() / mean);
    return mean * phi((distance - sigma * sigma / 2) / sigma)
        + profile.tokens().cap() * (1 - phi((distance + sigma * sigma / 2) / sigma));
  }

  /** True quality σ(η), before the judge. */
  double trueQuality(Task task, ResourceVector action) {
    SimulationProfile.Quality law = profile.quality();
    SimulationProfile.Kinds kinds = profile.kinds();
    double need = 0.5 + phi(task.difficulty);
    double retention = action.contextRetention();
    double excess = Math.max(0, retention - law.contextOptimum()) / (1 - law.contextOptimum());
    double logit = kinds.ability().get(task.kind)
        + shift.abilityShift()
        - (task.isNewKind ? 1 : 0)
        - law.difficulty() * task.difficulty
        + task.session
        - kinds.contextNeed().get(task.kind)
            * StrictMath.exp(-law.contextSaturation() * retention)
            * need
        - kinds.verbosityNeed().get(task.kind)
            * StrictMath.exp(-law.verbositySaturation() * action.verbosity().level())
            * need
        - kinds.toolNeed().get(task.kind)
            * StrictMath.exp(-law.toolSaturation() * action.toolBudget())
            * need
        - law.distraction() * excess * task.history / profile.history().cap()
        - shift.cheapPenalty() * (1 - retention);
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /** Judged quality under a standard normal draw. */
  double judged(Task task, ResourceVector action, double normal) {
    double seen = centre(task, action) + profile.quality().judgeNoise() * normal;
    return Math.min(1, Math.max(0, seen));
  }

  /** Mean judged quality, the clipping included. */
  double meanJudged(Task task, ResourceVector action) {
    double centre = centre(task, action);
    double noise = profile.quality().judgeNoise();
    double low = -centre / noise;
    double high = (1 - centre) / noise;
    return centre * (phi(high) - phi(low)) + noise * (density(low) - density(high)) + 1 - phi(high);
  }

  private double centre(Task task, ResourceVector action) {
    return trueQuality(task, action)
        + profile.quality().lengthBias() * (action.verbosity().ordinal() - 1);
  }

  private static double phi(double value) {
    return 0.5 * Erf.erfc(-value / Math.sqrt(2));
  }

  private static double density(double value) {
    return StrictMath.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
  }
}
