package io.stackelberg.response;

import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Upper quantile of a turn's cost per action: the expected cost times a quantile of the ratios cost /
 * expected cost, one ratio per session, on sessions the model had not seen (split conformal prediction; the
 * ratio is the residual on the logarithmic scale).
 *
 * <pre>upper(x, a, level) = expected(x, a) · r_(k),  k = ⌈(n + 1) level⌉,  n sessions with action a</pre>
 *
 * <ul>
 *   <li>Guarantee: P(cost ≤ upper) ≥ level for a new session, over calibration sessions and new session
 *       together, if the sessions with action a are exchangeable and the model was fitted on none of them. It
 *       is marginal: it holds neither for each context nor exactly for one calibration sample, whose own
 *       coverage varies by about √(level (1 − level) / n).
 *   <li>{@link Scope#TURN}: the session's ratio is that of one of its turns, drawn at random; the bound is for
 *       a turn drawn so. {@link Scope#SESSION}: the ratio is the session's largest; the bound holds at all of
 *       its turns at once.
 *   <li>A model that was cross-fitted on the same sessions (each predicted by a model fitted without it) may
 *       be given too: coverage is then about the level for a stable estimator, without a finite-sample
 *       guarantee.
 *   <li>Sessions in which a different follower or leader chose the action are not exchangeable with these.
 *   <li>No bound where k > n, or where a turn of the action has no cost in this unit.
 *   <li>The rank is rounded down by 1e-9 before ⌈⌉, so that 0.9 · 10 is 9; the bound is rounded up by two
 *       units in the last place, so that equal costs are covered.
 * </ul>
 *
 * <p>Source: Lei et al. (2018) [lei2018distribution]; one turn per session: Dunn, Wasserman and Ramdas (2023)
 * [dunn2023twolayer]. Cost: O(n log n) to build, one prediction per bound.
 */
public final class CostQuantile implements CostBound {
  private static final double RANK_SLACK = 1e-9;

  /** What a bound speaks of. */
  public enum Scope {
    /** A turn drawn at random from a new session. */
    TURN,
    /** All turns of a new session at once. */
    SESSION
  }

  private final OutcomeModel model;
  private final CostUnit unit;
  private final List<double[]> ratios;

  private CostQuantile(OutcomeModel model, CostUnit unit, List<double[]> ratios) {
    this.model = model;
    this.unit = unit;
    this.ratios = ratios;
  }

  /**
   * Calibrates bounds.
   *
   * @param model expected cost; fitted on none of the log's sessions
   * @param log calibration turns; may be empty, which gives no bounds
   * @param random draws the turn of each session; unused for {@link Scope#SESSION}
   */
  public static CostQuantile calibrate(
      OutcomeModel model, TurnLog log, CostUnit unit, Scope scope, RandomGenerator random) {
    List<double[]> ratios = new ArrayList<>();
    for (int action = 0; action < log.actions().size(); action++) {
      String id = log.actions().get(action).id();
      Map<String, List<Turn>> sessions = new LinkedHashMap<>();
      for (Turn turn : log.turns()) {
        if (turn.action().id().equals(id)) {
          sessions
              .computeIfAbsent(turn.context().session(), key -> new ArrayList<>())
              .add(turn);
        }
      }
      ratios.add(ratios(sessions.values(), model, action, unit, scope, random));
    }
    return new CostQuantile(model, unit, ratios);
  }

  /** Sorted, one per session; none at all where a cost is unknown, for which is unknown may depend on it. */
  private static double[] ratios(
      Iterable<List<Turn>> sessions,
      OutcomeModel model,
      int action,
      CostUnit unit,
      Scope scope,
      RandomGenerator random) {
    List<Double> ratios = new ArrayList<>();
    for (List<Turn> turns : sessions) {
      List<Turn> scored =
          scope == Scope.SESSION ? turns : List.of(turns.get(random.nextInt(turns.size())));
      double largest = 0;
      for (Turn turn : turns) {
        OptionalDouble cost = unit.of(turn.outcome());
        OptionalDouble expected = in(unit, model.expect(turn.context(), action));
        if (cost.isEmpty() || expected.isEmpty()) {
          return new double[0];
        }
        if (scored.contains(turn)) {
          largest = Math.max(largest, ratio(cost.getAsDouble(), expected.getAsDouble()));
        }
      }
      ratios.add(largest);
    }
    return ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** A turn that cost nothing is covered by any bound, one expected to cost nothing by none. */
  private static double ratio(double cost, double expected) {
    return cost == 0 ? 0 : cost / expected;
  }

  private static OptionalDouble in(CostUnit unit, ExpectedOutcome expected) {
    return unit == CostUnit.TOKENS ? expected.tokens() : expected.money();
  }

  /** Unit of the bounds. */
  public CostUnit unit() {
    return unit;
  }

  /** Calibration sessions n of an action; levels up to n / (n + 1) have a bound. */
  public int sessions(int actionIndex) {
    return ratios.get(actionIndex).length;
  }

  @Override
  public OptionalDouble upper(Context context, int actionIndex, double level) {
    Require.inOpenUnitInterval("level", level);
    double[] sorted = ratios.get(actionIndex);
    int rank = (int) Math.max(1, Math.ceil((sorted.length + 1) * level - RANK_SLACK));
    if (rank > sorted.length || sorted[rank - 1] == Double.POSITIVE_INFINITY) {
      return OptionalDouble.empty();
    }
    OptionalDouble expected = in(unit, model.expect(context, actionIndex));
    return expected.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.nextUp(Math.nextUp(expected.getAsDouble() * sorted[rank - 1])));
  }
}
