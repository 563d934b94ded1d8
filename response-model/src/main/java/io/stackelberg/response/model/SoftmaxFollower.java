package io.stackelberg.response.model;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.DifferentiableResponse;
import io.stackelberg.game.Directive;
import io.stackelberg.game.MenuResponse;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.Smoothness;
import java.util.Arrays;
import java.util.List;

/**
 * Follower whose response is a softmax of scores over a temperature.
 *
 * <p>A {@link Directive} is obeyed, as by every executor. An action that never occurred in the fitting data
 * has no score and gets probability 0: the data cannot say more.
 */
public final class SoftmaxFollower implements DifferentiableResponse, Regularity.Stated {
  private final ActionSet actions;
  private final FeatureSpace space;
  private final int[] outputOf;
  private final ScoreModel scores;
  private final double temperature;

  /**
   * A follower.
   *
   * @param space the columns of {@code scores}
   * @param outputOf output of {@code scores} that belongs to each action; −1 for an action without one
   * @param temperature by which scores are divided, above 0
   */
  public SoftmaxFollower(
      ActionSet actions,
      FeatureSpace space,
      int[] outputOf,
      ScoreModel scores,
      double temperature) {
    this.actions = actions;
    this.space = space;
    this.outputOf = outputOf.clone();
    this.scores = scores;
    this.temperature = Require.positive("temperature", temperature);
    if (outputOf.length != actions.size()) {
      throw Require.unexpected("length of outputOf", outputOf.length, "" + actions.size());
    }
    if (scores.inputs() != space.size()) {
      throw Require.unexpected("inputs of the scores", scores.inputs(), "" + space.size());
    }
    for (int output : outputOf) {
      if (output < -1 || output >= scores.outputs()) {
        throw Require.unexpected("output", output, "in [-1, " + scores.outputs() + ")");
      }
    }
  }

  @Override
  public ActionSet actions() {
    return actions;
  }

  /** The columns of the scores. */
  public FeatureSpace space() {
    return space;
  }

  /** The scores before the softmax. */
  public ScoreModel scores() {
    return scores;
  }

  /** Output of the scores that belongs to each action, −1 for none; a copy. */
  public int[] outputOf() {
    return outputOf.clone();
  }

  /** By which scores are divided, above 0. */
  public double temperature() {
    return temperature;
  }

  @Override
  public double[] respond(Context context, Commitment commitment) {
    if (commitment instanceof Directive) {
      return new ObedientFollower(actions).respond(context, commitment);
    }
    double[] values = new double[scores.outputs()];
    scores.score(space.row(context, commitment), values);
    double[] response = new double[actions.size()];
    softmax(possible(context, new boolean[actions.size()]), values, 0, response, 0);
    return response;
  }

  /** With s_a the derivative of a score: dP_a/dl = P_a (s_a − Σ_b P_b s_b) / T. */
  @Override
  public Smoothness differentiate(
      Context context, Commitment commitment, double[] probabilities, double[][] derivatives) {
    double[] values = new double[scores.outputs()];
    double[][] slopes = new double[scores.outputs()][space.coordinates().size()];
    Smoothness smoothness = scores.differentiate(space.row(context, commitment), values, slopes);
    softmax(possible(context, new boolean[actions.size()]), values, 0, probabilities, 0);
    for (int coordinate = 0; coordinate < space.coordinates().size(); coordinate++) {
      double mean = 0;
      for (int action = 0; action < probabilities.length; action++) {
        mean +=
            outputOf[action] < 0 ? 0 : probabilities[action] * slopes[outputOf[action]][coordinate];
      }
      for (int action = 0; action < probabilities.length; action++) {
        derivatives[action][coordinate] = outputOf[action] < 0
            ? 0
            : probabilities[action] * (slopes[outputOf[action]][coordinate] - mean) / temperature;
      }
    }
    return smoothness;
  }

  /** Which actions are available and have a score. */
  private boolean[] possible(Context context, boolean[] possible) {
    boolean any = false;
    for (int action = 0; action < possible.length; action++) {
      possible[action] = outputOf[action] >= 0 && context.isAvailable(actions.get(action));
      any |= possible[action];
    }
    if (!any) {
      throw Require.unexpected(
          "available actions at " + context, "none that occurs in the data", "at least one");
    }
    return possible;
  }

  /** Probabilities of one row of scores; the others get 0. */
  private void softmax(
      boolean[] possible, double[] values, int firstValue, double[] response, int firstAction) {
    double best = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < possible.length; action++) {
      double score = possible[action]
          ? values[firstValue + outputOf[action]] / temperature
          : Double.NEGATIVE_INFINITY;
      response[firstAction + action] = score;
      best = Math.max(best, score);
    }
    double sum = 0;
    for (int action = firstAction; action < firstAction + possible.length; action++) {
      response[action] = Exponential.ofNonPositive(response[action] - best);
      sum += response[action];
    }
    for (int action = firstAction; action < firstAction + possible.length; action++) {
      response[action] /= sum;
    }
  }

  @Override
  public MenuResponse over(List<Commitment> menu) {
    Require.nonEmpty("menu", menu);
    if (menu.stream().anyMatch(Directive.class::isInstance)) {
      return DifferentiableResponse.super.over(menu);
    }
    List<Commitment> commitments = List.copyOf(menu);
    GridScores grid = scores.over(commitments.stream().map(space::point).toArray(double[][]::new));
    double[] leading = new double[space.encoder().size()];
    double[] values = new double[commitments.size() * scores.outputs()];
    boolean[] buffer = new boolean[actions.size()];
    return (context, probabilities) -> {
      space.encoder().encode(context, leading);
      grid.score(leading, values);
      boolean[] possible = possible(context, buffer);
      for (int index = 0; index < commitments.size(); index++) {
        int first = index * actions.size();
        if (commitments.get(index).isFeasible(context)) {
          softmax(possible, values, index * scores.outputs(), probabilities, first);
        } else {
          Arrays.fill(probabilities, first, first + actions.size(), Double.NaN);
        }
      }
    };
  }

  @Override
  public Regularity regularity(Context context) {
    int[] outputs = Arrays.stream(outputOf).filter(output -> output >= 0).toArray();
    return scores.regularity(
        space.encoder().encode(context), space.coordinates(), outputs, temperature);
  }
}
