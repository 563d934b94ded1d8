package io.stackelberg.leader.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Smoothness;
import io.stackelberg.game.catalog.ScalarGame;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuadraticFollowerTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @Test
  void theTheorysExampleIsAnsweredAsPrinted() {
    // a_k = clip((q g_k − c p_k) / H_kk, 0, 1): (1 − 0.4)/2, (1 − 0.2)/4, (1 − 0.6)/5, and at c =
    // 0.4
    // 0.2/2, 0.6/4, −0.2/5 cut at 0.
    QuadraticFollower follower = Followers.threeResources();
    assertArrayEquals(
        new double[] {0.3, 0.2, 0.08}, follower.respond(new double[] {1, 0.2}).action(), 1e-15);
    assertArrayEquals(
        new double[] {0.1, 0.15, 0}, follower.respond(new double[] {1, 0.4}).action(), 1e-15);
  }

  @Test
  void theScalarGameIsAnsweredByItsClosedForm() {
    for (double c = 0; c <= 1.5; c += 0.01) {
      assertEquals(
          ScalarGame.bestResponse(c),
          Followers.scalar().respond(new double[] {c}).action()[0],
          1e-14);
    }
  }

  /**
   * A point a of a convex program is optimal exactly if no feasible x has (b − Ha)'(x − a) > 0: a linear
   * program, solved by Hipparchus.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noFeasibleActionImprovesOnTheReply(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Followers data = new Followers(random);
    double[] commitment = data.point(random);
    double[] action = data.follower.respond(commitment).action();
    double[] ascent = new double[data.n];
    List<LinearConstraint> constraints = new ArrayList<>();
    for (int i = 0; i < data.n; i++) {
      ascent[i] = data.constant[i]
          + DualActiveSet.dot(data.slopes[i], commitment)
          - DualActiveSet.dot(data.curvature[i], action);
      double[] unit = new double[data.n];
      unit[i] = 1;
      constraints.add(new LinearConstraint(unit, Relationship.LEQ, 1));
      constraints.add(new LinearConstraint(unit, Relationship.GEQ, -1));
      assertTrue(Math.abs(action[i]) <= 1 + 1e-11, "bound of variable " + i);
    }
    for (int k = 0; k < data.rows.length; k++) {
      double limit = data.limits[k] + DualActiveSet.dot(data.limitSlopes[k], commitment);
      constraints.add(new LinearConstraint(data.rows[k], Relationship.LEQ, limit));
      assertTrue(DualActiveSet.dot(data.rows[k], action) <= limit + 1e-11, "row " + k);
    }
    double best = new SimplexSolver()
        .optimize(
            new LinearObjectiveFunction(ascent, 0),
            new LinearConstraintSet(constraints),
            GoalType.MAXIMIZE)
        .getValue();
    assertEquals(DualActiveSet.dot(ascent, action), best, 1e-9);
  }

  /** U_F = a(1 − c) on [0, 1], theory T2: the reply jumps from 1 to 0 at c = 1. */
  @Test
  void withoutCurvatureTheReplyIsAnEndAndItsJumpIsSingular() {
    QuadraticFollower follower = QuadraticFollower.overBox(
        new double[][] {{0}},
        new double[] {1},
        new double[][] {{-1}},
        new double[] {0},
        new double[] {1});
    assertArrayEquals(new double[] {1}, follower.respond(new double[] {0.5}).action(), 1e-12);
    assertArrayEquals(new double[] {0}, follower.respond(new double[] {1.5}).action(), 1e-12);
    ResponseJacobian before = follower.respond(new double[] {0.5}).jacobian();
    assertEquals(Smoothness.REGULAR, before.smoothness());
    assertArrayEquals(new double[] {0}, before.matrixOrThrow()[0]);
    ResponseJacobian at = follower.respond(new double[] {1}).jacobian();
    assertEquals(Smoothness.SINGULAR, at.smoothness());
    assertThrows(IllegalStateException.class, () -> at.along(new double[] {1}));
  }

  @Test
  void aCurvatureOfRankOneIsSolved() {
    // −½(a1 + a2)² + a1 (1 + l) + a2 on [0, 1]²: for l > 0 only a1 is used up to 1: a = (min(1, 1 +
    // l), 0),
    // hence (1, 0) while l·0 …: at a = (1, 0) the slopes are (l, 0); a2 is flat there for no rise.
    // With l = 0.5 and a slope of 0.8 in a2: slopes at (1, 0) are (0.5, −0.2), both multipliers
    // positive.
    QuadraticFollower follower = QuadraticFollower.overBox(
        new double[][] {{1, 1}, {1, 1}},
        new double[] {1, 0.8},
        new double[][] {{1}, {0}},
        new double[2],
        new double[] {1, 1});
    assertArrayEquals(new double[] {1, 0}, follower.respond(new double[] {0.5}).action(), 1e-10);
    // At l = −0.5 the slopes are 0.5 and 0.8: a = (0, 0.8), one free variable with curvature 1.
    QuadraticReply reply = follower.respond(new double[] {-0.5});
    assertArrayEquals(new double[] {0, 0.8}, reply.action(), 1e-9);
    assertEquals(Smoothness.REGULAR, reply.jacobian().smoothness());
    assertArrayEquals(new double[] {0}, reply.jacobian().matrixOrThrow()[1], 1e-9);
    // At l = −0.2 both slopes are 0.8 and every split of 0.8 is a best reply.
    assertEquals(
        Smoothness.SINGULAR, follower.respond(new double[] {-0.2}).jacobian().smoothness());
  }

  @Test
  void messagesNameTheFault() {
    double[][] concave = {{1, 2}, {2, 1}};
    String message = assertThrows(
            IllegalArgumentException.class,
            () -> QuadraticFollower.overBox(
                concave, new double[2], new double[][] {{1}, {1}}, new double[2], new double[] {1, 1
                }))
        .getMessage();
    assertEquals("curvature is not positive semidefinite, expected no concave direction.", message);
    QuadraticFollower empty =
        Followers.scalar().withRows(new double[][] {{1}}, new double[] {-1}, new double[][] {{0}});
    assertEquals(
        "the follower's set of actions is empty, expected at least one action.",
        assertThrows(IllegalArgumentException.class, () -> empty.respond(new double[] {0.5}))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> QuadraticFollower.overBox(
            new double[][] {{0}},
            new double[1],
            new double[][] {{1}},
            new double[] {0},
            new double[] {Double.POSITIVE_INFINITY}));
  }
}
