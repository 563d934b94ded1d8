package io.stackelberg.leader.gradient;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Adam with projection: where ten steps bring no better point, the climb returns to its best one, forgets its
 * moments and halves the step length.
 *
 * <p>Has converged when a projected gradient step is negligible or the step length has fallen to its end; at
 * a kink only the latter happens, and the point need not be a local optimum. Works in units of the box. On a
 * cut region all coordinates share one second moment, for a projection after unequal scaling would settle at
 * points that are not stationary.
 *
 * <p>Source: Kingma and Ba (2015) [kingma2015adam]; projection and halving are additions, for the region is
 * bounded and a constant step never settles.
 *
 * @param options the options
 */
public record Adam(Options options) implements AscentMethod {
  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;
  private static final double NEGLIGIBLE = 1e-12;
  private static final int PATIENCE = 10;

  /**
   * Options.
   *
   * @param starts climbs, the first from the centre, at least 1
   * @param firstStep first step length, as a share of the box, in (0, 1)
   * @param lastStep step length below which a climb has converged, in (0, 1), below the first
   * @param maxEvaluationsPerStart limit of one climb, at least 1
   */
  public record Options(
      int starts, double firstStep, double lastStep, long maxEvaluationsPerStart) {
    /** Ten starts, steps from 0.1 to 1e-9, 2000 evaluations each. */
    public static final Options DEFAULT = new Options(10, 0.1, 1e-9, 2_000);

    public Options {
      Require.atLeast("starts", starts, 1);
      Require.inOpenUnitInterval("firstStep", firstStep);
      Require.inOpenUnitInterval("lastStep", lastStep);
      if (!(lastStep < firstStep)) {
        throw Require.unexpected("lastStep", lastStep, "a number below firstStep, " + firstStep);
      }
      Require.atLeast("maxEvaluationsPerStart", maxEvaluationsPerStart, 1L);
    }

    /** The same options with another number of starts. */
    public Options withStarts(int other) {
      return new Options(other, firstStep, lastStep, maxEvaluationsPerStart);
    }

    /** The same options with another first step. */
    public Options withFirstStep(double other) {
      return new Options(starts, other, lastStep, maxEvaluationsPerStart);
    }

    /** The same options with another last step. */
    public Options withLastStep(double other) {
      return new Options(starts, firstStep, other, maxEvaluationsPerStart);
    }

    /** The same options with another limit per start. */
    public Options withMaxEvaluationsPerStart(long other) {
      return new Options(starts, firstStep, lastStep, other);
    }
  }

  /** With the default options. */
  public Adam() {
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
    AscentRun.Trial best = here;
    double[] mean = new double[start.length];
    double[] square = new double[start.length];
    double[] direction = new double[start.length];
    double length = options.firstStep();
    double meanShare = 1;
    double squareShare = 1;
    int stale = 0;
    while (best.isUsable() && run.mayGoOn()) {
      if (run.isStationary(best, options.lastStep())) {
        return new AscentRun.End(best, true);
      }
      if (stale == PATIENCE || !here.isUsable()) {
        length /= 2;
        if (length < options.lastStep()) {
          return new AscentRun.End(best, true);
        }
        here = best;
        Arrays.fill(mean, 0);
        Arrays.fill(square, 0);
        meanShare = 1;
        squareShare = 1;
        stale = 0;
      }
      meanShare *= FIRST_DECAY;
      squareShare *= SECOND_DECAY;
      double shared = 0;
      for (int i = 0; i < direction.length; i++) {
        mean[i] = FIRST_DECAY * mean[i] + (1 - FIRST_DECAY) * here.slope[i];
        square[i] = SECOND_DECAY * square[i] + (1 - SECOND_DECAY) * here.slope[i] * here.slope[i];
        shared = Math.max(shared, square[i]);
      }
      for (int i = 0; i < direction.length; i++) {
        double moment = run.region.isCut() ? shared : square[i];
        double size = StrictMath.sqrt(moment / (1 - squareShare)) + NEGLIGIBLE * run.steepest();
        direction[i] = size == 0 ? 0 : mean[i] / (1 - meanShare) / size;
      }
      here = run.evaluate(run.step(here.point, direction, length));
      stale++;
      if (here.isUsable() && here.value > best.value) {
        best = here;
        stale = 0;
      }
    }
    return new AscentRun.End(best, false);
  }
}
