package io.stackelberg.leader.finite;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import java.util.Arrays;

/**
 * Primal simplex method on a dense condensed tableau: maximise cost·x subject to rows·x + slack = rhs and
 * bounds on every variable and every slack.
 *
 * <p>A row with slack in [0, ∞) is an inequality ≤, with slack in [0, 0] an equality. Phase one minimises
 * the sum of infeasibilities from whatever basis is at hand, so a call after new bounds or costs starts
 * warm. Largest reduced cost enters, ties of the ratio test go to the largest pivot, and Bland's rule takes
 * over while steps are degenerate. Every answer is certified in the original rows: the point by its
 * residuals, the optimum by the bound its multipliers prove, infeasibility by multipliers that exclude every
 * point within the bounds; where that fails the tableau is built again from the basis once. Tolerances are
 * absolute; programs far from the order of 1 are scaled by {@link Equilibration} first. Not for several threads.
 *
 * <p>Cost: rows × columns per step. Source: Dantzig (1963) [dantzig1963linear]; Bland (1977)
 * [bland1977new]; the relaxed ratio test of Harris (1973) [harris1973pivot].
 */
public final class DenseSimplex {
  /** How a call ended. */
  public enum Status {
    /** Feasible and optimal, both certified in the original rows. */
    OPTIMAL,
    /** No feasible point; certified. */
    INFEASIBLE,
    /** Feasible, and a direction within the bounds improves without end. */
    UNBOUNDED,
    /** Stopped by the limit on steps or time. */
    ITERATION_LIMIT,
    /** No answer could be certified. */
    NUMERICAL_FAILURE
  }

  /** How far a variable may lie outside its bounds. */
  static final double FEASIBILITY = 1e-10;

  private static final double RELAXATION = 1e-11;
  private static final double OPTIMALITY = 1e-11;
  private static final double PIVOT = 1e-9;
  private static final double CERTIFICATE = 5e-10;
  private static final int STEPS_BETWEEN_REBUILDS = 2000;

  private final int rows;
  private final int columns;
  private final double[][] matrix;
  private final double[] rhs;
  private final Equilibration scale;
  private final double[] cost;
  private final double[] scaledCost;
  private final double[] lower;
  private final double[] upper;
  private final SimplexTableau tableau;
  private final WeakDuality duality;
  private final double[] value;
  private final double[] gradient;
  private double costScale = 1;
  private double bound = Double.POSITIVE_INFINITY;
  private long steps;

  /**
   * Rows with slacks in [0, ∞), variables in [0, ∞) and cost 0.
   *
   * @param matrix one row per constraint, all of one length; not copied and not changed
   * @param rhs one number per row
   */
  public DenseSimplex(double[][] matrix, double[] rhs) {
    this.rows = Require.atLeast("number of rows", matrix.length, 1);
    this.columns = Require.atLeast("number of columns", matrix[0].length, 1);
    if (rhs.length != rows) {
      throw Require.unexpected("length of rhs", rhs.length, "" + rows);
    }
    for (int row = 0; row < rows; row++) {
      if (matrix[row].length != columns) {
        throw Require.unexpected("length of row " + row, matrix[row].length, "" + columns);
      }
      Require.finite("rhs[" + row + "]", rhs[row]);
      for (double entry : matrix[row]) {
        Require.finite("entry of row " + row, entry);
      }
    }
    this.matrix = matrix;
    this.rhs = rhs.clone();
    this.cost = new double[columns];
    this.scaledCost = new double[columns + rows];
    this.lower = new double[columns + rows];
    this.upper = new double[columns + rows];
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
    this.scale = new Equilibration(matrix, columns);
    double[][] scaled = new double[rows][];
    double[] scaledRhs = new double[rows];
    for (int row = 0; row < rows; row++) {
      scaled[row] = scale.isNeeded() ? scale.scaled(matrix[row], row) : matrix[row];
      scaledRhs[row] = rhs[row] * scale.row(row);
    }
    this.tableau = new SimplexTableau(scaled, scaledRhs);
    this.duality = new WeakDuality(scaled, scaledRhs, lower, upper);
    this.value = new double[columns + rows];
    this.gradient = new double[columns];
  }

  /** Sets the cost of a variable; slacks cost nothing. */
  public void setCost(int column, double coefficient) {
    cost[column] = Require.finite("cost", coefficient);
  }

  /** Sets the bounds of a variable, which may be infinite. */
  public void setBounds(int column, double low, double high) {
    setScaledBounds(column, low, high, 1 / scale.column(column));
  }

  /** Sets the bounds of the slack rhs − row·x. */
  public void setSlackBounds(int row, double low, double high) {
    setScaledBounds(columns + row, low, high, scale.row(row));
  }

  private void setScaledBounds(int variable, double low, double high, double factor) {
    if (!(low <= high)) {
      throw Require.unexpected("lower bound", low, "a number <= the upper bound " + high);
    }
    lower[variable] = low * factor;
    upper[variable] = high * factor;
  }

  /** The basic variables, slack of row r counting as variable columns + r; a fresh array. */
  public int[] basis() {
    return tableau.basic.clone();
  }

  /** Starts the next call from this basis; a dependent variable is replaced by a slack. */
  public void startFrom(int[] basis) {
    tableau.rebuild(basis);
  }

  /** Solves from the current basis with at most {@code maxSteps} steps. */
  public Status solve(long maxSteps) {
    return solve(maxSteps, new Deadline(SolveLimits.DEFAULT));
  }

  /** The same, stopped as by the limit on steps once the deadline's time is over. */
  public Status solve(long maxSteps, Deadline deadline) {
    bound = Double.POSITIVE_INFINITY;
    long limit = maxSteps > Long.MAX_VALUE - steps ? Long.MAX_VALUE : steps + maxSteps;
    Status status = run(limit, deadline);
    if (status == Status.NUMERICAL_FAILURE) {
      tableau.rebuild(basis());
      status = run(limit, deadline);
    }
    return status;
  }

  /** Value of a variable at the last point. */
  public double value(int column) {
    return value[column] * scale.column(column);
  }

  /** Value of a row's slack at the last point, computed from the original row. */
  public double slack(int row) {
    double sum = rhs[row];
    for (int column = 0; column < columns; column++) {
      sum -= matrix[row][column] * value(column);
    }
    return sum;
  }

  /** The objective at the last point, from the original costs. */
  public double objective() {
    double sum = 0;
    for (int column = 0; column < columns; column++) {
      sum += cost[column] * value(column);
    }
    return sum;
  }

  /** Upper bound on the objective that the last optimal multipliers prove by weak duality; else +∞. */
  public double bound() {
    return bound;
  }

  /** Steps of all calls so far. */
  public long steps() {
    return steps;
  }

  /**
   * Restricts the bounds to the optimal face after an optimal call: whatever has a reduced cost beyond
   * {@code threshold} (in units of cost; variables and slacks as scaled) stays at its bound.
   */
  public void fixOptimalFace(double threshold) {
    for (int place = 0; place < columns; place++) {
      int variable = tableau.nonbasic[place];
      if (Math.abs(tableau.reduced[place]) > threshold * costScale) {
        lower[variable] = value[variable];
        upper[variable] = value[variable];
      }
    }
  }

  private Status run(long limit, Deadline deadline) {
    if (tableau.pivots() > STEPS_BETWEEN_REBUILDS) {
      tableau.rebuild(basis());
    }
    for (int place = 0; place < columns; place++) {
      int variable = tableau.nonbasic[place];
      value[variable] = nearestBound(variable);
    }
    tableau.evaluateBasic(value);
    double largest = 0;
    for (int column = 0; column < columns; column++) {
      scaledCost[column] = cost[column] * scale.column(column);
      largest = Math.max(largest, Math.abs(scaledCost[column]));
    }
    costScale = largest == 0 ? 1 : Equilibration.factor(largest);
    for (int column = 0; column < columns; column++) {
      scaledCost[column] *= costScale;
    }
    tableau.price(scaledCost);
    int stalled = 0;
    while (true) {
      boolean isFeasible = infeasibilityGradient();
      boolean bland = stalled > 20 + rows;
      int entering = entering(isFeasible ? tableau.reduced : gradient, bland);
      if (entering < 0) {
        return isFeasible ? certifyOptimum() : certifyInfeasibility();
      }
      if (steps >= limit || deadline.reached(0).isPresent()) {
        return Status.ITERATION_LIMIT;
      }
      steps++;
      double slope = isFeasible ? tableau.reduced[entering] : gradient[entering];
      double moved = step(entering, slope > 0 ? 1 : -1, bland);
      if (Double.isInfinite(moved)) {
        return isFeasible ? Status.UNBOUNDED : Status.NUMERICAL_FAILURE;
      }
      if (Double.isNaN(moved)) {
        return Status.NUMERICAL_FAILURE;
      }
      stalled = moved > FEASIBILITY ? 0 : stalled + 1;
    }
  }

  private double nearestBound(int variable) {
    if (lower[variable] == Double.NEGATIVE_INFINITY) {
      return upper[variable] == Double.POSITIVE_INFINITY ? 0 : upper[variable];
    }
    boolean isUpper =
        value[variable] > lower[variable] && upper[variable] - value[variable] <= FEASIBILITY;
    return isUpper ? upper[variable] : lower[variable];
  }

  /** Direction in which the nonbasic variables lessen the infeasibility; true when there is none. */
  private boolean infeasibilityGradient() {
    boolean isFeasible = true;
    for (int row = 0; row < rows; row++) {
      int sign = violation(tableau.basic[row]);
      if (sign != 0) {
        if (isFeasible) {
          Arrays.fill(gradient, 0);
          isFeasible = false;
        }
        double[] line = tableau.rows[row];
        for (int place = 0; place < columns; place++) {
          gradient[place] += sign * line[place];
        }
      }
    }
    return isFeasible;
  }

  /** 1 above the upper bound, −1 below the lower one, else 0. */
  private int violation(int variable) {
    if (value[variable] > upper[variable] + FEASIBILITY) {
      return 1;
    }
    return value[variable] < lower[variable] - FEASIBILITY ? -1 : 0;
  }

  private int entering(double[] slopes, boolean bland) {
    int best = -1;
    double steepest = OPTIMALITY;
    for (int place = 0; place < columns; place++) {
      int variable = tableau.nonbasic[place];
      double slope = slopes[place];
      boolean canMove =
          slope > 0 ? value[variable] < upper[variable] : value[variable] > lower[variable];
      if (!canMove || !(Math.abs(slope) > OPTIMALITY)) {
        continue;
      }
      if (bland) {
        best = best < 0 || variable < tableau.nonbasic[best] ? place : best;
      } else if (Math.abs(slope) > steepest) {
        steepest = Math.abs(slope);
        best = place;
      }
    }
    return best;
  }

  /** Moves along one column; returns the length moved, +∞ when nothing blocks. */
  private double step(int place, int direction, boolean bland) {
    double relaxed = Double.POSITIVE_INFINITY;
    for (int row = 0; row < rows; row++) {
      double rate = direction * tableau.rows[row][place];
      double room = room(row, rate);
      if (room < Double.POSITIVE_INFINITY) {
        relaxed = Math.min(relaxed, (room + (bland ? 0 : RELAXATION)) / Math.abs(rate));
      }
    }
    int leaving = -1;
    double length = 0;
    for (int row = 0; row < rows; row++) {
      double rate = direction * tableau.rows[row][place];
      double room = room(row, rate);
      if (room < Double.POSITIVE_INFINITY && room / Math.abs(rate) <= relaxed) {
        boolean better = leaving < 0
            || (bland
                ? tableau.basic[row] < tableau.basic[leaving]
                : Math.abs(rate) > Math.abs(tableau.rows[leaving][place]));
        if (better) {
          leaving = row;
          length = room / Math.abs(rate);
        }
      }
    }
    int variable = tableau.nonbasic[place];
    double span = upper[variable] - lower[variable];
    if (leaving < 0 && span == Double.POSITIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    boolean flips = leaving < 0 || span <= length;
    double moved = flips ? span : length;
    double target = 0;
    if (!flips) {
      target = target(leaving, direction * tableau.rows[leaving][place]);
    }
    for (int row = 0; row < rows; row++) {
      value[tableau.basic[row]] -= direction * moved * tableau.rows[row][place];
    }
    if (flips) {
      value[variable] = direction > 0 ? upper[variable] : lower[variable];
    } else {
      value[variable] += direction * moved;
      value[tableau.basic[leaving]] = target;
      tableau.pivot(leaving, place);
    }
    return moved;
  }

  /** How far the row's basic variable may move, ≥ 0; +∞ when it does not block. */
  private double room(int row, double rate) {
    if (!(Math.abs(rate) > PIVOT)) {
      return Double.POSITIVE_INFINITY;
    }
    double target = target(row, rate);
    double distance =
        rate > 0 ? value[tableau.basic[row]] - target : target - value[tableau.basic[row]];
    return Math.max(0, distance);
  }

  /** The bound at which the row's basic variable stops; infinite when there is none. */
  private double target(int row, double rate) {
    int variable = tableau.basic[row];
    int violation = violation(variable);
    if (rate > 0) {
      double stop = violation > 0 ? upper[variable] : lower[variable];
      return violation < 0 ? Double.NEGATIVE_INFINITY : stop;
    }
    double stop = violation < 0 ? lower[variable] : upper[variable];
    return violation > 0 ? Double.POSITIVE_INFINITY : stop;
  }

  private Status certifyOptimum() {
    for (int row = 0; row < rows; row++) {
      double slack = slack(row) * scale.row(row);
      int variable = columns + row;
      if (!(slack >= lower[variable] - CERTIFICATE && slack <= upper[variable] + CERTIFICATE)) {
        return Status.NUMERICAL_FAILURE;
      }
    }
    double[] multipliers = new double[rows];
    for (int place = 0; place < columns; place++) {
      if (tableau.nonbasic[place] >= columns) {
        multipliers[tableau.nonbasic[place] - columns] = -tableau.reduced[place];
      }
    }
    double proved = duality.bound(multipliers, scaledCost);
    if (!(proved - objective() * costScale <= CERTIFICATE * (1 + Math.abs(proved)))) {
      return Status.NUMERICAL_FAILURE;
    }
    bound = proved / costScale;
    return Status.OPTIMAL;
  }

  private Status certifyInfeasibility() {
    double[] multipliers = new double[rows];
    for (int row = 0; row < rows; row++) {
      int variable = tableau.basic[row];
      if (variable >= columns) {
        multipliers[variable - columns] = -violation(variable);
      }
    }
    for (int place = 0; place < columns; place++) {
      if (tableau.nonbasic[place] >= columns) {
        multipliers[tableau.nonbasic[place] - columns] = -gradient[place];
      }
    }
    return duality.bound(multipliers, new double[columns]) < 0
        ? Status.INFEASIBLE
        : Status.NUMERICAL_FAILURE;
  }
}
