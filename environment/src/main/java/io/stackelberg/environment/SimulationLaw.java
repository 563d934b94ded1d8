package io.stackelberg.environment;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.ResourceVector;
import java.util.List;
import org.hipparchus.special.Erf;

/**
 * The laws of tokens and quality given the hidden task, and the closed forms of their means; the formulas
 * are in the Javadoc of {@link SimulatedExecutor}.
 */
final class SimulationLaw {
  private final double[] retention;
  private final double[] contextShare;
  private final double[] logLength;
  private final double[][] input;
  private final double[][] output;
  private final double[][] loss;
  private final double[] intercept;
  private final double[] contextNeed;
  private final double difficultySlope;
  private final double difficultyInteraction;
  private final double historyHalf;
  private final double distractionStart;
  private final double distraction;
  private final double outputSlope;
  private final double sigma;
  private final double cap;
  private final double lengthBias;
  private final double seenShare;
  private final double noise;

  /** What a turn's laws depend on besides the action, worked out once per turn. */
  record Situation(
      int kind,
      double logit,
      double weight,
      double historyShare,
      double userTokens,
      double history,
      double logOutputFactor,
      double outputFactor) {}

  SimulationLaw(SimulationProfile profile, ActionSet actions) {
    int count = actions.size();
    List<SimulationProfile.Kind> kinds = profile.kinds().inOrder();
    SimulationProfile.Quality quality = profile.quality();
    SimulationProfile.Tokens tokens = profile.tokens();
    retention = new double[count];
    contextShare = new double[count];
    logLength = new double[count];
    input = new double[kinds.size()][count];
    output = new double[kinds.size()][count];
    loss = new double[kinds.size()][count];
    intercept = new double[kinds.size()];
    contextNeed = new double[kinds.size()];
    double exponent = quality.saturation().value();
    for (int index = 0; index < count; index++) {
      ResourceVector action = vector(actions.get(index));
      retention[index] = action.contextRetention();
      contextShare[index] =
          saturating(action.contextRetention(), quality.contextPlateau().value(), exponent);
      double verbosityShare =
          saturating(action.verbosity().level(), quality.verbosityPlateau().value(), exponent);
      double toolShare = saturating(action.toolBudget(), quality.toolPlateau().value(), exponent);
      double length = switch (action.verbosity()) {
        case CONCISE -> tokens.conciseFactor().value();
        case NORMAL -> 1;
        case VERBOSE -> tokens.verboseFactor().value();
      };
      logLength[index] = StrictMath.log(length);
      for (int kind = 0; kind < kinds.size(); kind++) {
        SimulationProfile.Kind law = kinds.get(kind);
        input[kind][index] = law.baseInputTokens().value()
            + action.toolBudget() * law.toolTokens().value();
        output[kind][index] = law.baseOutputTokens().value() * length;
        loss[kind][index] = law.verbosityNeed().value() * (1 - verbosityShare)
            + law.toolNeed().value() * (1 - toolShare);
      }
    }
    for (int kind = 0; kind < kinds.size(); kind++) {
      intercept[kind] = kinds.get(kind).intercept().value();
      contextNeed[kind] = kinds.get(kind).contextNeed().value();
    }
    difficultySlope = quality.difficultySlope().value();
    difficultyInteraction = quality.difficultyInteraction().value();
    historyHalf = quality.historyHalfTokens().value();
    distractionStart = quality.distractionTokens().value();
    distraction = quality.distraction().value() / 1000;
    outputSlope = tokens.difficultySlope().value();
    double cv = tokens.noiseCv().value();
    sigma = Math.sqrt(StrictMath.log1p(cv * cv));
    cap = tokens.capTokens().value();
    lengthBias = profile.judge().lengthBias().value();
    seenShare = 1 - profile.judge().blindness().value();
    noise = profile.judge().noiseSd().value();
  }

  static ResourceVector vector(ResourceAction action) {
    if (action instanceof ResourceVector vector) {
      return vector;
    }
    throw Require.unexpected("action", "\"" + action.id() + "\"", "a resource vector");
  }

  /** S(x) = 1 − (1 − x/plateau)_+^exponent: 0 at 0, 1 from the plateau on. */
  static double saturating(double level, double plateau, double exponent) {
    return 1 - StrictMath.pow(Math.max(0, 1 - level / plateau), exponent);
  }

  Situation situation(SimulatedTasks.Task task, long history) {
    double logOutputFactor = outputSlope * task.difficulty();
    return new Situation(
        task.kind(),
        intercept[task.kind()] - difficultySlope * task.difficulty(),
        StrictMath.exp(difficultyInteraction * task.difficulty()),
        history == 0 ? 0 : history / (history + historyHalf),
        userTokens(task),
        history,
        logOutputFactor,
        StrictMath.exp(logOutputFactor));
  }

  /** Tokens of the user's message: four characters each. */
  static double userTokens(SimulatedTasks.Task task) {
    return task.userChars() / 4;
  }

  /** True quality before the judge, in (0, 1). */
  double quality(Situation at, int action) {
    return quality(at, action, 1);
  }

  /** Quality to somebody who notices this share of the unmet needs. */
  private double quality(Situation at, int action, double share) {
    double sent = retention[action] * at.history;
    double missing =
        contextNeed[at.kind] * (1 - at.historyShare * contextShare[action]) + loss[at.kind][action];
    double logit =
        at.logit - share * at.weight * missing - distraction * Math.max(0, sent - distractionStart);
    return 1 / (1 + StrictMath.exp(-logit));
  }

  private double outputTokens(Situation at, int action) {
    return output[at.kind][action] * at.outputFactor;
  }

  /** Mean tokens before the cap. */
  double uncappedTokens(Situation at, int action) {
    return input[at.kind][action]
        + at.userTokens
        + retention[action] * at.history
        + outputTokens(at, action);
  }

  /** Share of a turn's tokens that are output; the noise does not change it. */
  double outputShare(Situation at, int action) {
    return outputTokens(at, action) / uncappedTokens(at, action);
  }

  /** Mean tokens with the cap, before rounding: E min(T, cap) of a lognormal T. */
  double cappedTokens(Situation at, int action) {
    double mean = uncappedTokens(at, action);
    double distance = StrictMath.log(cap / mean);
    return mean * phi((distance - sigma * sigma / 2) / sigma)
        + cap * phi(-(distance + sigma * sigma / 2) / sigma);
  }

  /** Tokens under a standard normal draw, capped and rounded. */
  long tokens(Situation at, int action, double normal) {
    double drawn = uncappedTokens(at, action) * StrictMath.exp(sigma * normal - sigma * sigma / 2);
    return Math.round(Math.min(cap, drawn));
  }

  /** Judged quality under the same normal draw of tokens and one of the judge's noise. */
  double judged(Situation at, int action, double tokenNormal, double judgeNormal) {
    double seen = centre(at, action) + lengthBias * sigma * tokenNormal + noise * judgeNormal;
    return Math.min(1, Math.max(0, seen));
  }

  /** Mean judged quality, clipping included: the mean of a normal clipped to [0, 1]. */
  double meanJudged(Situation at, int action) {
    return meanClipped(
        centre(at, action), Math.sqrt(noise * noise + lengthBias * lengthBias * sigma * sigma));
  }

  /** What {@link #meanJudged} would be without length bias and blindness. */
  double meanRequired(Situation at, int action) {
    return meanClipped(quality(at, action), noise);
  }

  private double centre(Situation at, int action) {
    return quality(at, action, seenShare)
        + lengthBias * (logLength[action] + at.logOutputFactor - sigma * sigma / 2);
  }

  static double meanClipped(double centre, double deviation) {
    double low = -centre / deviation;
    double high = (1 - centre) / deviation;
    double mean =
        centre * (phi(high) - phi(low)) + deviation * (density(low) - density(high)) + phi(-high);
    return Math.min(1, Math.max(0, mean));
  }

  private static double phi(double value) {
    return 0.5 * Erf.erfc(-value / Math.sqrt(2));
  }

  private static double density(double value) {
    return StrictMath.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
  }
}
