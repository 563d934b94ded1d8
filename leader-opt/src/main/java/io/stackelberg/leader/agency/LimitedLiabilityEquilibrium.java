package io.stackelberg.leader.agency;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.agency.AgencyEquilibria.Multiplicity;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Equilibria of common agency under limited liability: payments of at least 0, each principal bearing its own.
 *
 * <p>A best reply is (value − c)_+ with one threshold c per principal, the root of E (c − value)_+ =
 * temperature, and is worth c − temperature; the search is therefore over one number per principal. Every
 * returned equilibrium carries the gain of each principal's best reply, found by bracketing its root anew and
 * summing both payoffs outcome by outcome.
 *
 * <p>With one or two principals the equilibrium is unique. From three on it need not be, and where an
 * algorithm ends depends on where it starts: the search runs from several starts, says {@code UNIQUE} only
 * where {@link UniquenessBox} proves it, and reads from the sign of a determinant when more equilibria exist
 * than were found.
 *
 * <p>Source: derived for this project from Bernheim and Whinston (1986) [bernheim1986common] with a logit
 * agent. Cost: one exponential per outcome and Newton step.
 */
public final class LimitedLiabilityEquilibrium {
  private static final int HALVINGS = 30;

  /** How thresholds move from one profile to the next. */
  public enum Method {
    /** Damped Newton steps on all equations at once, a sweep of best replies where a step fails. */
    NEWTON,
    /** Best replies in turn, each seeing those before it. */
    GAUSS_SEIDEL,
    /** Best replies at once, each seeing the profile before. */
    JACOBI
  }

  /**
   * Options of the search.
   *
   * @param maxIterations steps or sweeps per start, at least 1
   * @param randomStarts starts besides the two corners where uniqueness is not proved, at least 0
   * @param uniquenessWork largest outcomes × principals for which the uniqueness box is tried, at least 0
   */
  public record Options(int maxIterations, int randomStarts, int uniquenessWork) {
    /** 500 iterations, 24 random starts, boxes up to 4096. */
    public static final Options DEFAULT = new Options(500, 24, 4096);

    public Options {
      Require.atLeast("maxIterations", maxIterations, 1);
      Require.atLeast("randomStarts", randomStarts, 0);
      Require.atLeast("uniquenessWork", uniquenessWork, 0);
    }

    /** The same options with another number of iterations. */
    public Options withMaxIterations(int iterations) {
      return new Options(iterations, randomStarts, uniquenessWork);
    }

    /** The same options with another number of random starts. */
    public Options withRandomStarts(int starts) {
      return new Options(maxIterations, starts, uniquenessWork);
    }

    /** The same options with another limit of the uniqueness box. */
    public Options withUniquenessWork(int work) {
      return new Options(maxIterations, randomStarts, work);
    }
  }

  private final Options options;

  /** The search with its default options. */
  public LimitedLiabilityEquilibrium() {
    this(Options.DEFAULT);
  }

  /** The search with these options. */
  public LimitedLiabilityEquilibrium(Options options) {
    this.options = options;
  }

  /**
   * A principal's best threshold against the others' thresholds; it is worth this minus the temperature.
   *
   * @param thresholds one finite number per principal; the principal's own is not used but as a guess
   */
  public double bestReply(CommonAgency game, int principal, double[] thresholds) {
    ScaledAgency scaled = new ScaledAgency(game);
    return new ThresholdRoot(scaled.outcomes)
            .solve(scaled, scaledStart(game, thresholds), principal)
        * game.temperature();
  }

  /** Runs one method from one start; limits count iterations. */
  public AgencyEquilibrium solveFrom(
      CommonAgency game, double[] start, Method method, SolveLimits limits) {
    return run(
        game, new ScaledAgency(game), scaledStart(game, start), method, limits, deadline(limits));
  }

  /**
   * Searches from several starts and collects the distinct equilibria.
   *
   * @param random draws the starts; not used with one or two principals
   */
  public AgencyEquilibria solve(CommonAgency game, SolveLimits limits, RandomGenerator random) {
    ScaledAgency scaled = new ScaledAgency(game);
    long deadline = deadline(limits);
    FoundEquilibria collection = new FoundEquilibria(game.temperature());
    double[] corner = new double[scaled.principals];
    for (int j = 0; j < corner.length; j++) {
      corner[j] = scaled.highest[j] + 1;
    }
    collection.add(run(game, scaled, corner, Method.NEWTON, limits, deadline));
    if (collection.found().isEmpty()) {
      collection.add(run(game, scaled, corner, Method.GAUSS_SEIDEL, limits, deadline));
    }
    if (scaled.principals <= 2) {
      return collection.result(
          Multiplicity.UNIQUE, "with one or two principals the equilibrium is unique");
    }
    if ((long) scaled.principals * scaled.outcomes <= options.uniquenessWork()
        && new UniquenessBox(scaled).provesUnique()) {
      return collection.result(
          Multiplicity.UNIQUE,
          "each principal's own effect dominates on a box that holds all equilibria");
    }
    collection.add(run(game, scaled, scaled.lowest.clone(), Method.GAUSS_SEIDEL, limits, deadline));
    for (int start = 0; start < options.randomStarts() && !expired(deadline); start++) {
      double[] drawn = new double[scaled.principals];
      for (int j = 0; j < drawn.length; j++) {
        drawn[j] =
            scaled.lowest[j] + random.nextDouble() * (scaled.highest[j] + 1 - scaled.lowest[j]);
      }
      Method method = start % 2 == 0 ? Method.GAUSS_SEIDEL : Method.NEWTON;
      collection.add(run(game, scaled, drawn, method, limits, deadline));
    }
    between(game, scaled, collection, limits, deadline);
    return collection.result(Multiplicity.UNKNOWN, "");
  }

  /** While the indices say that equilibria are missing, looks on the segments between those found. */
  private void between(
      CommonAgency game,
      ScaledAgency scaled,
      FoundEquilibria collection,
      SolveLimits limits,
      long deadline) {
    List<AgencyEquilibrium> ends = List.copyOf(collection.found());
    for (int one = 0; one < ends.size(); one++) {
      for (int other = 0; other < one; other++) {
        for (int part = 1; part < 8; part++) {
          OptionalInt sum = collection.indexSum();
          if (sum.isEmpty() || sum.getAsInt() == 1 || expired(deadline)) {
            return;
          }
          double[] start = new double[scaled.principals];
          for (int j = 0; j < start.length; j++) {
            start[j] = ((8 - part) * ends.get(one).threshold(j)
                    + part * ends.get(other).threshold(j))
                / (8 * scaled.temperature);
          }
          collection.add(run(game, scaled, start, Method.NEWTON, limits, deadline));
        }
      }
    }
  }

  private AgencyEquilibrium run(
      CommonAgency game,
      ScaledAgency scaled,
      double[] start,
      Method method,
      SolveLimits limits,
      long deadline) {
    double[] threshold = start.clone();
    clamp(scaled, threshold);
    ThresholdRoot root = new ThresholdRoot(scaled.outcomes);
    scaled.passes = 0;
    StopReason stop = StopReason.EVALUATION_LIMIT;
    int iterations = 0;
    scaled.evaluate(threshold);
    double residual = scaled.residual();
    double finest = 1e-15 * Math.max(1, scaled.span() / 16);
    long most = Math.min(options.maxIterations(), limits.maxEvaluations());
    while (iterations < most) {
      if (expired(deadline)) {
        stop = StopReason.TIME_LIMIT;
        break;
      }
      double[] before = threshold.clone();
      double last = residual;
      iterations++;
      if (method != Method.NEWTON || !newtonStep(scaled, threshold, finest)) {
        sweep(scaled, root, threshold, method == Method.JACOBI);
        scaled.evaluate(threshold);
      }
      residual = scaled.residual();
      if (residual <= finest || (residual <= 1e4 * finest && residual >= 0.5 * last)) {
        stop = StopReason.CONVERGED;
        if (last < residual) {
          System.arraycopy(before, 0, threshold, 0, threshold.length);
        }
        break;
      }
    }
    return certify(game, scaled, root, threshold, stop, iterations, limits);
  }

  /** Moves by a damped Newton step, leaving the pass at the new profile; false if none lessens the residual. */
  private static boolean newtonStep(ScaledAgency scaled, double[] threshold, double finest) {
    int size = threshold.length;
    double[] step = new double[size];
    for (int j = 0; j < size; j++) {
      step[j] = 1 - scaled.shortfall[j];
    }
    double residual = scaled.residual();
    if (SmallMatrix.solve(scaled.sensitivity, step) == 0) {
      return false;
    }
    double[] origin = threshold.clone();
    double length = 1;
    for (int halving = 0; halving < HALVINGS; halving++) {
      for (int j = 0; j < size; j++) {
        threshold[j] = origin[j] + length * step[j];
      }
      clamp(scaled, threshold);
      scaled.evaluate(threshold);
      if (scaled.residual() <= (1 - 1e-4 * length) * residual || residual <= 100 * finest) {
        return true;
      }
      length *= 0.5;
    }
    System.arraycopy(origin, 0, threshold, 0, size);
    return false;
  }

  private static void sweep(
      ScaledAgency scaled, ThresholdRoot root, double[] threshold, boolean atOnce) {
    double[] seen = atOnce ? threshold.clone() : threshold;
    for (int j = 0; j < threshold.length; j++) {
      threshold[j] = root.solve(scaled, seen, j);
    }
  }

  private static void clamp(ScaledAgency scaled, double[] threshold) {
    for (int j = 0; j < threshold.length; j++) {
      threshold[j] = Math.min(Math.max(threshold[j], scaled.lowest[j]), scaled.highest[j] + 1);
    }
  }

  private static AgencyEquilibrium certify(
      CommonAgency game,
      ScaledAgency scaled,
      ThresholdRoot root,
      double[] threshold,
      StopReason stop,
      int iterations,
      SolveLimits limits) {
    int size = threshold.length;
    scaled.evaluate(threshold);
    double[][] sensitivity = new double[size][];
    for (int j = 0; j < size; j++) {
      sensitivity[j] = scaled.sensitivity[j].clone();
    }
    double[] policy = scaled.policy(threshold);
    double[] payoff = new double[size];
    double[] original = new double[size];
    double worst = 0;
    double worstShare = 0;
    for (int j = 0; j < size; j++) {
      original[j] = threshold[j] * scaled.temperature;
      payoff[j] = payoff(scaled, policy, threshold, j);
      double[] deviation = threshold.clone();
      deviation[j] = root.solve(scaled, threshold, j);
      double gain = 0;
      if (deviation[j] != threshold[j]) {
        gain = payoff(scaled, scaled.policy(deviation), deviation, j) - payoff[j];
      }
      double range = scaled.temperature * Math.max(1, scaled.highest[j] - scaled.lowest[j]);
      worst = gain > worst || Double.isNaN(gain) ? gain : worst;
      worstShare = Math.max(worstShare, gain / range);
    }
    StopReason reason = stop;
    if (stop == StopReason.CONVERGED && !(worstShare <= limits.tolerance().relative())) {
      reason = StopReason.NUMERICAL_FAILURE;
    }
    return new AgencyEquilibrium(
        game,
        reason,
        original,
        policy,
        payoff,
        worst,
        sensitivity,
        isRegular(scaled, threshold),
        iterations,
        scaled.passes);
  }

  private static double payoff(
      ScaledAgency scaled, double[] policy, double[] threshold, int principal) {
    double sum = 0;
    for (int outcome = 0; outcome < policy.length; outcome++) {
      sum += policy[outcome] * Math.min(scaled.scaled[principal][outcome], threshold[principal]);
    }
    return sum * scaled.temperature;
  }

  private static boolean isRegular(ScaledAgency scaled, double[] threshold) {
    for (int j = 0; j < threshold.length; j++) {
      for (double value : scaled.scaled[j]) {
        if (Math.abs(value - threshold[j]) <= 1e-10 * Math.max(1, Math.abs(value))) {
          return false;
        }
      }
    }
    return true;
  }

  private static double[] scaledStart(CommonAgency game, double[] thresholds) {
    if (thresholds.length != game.principals()) {
      throw Require.unexpected("length of thresholds", thresholds.length, "" + game.principals());
    }
    double[] start = new double[thresholds.length];
    for (int j = 0; j < start.length; j++) {
      start[j] = Require.finite("thresholds[" + j + "]", thresholds[j]) / game.temperature();
    }
    return start;
  }

  private static long deadline(SolveLimits limits) {
    return limits.maxTime().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
  }

  private static boolean expired(long deadline) {
    return deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0;
  }
}
