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
import java.util.stream.IntStream;

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
    GridScores grid = scores.softmaxOver(
        commitments.stream().map(space::point).toArray(double[][]::new), temperature);
    double[] leading = new double[space.encoder().size()];
    double[] weights = new double[commitments.size() * scores.outputs()];
    boolean[] buffer = new boolean[actions.size()];
    return (context, probabilities) -> {
      space.encoder().encode(context, leading);
      grid.score(leading, weights);
      boolean[] possible = possible(context, buffer);
      for (int index = 0; index < commitments.size(); index++) {
        int first = index * actions.size();
        if (!commitments.get(index).isFeasible(context)) {
          Arrays.fill(probabilities, first, first + actions.size(), Double.NaN);
        } else if (!normalise(possible, weights, index * scores.outputs(), probabilities, first)) {
          // What is possible here vanishes beside what is not.
          double[] response = respond(context, commitments.get(index));
          System.arraycopy(response, 0, probabilities, first, response.length);
        }
      }
    };
  }

  /** Shares of the possible actions; false where their weights are too small to tell. */
  private boolean normalise(
      boolean[] possible, double[] weights, int firstWeight, double[] response, int firstAction) {
    double sum = 0;
    for (int action = 0; action < possible.length; action++) {
      double weight = possible[action] ? weights[firstWeight + outputOf[action]] : 0;
      response[firstAction + action] = weight;
      sum += weight;
    }
    if (!(sum >= 1e-200)) {
      return false;
    }
    for (int action = firstAction; action < firstAction + possible.length; action++) {
      response[action] /= sum;
    }
    return true;
  }

  @Override
  public Regularity regularity(Context context) {
    return scores.regularity(
        space.encoder().encode(context),
        space.coordinates(),
        possibleOutputs(context),
        temperature);
  }

  private int[] possibleOutputs(Context context) {
    boolean[] possible = possible(context, new boolean[actions.size()]);
    return IntStream.range(0, possible.length)
        .filter(action -> possible[action])
        .map(action -> outputOf[action])
        .toArray();
  }

  /**
   * The closed form for linear scores, {@link NetworkBounds} for a network. Trees have constant 0 where no
   * jump lies in the box, else none; more than {@link CellResponses#MOST_CELLS} cells are not looked at.
   */
  @Override
  public Regularity.Lipschitz within(Context context, List<Double> low, List<Double> high) {
    Regularity stated = regularity(context);
    if (stated instanceof Regularity.Lipschitz lipschitz) {
      return lipschitz;
    }
    if (stated instanceof Regularity.Layers layers) {
      return new NetworkBounds(layers).within(low, high).response();
    }
    boolean isConstant =
        CellResponses.count((Regularity.Cells) stated, low, high) <= CellResponses.MOST_CELLS
            && cells(context, low, high).isContinuous();
    double constant = isConstant ? 0 : Double.POSITIVE_INFINITY;
    return new Regularity.Lipschitz(space.coordinates(), constant, constant);
  }

  /**
   * The response on every cell of a box and its jumps, for scores of trees.
   *
   * @param low lower ends, in the order of {@link #space()}'s coordinates; −infinity for none
   * @param high upper ends; +infinity for none
   * @throws IllegalArgumentException if the scores are not those of trees, or the cells more than {@link
   *     CellResponses#MOST_CELLS}
   */
  public CellResponses cells(Context context, List<Double> low, List<Double> high) {
    if (!(scores instanceof TreeScores trees)) {
      throw Require.unexpected("scores", scores.getClass().getSimpleName(), "those of trees");
    }
    Regularity.Cells cells = (Regularity.Cells) regularity(context);
    boolean[] possible = possible(context, new boolean[actions.size()]);
    return new CellResponses(
        cells,
        new CellResponses.Box(low, high),
        new CellResponses.Model(
            trees, space.encoder().encode(context), possibleOutputs(context), (values, first) -> {
              double[] response = new double[actions.size()];
              softmax(possible, values, first, response, 0);
              return response;
            }));
  }

  /**
   * Bound on the total variation between the responses to two commitments: tanh(D / (4T)), where D is the
   * span over the possible actions of how the scores change.
   *
   * <p>Holds for scores of every kind. For p' ∝ p e^v with v in an interval of length δ the gap of an event
   * is largest for v = δ on the event and 0 off it, and then at most (e^{δ/2} − 1) / (e^{δ/2} + 1).
   *
   * @return in [0, 1], rounded upward
   */
  public double totalVariationBound(Context context, Commitment one, Commitment other) {
    double[] from = new double[scores.outputs()];
    double[] to = new double[scores.outputs()];
    scores.score(space.row(context, one), from);
    scores.score(space.row(context, other), to);
    double most = Double.NEGATIVE_INFINITY;
    double negatedLeast = Double.NEGATIVE_INFINITY;
    for (int output : possibleOutputs(context)) {
      most = Math.max(most, Upward.plus(to[output], -from[output]));
      negatedLeast = Math.max(negatedLeast, Upward.plus(from[output], -to[output]));
    }
    double span = Math.max(0, Upward.plus(most, negatedLeast));
    double tanh = StrictMath.tanh(Upward.over(Upward.times(span, 0.25), temperature));
    // StrictMath promises 2.5 units in the last place.
    return tanh == 0 ? 0 : Math.min(1, tanh + 3 * Math.ulp(tanh));
  }
}
