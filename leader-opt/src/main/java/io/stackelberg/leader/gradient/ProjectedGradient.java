package io.stackelberg.leader.gradient;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import java.util.random.RandomGenerator;

/**
 * Projected gradient ascent with Armijo's rule and spectral step lengths; where a kink brings it to a stop, a
 * {@link KinkClimb} goes on.
 *
 * <p>Works in units of the box, so that scaling a coordinate or the value changes nothing. Source: Bertsekas
 * (1976) [bertsekas1976goldstein]; step lengths: Barzilai and Borwein (1988) [barzilai1988two].
 *
 * @param options the options
 */
public record ProjectedGradient(Options options) implements AscentMethod {
  private static final double SUFFICIENT = 1e-4;
  private static final double FIRST_STEP = 0.1;
  private static final double SMALLEST_STEP = 1e-9;

  /**
   * Options.
   *
   * @param starts climbs, the first from the centre, at least 1
   * @param tolerance projected gradient step below which a climb has converged, with slopes relative to the
   *     steepest met and lengths to the box, above 0
   * @param maxEvaluationsPerStart limit of one climb, at least 1
   */
  public record Options(int starts, double tolerance, long maxEvaluationsPerStart) {
    /** Ten starts, tolerance 1e-8, 2000 evaluations each. */
    public static final Options DEFAULT = new Options(10, 1e-8, 2_000);

    public Options {
      Require.atLeast("starts", starts, 1);
      Require.positive("tolerance", tolerance);
      Require.atLeast("maxEvaluationsPerStart", maxEvaluationsPerStart, 1L);
    }

    /** The same options with another number of starts. */
    public Options withStarts(int other) {
      return new Options(other, tolerance, maxEvaluationsPerStart);
    }

    /** The same options with another tolerance. */
    public Options withTolerance(double other) {
      return new Options(starts, other, maxEvaluationsPerStart);
    }

    /** The same options with another limit per start. */
    public Options withMaxEvaluationsPerStart(long other) {
      return new Options(starts, tolerance, other);
    }
  }

  /** With the default options. */
  public ProjectedGradient() {
    this(Options.DEFAULT);
  }

  @Override
  public AscentSolution solve(
      ContinuousProblem problem, SolveLimits limits, RandomGenerator random) {
    return new AscentRun(problem, limits)
        .climb(options.starts(), options.maxEvaluationsPerStart(), random, this::climb);
  }

  private AscentRun.End climb(double[] start, AscentRun run) {
    AscentRun.Trial here = run.evaluate(start);
    if (!here.isUsable()) {
      return new AscentRun.End(here, false);
    }
    double length = FIRST_STEP / Math.max(Double.MIN_NORMAL, run.steepest());
    while (run.mayGoOn()) {
      if (run.isStationary(here, options.tolerance())) {
        return new AscentRun.End(here, true);
      }
      double[] target = run.step(here.point, here.slope, length);
      if (AscentRun.distance(target, here.point) < SMALLEST_STEP) {
        return KinkClimb.from(here, run);
      }
      AscentRun.Trial there = run.evaluate(target);
      double promised = 0;
      double squares = 0;
      double bend = 0;
      for (int i = 0; i < target.length; i++) {
        double moved = target[i] - here.point[i];
        promised += here.slope[i] * moved;
        squares += moved * moved;
        bend -= moved * (there.slope[i] - here.slope[i]);
      }
      if (there.isUsable() && there.value >= here.value + SUFFICIENT * promised) {
        length = bend > squares / (100 * length) ? squares / bend : 10 * length;
        here = there;
      } else {
        length /= 2;
      }
    }
    return new AscentRun.End(here, false);
  }
}
