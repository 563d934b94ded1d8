package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Common agency over the tokens of a vocabulary, step by step: the values stay, the reference distribution changes.
 *
 * <p>Tokens that every principal values alike are merged into one outcome. That is exact: a best reply pays (value
 * − c)_+, hence the same for all of them, so the agent keeps the proportions that the reference gives them. The
 * equilibrium is solved and certified over the classes, and {@link #spread} gives every token its share. Immutable.
 */
public final class TokenGame {
  private static final LimitedLiabilityEquilibrium SOLVER = new LimitedLiabilityEquilibrium();

  private final double temperature;
  private final double[][] values;
  private final int[] classOf;
  private final double[][] classValues;
  private final double[] start;

  /**
   * A game whose reference is still open.
   *
   * @param temperature the agent's noise, in units of payment, above 0
   * @param values values[principal][token], finite; not copied, not changed
   */
  public TokenGame(double temperature, double[][] values) {
    this.temperature = Require.positive("temperature", temperature);
    this.values = values;
    int principals = values.length;
    classOf = new int[values[0].length];
    Map<List<Double>, Integer> classes = new LinkedHashMap<>();
    for (int token = 0; token < classOf.length; token++) {
      List<Double> column = new ArrayList<>(principals);
      for (double[] row : values) {
        column.add(row[token] + 0.0);
      }
      classOf[token] = classes.computeIfAbsent(column, unseen -> classes.size());
    }
    classValues = new double[principals][classes.size()];
    start = new double[principals];
    for (int principal = 0; principal < principals; principal++) {
      start[principal] = Double.NEGATIVE_INFINITY;
      for (int token = 0; token < classOf.length; token++) {
        double value = values[principal][token];
        classValues[principal][classOf[token]] = value;
        start[principal] = Math.max(start[principal], value + temperature);
      }
    }
  }

  /** Number of tokens. */
  public int tokens() {
    return classOf.length;
  }

  /** Number of different columns of values. */
  public int classes() {
    return classValues[0].length;
  }

  /** What a token is worth to a principal. */
  public double value(int principal, int token) {
    return values[principal][token];
  }

  /** What a token is worth to all principals together. */
  double totalValue(int token) {
    double total = 0;
    for (double[] row : values) {
      total += row[token];
    }
    return total;
  }

  /**
   * The game over classes at one step.
   *
   * @param reference probability of every token without payments, each above 0
   */
  public CommonAgency over(double[] reference) {
    double[] mass = new double[classes()];
    for (int token = 0; token < classOf.length; token++) {
      mass[classOf[token]] += reference[token];
    }
    return new CommonAgency(mass, temperature, classValues);
  }

  /** The same values for a solver that merges tokens by who pays for them. */
  DistinctScores byPayers() {
    return new DistinctScores(temperature, values);
  }

  /** The same step with every token an outcome of its own: what {@link #over} merges. */
  CommonAgency overTokens(double[] reference) {
    return new CommonAgency(reference, temperature, values);
  }

  /**
   * The equilibrium under limited liability that Newton's method reaches from no payments, certificate included.
   *
   * @param game of {@link #over}
   */
  public AgencyEquilibrium equilibrium(CommonAgency game) {
    return SOLVER.solveFrom(game, start, Method.NEWTON, SolveLimits.DEFAULT);
  }

  /** What one principal would do without the others. */
  AgencyEquilibrium alone(CommonAgency game, int principal) {
    CommonAgency single =
        new CommonAgency(game.reference(), temperature, new double[][] {classValues[principal]});
    return SOLVER.solveFrom(
        single, new double[] {start[principal]}, Method.NEWTON, SolveLimits.DEFAULT);
  }

  /** Probabilities of tokens from those of their classes, in the proportions of the reference; a fresh array. */
  public double[] spread(double[] reference, CommonAgency game, double[] classPolicy) {
    double[] factor = new double[classes()];
    for (int each = 0; each < factor.length; each++) {
      factor[each] = classPolicy[each] / game.reference(each);
    }
    double[] policy = new double[classOf.length];
    for (int token = 0; token < policy.length; token++) {
      policy[token] = reference[token] * factor[classOf[token]];
    }
    return policy;
  }
}
