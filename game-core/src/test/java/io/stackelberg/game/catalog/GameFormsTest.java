package io.stackelberg.game.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stackelberg.game.Directive;
import io.stackelberg.game.TieBreak;
import java.util.List;
import org.junit.jupiter.api.Test;

class GameFormsTest {
  @Test
  void payoffsTieWithinABillionthOfTheFollowersRange() {
    // The range of the follower's payoffs is 100, so differences up to 1e-7 tie.
    BimatrixGame game = new BimatrixGame(new double[][] {{1, 5, 9}, {0, 0, 0}}, new double[][] {
      {50, 50 + 5e-8, 49}, {100, 0, 0}
    });
    assertArrayEquals(new int[] {0, 1}, game.bestReplies(0));
    assertEquals(5, game.pureValue(TieBreak.OPTIMISTIC));
    assertEquals(1, game.pureValue(TieBreak.PESSIMISTIC));
    BimatrixGame apart = new BimatrixGame(new double[][] {{1, 5, 9}, {0, 0, 0}}, new double[][] {
      {50, 50 + 2e-7, 49}, {100, 0, 0}
    });
    assertArrayEquals(new int[] {1}, apart.bestReplies(0));
  }

  @Test
  void anIndifferentFollowerTiesEverywhere() {
    BimatrixGame game = new BimatrixGame(new double[][] {{1, 2, 3}}, new double[][] {{7, 7, 7}});
    assertArrayEquals(new int[] {0, 1, 2}, game.bestReplies(0));
  }

  @Test
  void arraysAreCopied() {
    double[][] leader = {{1, 2}};
    double[][] follower = {{0, 1}};
    BimatrixGame game = new BimatrixGame(leader, follower);
    leader[0][1] = 99;
    follower[0][0] = 99;
    game.bestReplies(0)[0] = 99;
    assertEquals(2, game.pureValue(TieBreak.OPTIMISTIC));
    assertArrayEquals(new int[] {1}, game.bestReplies(0));
  }

  @Test
  void matricesMustMatch() {
    double[][] square = {{1, 2}, {3, 4}};
    assertThrows(
        IllegalArgumentException.class, () -> new BimatrixGame(new double[0][], new double[0][]));
    assertThrows(
        IllegalArgumentException.class, () -> new BimatrixGame(square, new double[][] {{1, 2}}));
    assertEquals(
        "length of follower[1] is 1, expected 2.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new BimatrixGame(square, new double[][] {{1, 2}, {3}}))
            .getMessage());
    assertEquals(
        "leader[0][1] is NaN, expected a finite number.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new BimatrixGame(new double[][] {{1, Double.NaN}}, new double[][] {{1, 2}}))
            .getMessage());
  }

  @Test
  void mixturesMustBeProbabilities() {
    BimatrixGame game = Catalog.m1().game();
    for (double[] bad : new double[][] {{1}, {0.5, 0.4}, {1.5, -0.5}, {Double.NaN, 1}}) {
      assertThrows(IllegalArgumentException.class, () -> game.value(bad, TieBreak.OPTIMISTIC));
    }
  }

  @Test
  void typesMustMatch() {
    BimatrixGame square = Catalog.m1().game();
    BimatrixGame wide = new BimatrixGame(new double[][] {{1, 2, 3}}, new double[][] {{1, 2, 3}});
    assertThrows(
        IllegalArgumentException.class,
        () -> new BayesianGame(List.of(square, wide), List.of(0.5, 0.5)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BayesianGame(List.of(square, square), List.of(0.5, 0.4)));
    assertThrows(
        IllegalArgumentException.class, () -> new BayesianGame(List.of(square), List.of(0.5, 0.5)));
  }

  @Test
  void oneTypeIsTheMatrixGame() {
    BimatrixGame game = Catalog.m1().game();
    BayesianGame single = new BayesianGame(List.of(game), List.of(1.0));
    for (TieBreak ties : TieBreak.values()) {
      assertEquals(game.pureValue(ties), single.pureValue(ties));
      assertEquals(
          game.value(new double[] {0.5, 0.5}, ties), single.value(new double[] {0.5, 0.5}, ties));
    }
  }

  @Test
  void theNoisyFollowerObeysDirectives() {
    AnnouncementGame game = Catalog.r1Grid().game();
    assertArrayEquals(
        new double[] {0, 1, 0}, game.follower().respond(game.context(), new Directive("a=0.5")));
  }

  @Test
  void corneredIncentives() {
    assertEquals(1, new ScalarGame(0, 1, 0).optimalIncentive());
    assertEquals(0, new ScalarGame(1, 0, 1).optimalIncentive());
    assertEquals(0, new ScalarGame(0, 0, 0).optimalIncentive());
  }

  @Test
  void sessionsMustBeWellFormed() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SessionGame.Action("a", 0.5, List.of(1, 2), List.of(0.5, 0.4)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SessionGame.Action("a", 0.5, List.of(-1), List.of(1.0)));
    assertThrows(IllegalArgumentException.class, () -> new SessionGame(1, 0.1, List.of()));
    assertThrows(IllegalArgumentException.class, () -> Catalog.s1().game().value(-1));
    assertThrows(IllegalArgumentException.class, () -> Catalog.s1().game().actionValue(3, 10, 0));
  }
}
