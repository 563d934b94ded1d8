package io.stackelberg.leader.gradient;

import java.util.ArrayList;
import java.util.List;

/**
 * Ascent of a piecewise smooth value by the slopes of the pieces met nearby: each step maximises the least
 * promise of the collected slopes within a radius; a step that disappoints adds its slope, and where none is
 * promising the radius shrinks.
 *
 * <p>Source: Kiwiel (1985) [kiwiel1985methods], without his linearisation errors, which the radius replaces.
 */
final class KinkClimb {
  private static final double LARGEST_RADIUS = 1e-2;
  private static final double SMALLEST_RADIUS = 1e-9;
  private static final double SUFFICIENT = 1e-2;
  /** Promised rise per radius, relative to the steepest slope, that is not worth a step. */
  private static final double FLAT = 1e-5;

  private KinkClimb() {}

  /** Climbs until no slope promises a rise within the smallest radius. */
  static AscentRun.End from(AscentRun.Trial start, AscentRun run) {
    AscentRun.Trial here = start;
    double radius = LARGEST_RADIUS;
    List<double[]> slopes = new ArrayList<>();
    slopes.add(here.slope);
    int most = 5 + 3 * here.point.length;
    while (run.mayGoOn()) {
      double[][] relative = new double[slopes.size()][];
      for (int k = 0; k < relative.length; k++) {
        relative[k] = slopes.get(k).clone();
        for (int i = 0; i < relative[k].length; i++) {
          relative[k][i] /= run.steepest();
        }
      }
      double[] step = run.region.steepest(here.point, relative, radius);
      double promised = step[here.point.length];
      if (!(promised > FLAT * radius) || slopes.size() > most) {
        if (radius <= SMALLEST_RADIUS) {
          return new AscentRun.End(here, !(promised > FLAT * radius));
        }
        radius = Math.max(SMALLEST_RADIUS, radius / 4);
        slopes.clear();
        slopes.add(here.slope);
        continue;
      }
      AscentRun.Trial there = run.evaluate(run.step(here.point, step, 1));
      if (!there.isUsable()) {
        radius = Math.max(SMALLEST_RADIUS, radius / 4);
        slopes.clear();
        slopes.add(here.slope);
        if (radius == SMALLEST_RADIUS) {
          return new AscentRun.End(here, false);
        }
      } else if (there.value >= here.value + SUFFICIENT * promised * run.steepest()) {
        here = there;
        slopes.clear();
        slopes.add(here.slope);
      } else {
        slopes.add(there.slope);
      }
    }
    return new AscentRun.End(here, false);
  }
}
