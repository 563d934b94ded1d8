package io.stackelberg.leader.risk;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.DenseSimplex;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Best lottery over commitments for a risk-averse leader.
 *
 * <p>With the draw {@linkplain Randomisation#AVERAGED averaged}, mean − variance is a convex quadratic
 * program on the simplex, solved by an active set; its bound is the largest value of the linearisation at the
 * answer, which a concave function nowhere exceeds. The conditional value at risk is the linear program max
 * t − E(t − payoff)⁺ / tailShare of Rockafellar and Uryasev (2000) [rockafellar2000optimization]; its bound
 * is that of the multipliers. With the draw {@linkplain Randomisation#BORNE borne} the single commitments are
 * compared, one of which is best.
 *
 * <p>{@code PROVEN_OPTIMAL} means that the value, recomputed from the law of the payoff, lies within the
 * tolerance of the bound, relative to the range of the measure: the payoff range, and an eighth of aversion ×
 * range² more for the variance.
 */
public final class RiskAverseSolver {
  /**
   * Solves one choice.
   *
   * @param limits tolerance, time (looked at between steps of the active set), and evaluations counted as
   *     steps of the method
   */
  public RiskAverseSolution solve(
      ScenarioPayoffs payoffs,
      RiskMeasure measure,
      Randomisation randomisation,
      SolveLimits limits) {
    if (randomisation == Randomisation.BORNE) {
      return enumerate(payoffs, measure, limits);
    }
    return measure instanceof RiskMeasure.MeanVariance quadratic
        ? meanVariance(payoffs, quadratic, limits)
        : lowerTail(payoffs, (RiskMeasure.ConditionalValueAtRisk) measure, limits);
  }

  private static RiskAverseSolution enumerate(
      ScenarioPayoffs payoffs, RiskMeasure measure, SolveLimits limits) {
    Deadline deadline = new Deadline(limits);
    double[] best = new double[0];
    double bound = Double.NEGATIVE_INFINITY;
    for (int commitment = 0; commitment < payoffs.commitments(); commitment++) {
      Optional<StopReason> stop = deadline.reached(commitment);
      if (stop.isPresent()) {
        return solution(
            payoffs,
            measure,
            Randomisation.BORNE,
            best,
            Double.POSITIVE_INFINITY,
            commitment,
            stop.get(),
            limits);
      }
      double[] alone = new double[payoffs.commitments()];
      alone[commitment] = 1;
      double value = FiniteLaw.of(payoffs, alone, Randomisation.AVERAGED).value(measure);
      if (value > bound) {
        bound = value;
        best = alone;
      }
    }
    return solution(
        payoffs,
        measure,
        Randomisation.BORNE,
        best,
        bound,
        payoffs.commitments(),
        StopReason.PROVEN_OPTIMAL,
        limits);
  }

  private static RiskAverseSolution meanVariance(
      ScenarioPayoffs payoffs, RiskMeasure.MeanVariance measure, SolveLimits limits) {
    SimplexQuadratic quadratic = new SimplexQuadratic(payoffs, measure.aversion());
    StopReason reason = quadratic.solve(limits);
    return solution(
        payoffs,
        measure,
        Randomisation.AVERAGED,
        quadratic.lottery(),
        linearisationBound(payoffs, measure, quadratic.lottery()),
        quadratic.steps(),
        reason,
        limits);
  }

  /** Largest value over all lotteries of the measure's linearisation at this one. */
  private static double linearisationBound(
      ScenarioPayoffs payoffs, RiskMeasure.MeanVariance measure, double[] lottery) {
    FiniteLaw law = FiniteLaw.of(payoffs, lottery, Randomisation.AVERAGED);
    double[] expected = payoffs.expected(lottery);
    double mean = law.mean();
    double largest = Double.NEGATIVE_INFINITY;
    for (int commitment = 0; commitment < lottery.length; commitment++) {
      double slope = 0;
      for (int scenario = 0; scenario < expected.length; scenario++) {
        double excess = payoffs.payoff(scenario, commitment) - expected[scenario];
        slope += payoffs.probability(scenario)
            * (1 - measure.aversion() * (expected[scenario] - mean))
            * excess;
      }
      largest = Math.max(largest, slope);
    }
    return law.value(measure) + largest;
  }

  /** Variables: the lottery, t, and the shortfall below t in each scenario; payoffs scaled to [0, 1]. */
  private static RiskAverseSolution lowerTail(
      ScenarioPayoffs payoffs, RiskMeasure.ConditionalValueAtRisk measure, SolveLimits limits) {
    int n = payoffs.commitments();
    int scenarios = payoffs.scenarios();
    double low = -payoffs.extreme(-1);
    double range = payoffs.range();
    double scale = range > 0 ? range : 1;
    double[][] rows = new double[scenarios + 1][n + 1 + scenarios];
    double[] rhs = new double[scenarios + 1];
    for (int scenario = 0; scenario < scenarios; scenario++) {
      for (int commitment = 0; commitment < n; commitment++) {
        rows[scenario][commitment] = -(payoffs.payoff(scenario, commitment) - low) / scale;
      }
      rows[scenario][n] = 1;
      rows[scenario][n + 1 + scenario] = -1;
    }
    Arrays.fill(rows[scenarios], 0, n, 1);
    rhs[scenarios] = 1;
    DenseSimplex program = new DenseSimplex(rows, rhs);
    program.setSlackBounds(scenarios, 0, 0);
    program.setBounds(n, 0, 1);
    program.setCost(n, 1);
    for (int scenario = 0; scenario < scenarios; scenario++) {
      // More than 1 per unit is never worth paying: lowering t by the unit costs 1.
      double cost = Math.min(1, payoffs.probability(scenario) / measure.tailShare());
      program.setCost(n + 1 + scenario, -cost);
      program.setBounds(n + 1 + scenario, 0, 1);
    }
    DenseSimplex.Status status = program.solve(limits.maxEvaluations());
    if (status != DenseSimplex.Status.OPTIMAL) {
      return solution(
          payoffs,
          measure,
          Randomisation.AVERAGED,
          new double[0],
          Double.POSITIVE_INFINITY,
          program.steps(),
          status == DenseSimplex.Status.ITERATION_LIMIT
              ? StopReason.EVALUATION_LIMIT
              : StopReason.NUMERICAL_FAILURE,
          limits);
    }
    double[] lottery = new double[n];
    double sum = 0;
    for (int commitment = 0; commitment < n; commitment++) {
      lottery[commitment] = Math.max(0, program.value(commitment));
      sum += lottery[commitment];
    }
    for (int commitment = 0; commitment < n; commitment++) {
      lottery[commitment] /= sum;
    }
    return solution(
        payoffs,
        measure,
        Randomisation.AVERAGED,
        lottery,
        low + scale * program.bound(),
        program.steps(),
        StopReason.PROVEN_OPTIMAL,
        limits);
  }

  /** Values the lottery again from its law; a proof stands only where that value meets the bound. */
  private static RiskAverseSolution solution(
      ScenarioPayoffs payoffs,
      RiskMeasure measure,
      Randomisation randomisation,
      double[] lottery,
      double bound,
      long steps,
      StopReason reason,
      SolveLimits limits) {
    if (lottery.length == 0) {
      return new RiskAverseSolution(
          reason, List.of(), Double.NaN, bound, Double.NaN, Double.NaN, steps);
    }
    FiniteLaw law = FiniteLaw.of(payoffs, lottery, randomisation);
    double value = law.value(measure);
    double slack =
        limits.tolerance().relative() * range(payoffs, measure) + 1e-14 * Math.abs(bound);
    boolean isConfirmed = bound - value <= slack && value - bound <= slack;
    return new RiskAverseSolution(
        reason == StopReason.PROVEN_OPTIMAL && !isConfirmed ? StopReason.NUMERICAL_FAILURE : reason,
        Arrays.stream(lottery).boxed().toList(),
        value,
        bound,
        law.mean(),
        law.variance(),
        steps);
  }

  private static double range(ScenarioPayoffs payoffs, RiskMeasure measure) {
    double range = payoffs.range();
    return measure instanceof RiskMeasure.MeanVariance quadratic
        ? range * (1 + quadratic.aversion() * range / 8)
        : range;
  }
}
