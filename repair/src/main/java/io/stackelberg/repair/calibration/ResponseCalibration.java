package io.stackelberg.repair.calibration;

import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.FollowerUtility;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.stats.TemperatureScaling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recalibrates a response model on real turns: as it is, with a temperature, or with a temperature and weights of
 * utility terms, whichever predicts held-out sessions best.
 *
 * <p>The temperature is {@link TemperatureScaling}'s. Sharpness and weights together maximise the likelihood
 * less ½ {@code penalty} ((sharpness − 1)² + Σ (weight · spread of its term)²), which is concave, by Newton's
 * method with halved steps. The choice is by mean log-loss over folds of whole sessions; the more complex form must
 * win by {@code gain}. Turns under a {@link Directive} and turns of an action the model rules out are
 * left out and counted.
 *
 * <p>Source: Guo et al. (2017) [guo2017calibration] for the temperature, McFadden (1974)
 * [mcfadden1974conditional] for the likelihood.
 *
 * @param terms terms of the follower's utility whose weights are learned, such as quality up to the target and cost
 * @param options the options
 */
public record ResponseCalibration(List<FollowerUtility> terms, Options options) {
  public ResponseCalibration {
    terms = List.copyOf(terms);
  }

  /**
   * Options.
   *
   * @param folds folds of sessions, at least 2
   * @param penalty of the weights, above 0
   * @param gain log-loss by which a more complex form must win, at least 0
   */
  public record Options(int folds, double penalty, double gain) {
    /** Five folds, penalty 1, a gain of 0.001 nats per turn. */
    public static final Options DEFAULT = new Options(5, 1, 1e-3);

    public Options {
      Require.atLeast("folds", folds, 2);
      Require.positive("penalty", penalty);
      Require.nonNegative("gain", gain);
    }

    /** These options with another number of folds. */
    public Options withFolds(int other) {
      return new Options(other, penalty, gain);
    }

    /** These options with another penalty. */
    public Options withPenalty(double other) {
      return new Options(folds, other, gain);
    }

    /** These options with another gain. */
    public Options withGain(double other) {
      return new Options(folds, penalty, other);
    }
  }

  /** What is changed of the model. */
  public enum Form {
    /** Nothing. */
    AS_IS,
    /** Its temperature. */
    TEMPERATURE,
    /** Its temperature and the weights of the terms. */
    WEIGHTS
  }

  /**
   * Outcome of a calibration.
   *
   * @param follower the calibrated model
   * @param form what was changed
   * @param losses mean held-out log-loss of each form, in the order of {@link Form}; NaN where there were too few
   *     sessions to hold any out
   * @param turns turns used
   * @param leftOut turns under a directive or of an impossible action
   */
  public record Result(
      CalibratedFollower follower, Form form, List<Double> losses, int turns, int leftOut) {
    public Result {
      losses = List.copyOf(losses);
    }
  }

  /**
   * Fits.
   *
   * @param base what is calibrated
   * @param turns real turns, with the commitments that were in force
   */
  public Result fit(FollowerModel base, List<Turn> turns) {
    List<ChoiceSample> samples = new ArrayList<>();
    Map<String, Integer> sessions = new LinkedHashMap<>();
    List<Integer> session = new ArrayList<>();
    for (Turn turn : turns) {
      if (!(turn.commitment() instanceof Directive)) {
        double[] response = base.respond(turn.context(), turn.commitment());
        int action = base.actions().indexOf(turn.action().id());
        if (response[action] > 0) {
          samples.add(ChoiceSample.of(turn, response, action, terms));
          sessions.putIfAbsent(turn.context().session(), sessions.size());
          session.add(sessions.get(turn.context().session()));
        }
      }
    }
    int leftOut = turns.size() - samples.size();
    List<Double> losses = List.of(Double.NaN, Double.NaN, Double.NaN);
    Form form = Form.AS_IS;
    if (sessions.size() >= options.folds()) {
      losses = heldOut(samples, session);
      form = losses.get(1) < losses.get(0) - options.gain() ? Form.TEMPERATURE : form;
      form = losses.get(2) < losses.get(form.ordinal()) - options.gain() ? Form.WEIGHTS : form;
    }
    double[] fitted = fit(form, samples);
    List<Double> weights = new ArrayList<>();
    for (int term = 0; term < terms.size(); term++) {
      weights.add(fitted[term + 1]);
    }
    return new Result(
        new CalibratedFollower(base, fitted[0], terms, weights),
        form,
        losses,
        samples.size(),
        leftOut);
  }

  private List<Double> heldOut(List<ChoiceSample> samples, List<Integer> session) {
    double[] sums = new double[Form.values().length];
    for (int fold = 0; fold < options.folds(); fold++) {
      List<ChoiceSample> kept = new ArrayList<>();
      List<ChoiceSample> held = new ArrayList<>();
      for (int index = 0; index < samples.size(); index++) {
        (session.get(index) % options.folds() == fold ? held : kept).add(samples.get(index));
      }
      for (Form form : Form.values()) {
        double[] fitted = fit(form, kept);
        for (ChoiceSample sample : held) {
          sums[form.ordinal()] += sample.loss(fitted);
        }
      }
    }
    List<Double> losses = new ArrayList<>();
    for (double sum : sums) {
      losses.add(sum / samples.size());
    }
    return losses;
  }

  /** Sharpness, then weights. */
  private double[] fit(Form form, List<ChoiceSample> samples) {
    double[] identity = new double[terms.size() + 1];
    identity[0] = 1;
    if (form == Form.AS_IS || samples.isEmpty()) {
      return identity;
    }
    if (form == Form.TEMPERATURE) {
      double[][] scores = samples.stream().map(ChoiceSample::logs).toArray(double[][]::new);
      int[] actions = samples.stream().mapToInt(ChoiceSample::action).toArray();
      identity[0] = 1
          / TemperatureScaling.fit(scores, actions, TemperatureScaling.Options.DEFAULT)
              .temperature();
      return identity;
    }
    return new ChoiceLikelihood(samples, options.penalty()).maximise();
  }
}
