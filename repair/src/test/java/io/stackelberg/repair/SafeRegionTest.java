package io.stackelberg.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeRegionTest {
  private static SafeRegion unit(int dimension) {
    return SafeRegion.box(Collections.nCopies(dimension, 0.0), Collections.nCopies(dimension, 1.0));
  }

  @Test
  void boxesAndCutsHaveTheirKnownNearestPoints() {
    // theory T3.
    double[] out = {1.3, -0.2};
    assertArrayEquals(new double[] {1, 0}, unit(2).project(out), 1e-9);
    assertEquals(0.3605551275, unit(2).distance(out), 1e-9);
    assertEquals(2 * 0.3605551275, unit(2).lossBound(out, 2), 1e-9);
    assertArrayEquals(
        new double[] {0.75, 0.25},
        unit(2).cut(List.of(1.0, 1.0), 1).project(new double[] {1.2, 0.7}),
        1e-9);
    SafeRegion three = unit(3).cut(List.of(0.5, 0.3, 0.2), 0.5);
    double[] point = {1, 0.8, 0.6};
    assertArrayEquals(
        new double[] {10.0 / 19, 0.5157894737, 0.4105263158}, three.project(point), 1e-9);
    assertEquals(0.5839971161, three.distance(point), 1e-9);
  }

  @Test
  void anAnnouncementKeepsItsCoordinatesApart() {
    // Order of coordinates: cost incentive, quality target.
    SafeRegion region = SafeRegion.box(List.of(0.0, 0.6), List.of(0.5, 0.9));
    assertEquals(new Announcement(0.6, 0.5), region.project(new Announcement(0.1, 2)));
  }

  @Test
  void anEmptyRegionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> unit(2).cut(List.of(-1.0, -1.0), -3));
  }

  /**
   * The projection y of x satisfies y inside and (x − y)·(z − y) ≤ 0 for all z inside, which characterises it; here
   * against Dykstra's alternating projections, a method of another kind, and against random members.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theProjectionIsDykstras(long seed) {
    Random random = new Random(seed);
    int n = 2 + random.nextInt(4);
    SafeRegion region = unit(n);
    List<double[]> normals = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      double[] normal = random.doubles(n, -1, 1).toArray();
      // The centre of the box stays inside, with room.
      double limit = 0.1;
      List<Double> row = new ArrayList<>();
      for (double entry : normal) {
        limit += entry / 2;
        row.add(entry);
      }
      region = region.cut(row, limit);
      normals.add(normal);
      limits.add(limit);
    }
    double[] point = random.doubles(n, -1, 2).toArray();
    double[] nearest = region.project(point);
    assertArrayEquals(dykstra(point, normals, limits), nearest, 1e-6);
    assertArrayEquals(nearest, region.project(nearest), 1e-9, "twice is once");
    for (int draw = 0; draw < 200; draw++) {
      double[] inside = region.project(random.doubles(n, -1, 2).toArray());
      double product = 0;
      for (int i = 0; i < n; i++) {
        product += (point[i] - nearest[i]) * (inside[i] - nearest[i]);
      }
      assertTrue(product <= 1e-9, "an obtuse angle to every member: " + product);
    }
  }

  private static double[] dykstra(double[] point, List<double[]> normals, List<Double> limits) {
    int sets = normals.size() + 1;
    double[] at = point.clone();
    double[][] correction = new double[sets][point.length];
    for (int sweep = 0; sweep < 20_000; sweep++) {
      for (int set = 0; set < sets; set++) {
        double[] from = new double[at.length];
        for (int i = 0; i < at.length; i++) {
          from[i] = at[i] + correction[set][i];
        }
        if (set == sets - 1) {
          for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(0, Math.min(1, from[i]));
          }
        } else {
          double over = -limits.get(set);
          double size = 0;
          for (int i = 0; i < at.length; i++) {
            over += normals.get(set)[i] * from[i];
            size += normals.get(set)[i] * normals.get(set)[i];
          }
          for (int i = 0; i < at.length; i++) {
            at[i] = from[i] - Math.max(0, over) / size * normals.get(set)[i];
          }
        }
        for (int i = 0; i < at.length; i++) {
          correction[set][i] = from[i] - at[i];
        }
      }
    }
    return at;
  }
}
