package io.stackelberg.leader.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Smoothness;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseJacobianTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @Test
  void theTheorysExampleHasTheDerivativeOfItsClosedForm() {
    // a = (q g_k − c p_k)/H_kk inside; the third is cut at c = 0.4.
    assertMatrix(
        new double[][] {{0.5, -1}, {0.25, -0.25}, {0.2, -0.6}},
        Followers.threeResources().respond(new double[] {1, 0.2}).jacobian().matrixOrThrow(),
        1e-14);
    assertMatrix(
        new double[][] {{0.5, -1}, {0.25, -0.25}, {0, 0}},
        Followers.threeResources().respond(new double[] {1, 0.4}).jacobian().matrixOrThrow(),
        1e-14);
  }

  @Test
  void theReplyOfTheScalarGameHasAKinkAtOne() {
    // BR = max(0, 1 − c): derivative 0 to the right of 1, and −1 to the left.
    ResponseJacobian kink = Followers.scalar().respond(new double[] {1}).jacobian();
    assertEquals(Smoothness.ACTIVE_SET_CHANGE, kink.smoothness());
    assertArrayEquals(new double[] {0}, kink.along(new double[] {1}), 1e-15);
    assertArrayEquals(new double[] {1}, kink.along(new double[] {-1}), 1e-15);
    String message =
        assertThrows(IllegalStateException.class, kink::matrixOrThrow).getMessage();
    assertEquals(
        "the reply is ACTIVE_SET_CHANGE here and has not a matrix; look at smoothness() first.",
        message);
    assertThrows(IllegalStateException.class, () -> kink.pullBackOrThrow(new double[] {1}));
    assertEquals(
        Smoothness.REGULAR,
        Followers.scalar().respond(new double[] {1 - 1e-6}).jacobian().smoothness());
  }

  @Test
  void dependentActiveGradientsAreSingular() {
    QuadraticFollower twice = Followers.scalar()
        .withRows(new double[][] {{1}, {2}}, new double[] {0.5, 1}, new double[][] {{0}, {0}});
    assertEquals(
        Smoothness.SINGULAR, twice.respond(new double[] {0.2}).jacobian().smoothness());
    assertEquals(
        Smoothness.REGULAR, twice.respond(new double[] {0.7}).jacobian().smoothness());
  }

  @Test
  void aMovingRowMovesTheReply() {
    // a ≤ 0.2 + 0.5 l binds for l = 0.2: a = 0.3, da/dl = 0.5.
    QuadraticFollower follower =
        Followers.scalar().withRows(new double[][] {{2}}, new double[] {0.4}, new double[][] {{1}});
    QuadraticReply reply = follower.respond(new double[] {0.2});
    assertArrayEquals(new double[] {0.3}, reply.action(), 1e-15);
    assertArrayEquals(new double[] {0.5}, reply.jacobian().matrixOrThrow()[0], 1e-15);
    assertArrayEquals(
        new double[] {1.5}, reply.jacobian().pullBackOrThrow(new double[] {3}), 1e-15);
  }

  /** Replies are affine on each piece, so Richardson's central difference is exact but for rounding. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithRichardsonDifferences(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Followers data = new Followers(random);
    int compared = 0;
    int regular = 0;
    for (int trial = 0; trial < 10; trial++) {
      double[] at = data.point(random);
      ResponseJacobian jacobian = data.follower.respond(at).jacobian();
      if (jacobian.smoothness() != Smoothness.REGULAR) {
        continue;
      }
      regular++;
      double[] direction = Followers.matrix(random, 1, data.coordinates)[0];
      double[] wide = central(data.follower, at, direction, 2e-5);
      double[] narrow = central(data.follower, at, direction, 1e-5);
      double[] along = jacobian.along(direction);
      double[][] matrix = jacobian.matrixOrThrow();
      double[] weights = Followers.matrix(random, 1, data.n)[0];
      assertEquals(
          DualActiveSet.dot(weights, along),
          DualActiveSet.dot(jacobian.pullBackOrThrow(weights), direction),
          1e-11,
          "pull-back against the product with the matrix");
      boolean onePiece = AscentRun.distance(wide, narrow) < 1e-8;
      compared += onePiece ? 1 : 0;
      for (int i = 0; i < data.n; i++) {
        assertEquals(DualActiveSet.dot(matrix[i], direction), along[i], 1e-11);
        if (onePiece) {
          assertEquals((4 * narrow[i] - wide[i]) / 3, along[i], 1e-7, "variable " + i);
        }
      }
    }
    assertTrue(regular >= 9, "random points are regular, " + regular + " of 10 were");
    assertTrue(compared >= 8, "too few differences within one piece: " + compared);
  }

  /**
   * Bisects to where the reply leaves its first affine piece; there the one-sided derivatives must be those of
   * the two sides. Where a vertex hands over to another one, more gradients than variables are active: singular.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void kinksAreFlaggedAndHaveBothOneSidedDerivatives(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int kinks = 0;
    for (int trial = 0; trial < 40; trial++) {
      Followers data = new Followers(random);
      double[] from = data.point(random);
      double[] to = data.point(random);
      double[] direction = Followers.moved(to, from, -1);
      double[] start = data.follower.respond(from).action();
      double[] slope = data.follower.respond(from).jacobian().along(direction);
      double low = 0;
      double high = 1;
      if (departure(data.follower, from, direction, high, start, slope) < 1e-3) {
        continue;
      }
      while (high - low > 1e-15) {
        double middle = (low + high) / 2;
        if (departure(data.follower, from, direction, middle, start, slope) < 1e-12) {
          low = middle;
        } else {
          high = middle;
        }
      }
      double[] at = Followers.moved(from, direction, low);
      // The bisection errs by 1e-12 over the change of slope, so a slight kink is not located well
      // enough;
      // and a difference says nothing about a piece shorter than its step.
      double[] next = oneSided(data.follower, at, direction, 1e-5);
      if (AscentRun.distance(slope, next) < 1e-2
          || AscentRun.distance(next, oneSided(data.follower, at, direction, 1e-6)) > 1e-4) {
        continue;
      }
      ResponseJacobian jacobian = data.follower.respond(at).jacobian();
      assertNotEquals(Smoothness.REGULAR, jacobian.smoothness());
      assertThrows(IllegalStateException.class, jacobian::matrixOrThrow);
      if (jacobian.smoothness() == Smoothness.SINGULAR) {
        continue;
      }
      double[] back = new double[direction.length];
      for (int j = 0; j < back.length; j++) {
        back[j] = -direction[j];
      }
      assertArrayEquals(next, jacobian.along(direction), 1e-5, "forward");
      assertArrayEquals(
          oneSided(data.follower, at, back, 1e-5), jacobian.along(back), 1e-5, "back");
      kinks++;
    }
    assertTrue(kinks >= 5, "only " + kinks + " kinks were found");
  }

  private static double departure(
      QuadraticFollower follower,
      double[] from,
      double[] direction,
      double length,
      double[] start,
      double[] slope) {
    return AscentRun.distance(
        follower.respond(Followers.moved(from, direction, length)).action(),
        Followers.moved(start, slope, length));
  }

  /** a_k = clip((b_k + B_k l)/H_kk, 0, 1): slope B_k/H_kk inside, 0 outside. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheClippedClosedForm(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 1 + random.nextInt(8);
    double[][] curvature = new double[n][n];
    double[] constant = new double[n];
    double[][] slopes = Followers.matrix(random, n, 2);
    double[] upper = new double[n];
    for (int k = 0; k < n; k++) {
      curvature[k][k] = 0.5 + random.nextDouble();
      constant[k] = 2 * random.nextDouble() - 0.5;
      upper[k] = 1;
    }
    QuadraticFollower follower =
        QuadraticFollower.overBox(curvature, constant, slopes, new double[n], upper);
    for (int trial = 0; trial < 20; trial++) {
      double[] l = {random.nextDouble(), random.nextDouble()};
      QuadraticReply reply = follower.respond(l);
      double[][] expected = new double[n][2];
      for (int k = 0; k < n; k++) {
        double free = (constant[k] + slopes[k][0] * l[0] + slopes[k][1] * l[1]) / curvature[k][k];
        assertEquals(Math.max(0, Math.min(1, free)), reply.action()[k], 1e-13);
        for (int j = 0; j < 2; j++) {
          expected[k][j] = free > 0 && free < 1 ? slopes[k][j] / curvature[k][k] : 0;
        }
      }
      assertMatrix(expected, reply.jacobian().matrixOrThrow(), 1e-12);
    }
  }

  private static double[] oneSided(
      QuadraticFollower follower, double[] at, double[] direction, double step) {
    double[] difference = Followers.moved(
        follower.respond(Followers.moved(at, direction, step)).action(),
        follower.respond(at).action(),
        -1);
    for (int i = 0; i < difference.length; i++) {
      difference[i] /= step;
    }
    return difference;
  }

  private static double[] central(
      QuadraticFollower follower, double[] at, double[] direction, double step) {
    double[] difference = Followers.moved(
        follower.respond(Followers.moved(at, direction, step)).action(),
        follower.respond(Followers.moved(at, direction, -step)).action(),
        -1);
    for (int i = 0; i < difference.length; i++) {
      difference[i] /= 2 * step;
    }
    return difference;
  }

  private static void assertMatrix(double[][] expected, double[][] actual, double tolerance) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i], tolerance, "row " + i);
    }
  }
}
