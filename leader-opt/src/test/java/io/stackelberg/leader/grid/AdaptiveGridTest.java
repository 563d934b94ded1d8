package io.stackelberg.leader.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.grid.GridSolution.Supremum;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdaptiveGridTest {
  private static final AdaptiveGrid GRID = new AdaptiveGrid(AdaptiveGrid.Options.DEFAULT);
  private static final CommitmentBox UNIT =
      new CommitmentBox(List.of("c"), List.of(0.0), List.of(1.0));

  @Test
  void uniformGridGapOfTheTheory() {
    // Theory T1: L_V = 2, h = 0.01, d = 2.
    assertEquals(0.0141421356, AdaptiveGrid.uniformGridGap(2, 0.01, 2), 5e-11);
  }

  @Test
  void logitConstantOfTheTheory() {
    // Theory (2a): U(a1) - U(a2) = 4c - 2, T = 0.5: constant 2. (2b): √29/4.
    assertEquals(
        2,
        LogitRegularity.affine(List.of("c"), List.of(List.of(4.0), List.of(0.0)), 0.5)
            .totalVariation(),
        1e-12);
    assertEquals(
        1.3462912018,
        LogitRegularity.affine(
                List.of("a", "b"),
                List.of(List.of(1.0, -2.0), List.of(0.0, 0.0), List.of(-1.0, 3.0)),
                1)
            .totalVariation(),
        5e-11);
  }

  @Test
  void constantOfTheSurrogateValueByHand() {
    // R1-grid at q = 1: U_L = (-2 - c/2, -1 - c/4, -1), so L_{U,l} = 1/2 and the span is largest at
    // c =
    // 1, 3/2. With T = 0.1 and slopes 0, 1/2, 1 in c alone K_TV = 1/0.4 = 5/2: L_V = 1/2 + 15/4.
    SurrogateGame game = GridGames.scalarGrid(1);
    Regularity.Lipschitz response = LogitRegularity.affine(
        game.box().coordinates(),
        List.of(List.of(0.0, 0.0), List.of(0.0, -0.5), List.of(0.0, -1.0)),
        0.1);
    assertEquals(4.25, game.lipschitz(response), 1e-12);
  }

  @Test
  void incentivesHurtAgainstTheNoisyFollowerOfTheTheory() {
    // Theory 1.5, R1-grid: best c on [0, 1] is 0, V_S = -1.0052101177; at c = 0.2 -1.0512449070.
    SurrogateGame game = GridGames.scalarGrid(1);
    assertEquals(-1.0512449070, game.value(List.of(1.0, 0.2)), 5e-11);
    Regularity.Lipschitz response =
        LogitRegularity.announcements((QuantalFollower) game.follower(), game.context());
    AdaptiveGrid fine = new AdaptiveGrid(AdaptiveGrid.Options.DEFAULT.withRelativeGap(1e-5));
    GridSolution solution = fine.solve(game, response, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    // The theory cuts the last digit off, -1.00521011777, where others are rounded.
    assertEquals(-1.0052101177, solution.value(), 1e-10);
    assertEquals(List.of(1.0, 0.0), solution.point());
    assertTrue(solution.gap() >= 0 && solution.gap() <= 1.5e-5, "gap " + solution.gap());
    // Free targets, two coordinates: no worse, and still the best to a hundredth.
    GridSolution plane = new AdaptiveGrid(AdaptiveGrid.Options.DEFAULT.withRelativeGap(0.05))
        .solve(GridGames.scalarGrid(0.5), response, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, plane.stopReason());
    assertTrue(plane.upperBound() >= solution.value());
  }

  /** The tree of theory T1: 100 tokens up to c = 0.5, 60 beyond; U_L = -tokens - 40 c. */
  private static SurrogateGame tree(Regularity.Side side) {
    return new SurrogateGame(
        GridGames.CONTEXT,
        new GridGames.CellFollower(
            GridGames.actions(2),
            new Regularity.Cells(List.of("cost_incentive"), List.of(List.of(0.5)), side),
            List.of(List.of(1.0, 0.0), List.of(0.0, 1.0))),
        new AffinePayoff(List.of(-100.0, -60.0), List.of(List.of(-40.0), List.of(-40.0))),
        new CommitmentBox(List.of("cost_incentive"), List.of(0.0), List.of(1.0)),
        point -> new Announcement(1, point.get(0)));
  }

  @ParameterizedTest
  @EnumSource(Regularity.Side.class)
  void theSideOfAThresholdDecidesWhetherTheSupremumIsAttained(Regularity.Side side) {
    GridSolution solution = GRID.solve(tree(side), SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(-80, solution.upperBound(), 1e-9);
    boolean isAttained = side == Regularity.Side.LESS_THAN;
    assertEquals(isAttained ? Supremum.ATTAINED : Supremum.NOT_ATTAINED, solution.supremum());
    if (isAttained) {
      assertEquals(-80, solution.value(), 1e-12);
      assertEquals(List.of(0.5), solution.point());
    } else {
      assertTrue(solution.value() < -80 && solution.gap() <= 0.08, "gap " + solution.gap());
      assertTrue(solution.point().get(0) > 0.5);
    }
  }

  @Test
  void cellsThatDoNotDescribeTheModelAreAnError() {
    SurrogateGame game = tree(Regularity.Side.LESS_OR_EQUAL);
    Regularity.Cells wrong = new Regularity.Cells(
        List.of("cost_incentive"), List.of(List.of(0.5)), Regularity.Side.LESS_THAN);
    // With the wrong side c = 0.5 is taken for the second cell, where it costs 100 tokens and not
    // 60.
    String message = assertThrows(
            IllegalArgumentException.class, () -> GRID.solve(game, wrong, SolveLimits.DEFAULT))
        .getMessage();
    assertEquals(
        "response is 1.0 at [0.5] and 0.0 at [0.75], expected the same throughout a cell.",
        message);
  }

  @Test
  void findsTheTopOfATentInOneToFourCoordinates() {
    // -Σ|l_k - 1/3| has the Euclidean constant √d.
    for (int dimension = 1; dimension <= 4; dimension++) {
      CommitmentBox box = new CommitmentBox(
          List.of("a", "b", "c", "d").subList(0, dimension),
          List.of(0.0, 0.0, 0.0, 0.0).subList(0, dimension),
          List.of(1.0, 1.0, 1.0, 1.0).subList(0, dimension));
      GridSolution solution = GRID.maximise(
          point -> -point.stream().mapToDouble(at -> Math.abs(at - 1.0 / 3)).sum(),
          box,
          Math.sqrt(dimension),
          0.2,
          SolveLimits.DEFAULT);
      assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
      assertTrue(solution.value() <= 0 && solution.value() >= -0.2, "" + solution);
      assertTrue(solution.upperBound() >= 0, "" + solution);
    }
  }

  @Test
  void aReachedLimitLeavesAnHonestGap() {
    for (int limit : new int[] {1, 2, 3, 10, 30}) {
      GridSolution solution = GRID.maximise(
          point -> -Math.abs(point.get(0) - 0.4),
          UNIT,
          2,
          1e-9,
          SolveLimits.DEFAULT.withMaxEvaluations(limit));
      assertEquals(StopReason.EVALUATION_LIMIT, solution.stopReason());
      assertTrue(solution.evaluations() <= limit, "" + solution);
      assertTrue(solution.upperBound() >= 0 && solution.gap() > 1e-9, "" + solution);
    }
    GridSolution cells =
        GRID.solve(tree(Regularity.Side.LESS_THAN), SolveLimits.DEFAULT.withMaxEvaluations(2));
    assertEquals(StopReason.EVALUATION_LIMIT, cells.stopReason());
    assertEquals(Supremum.UNKNOWN, cells.supremum());
    // Nothing proved of the second cell: 60 tokens at c = 0.
    assertEquals(-60, cells.upperBound(), 1e-12);
    assertEquals(-100, cells.value(), 1e-12);
  }

  @Test
  void aConstantThatThePointsRefuteIsAnError() {
    String message = assertThrows(
            IllegalArgumentException.class,
            () -> GRID.maximise(point -> 3 * point.get(0), UNIT, 2, 1e-3, SolveLimits.DEFAULT))
        .getMessage();
    assertTrue(message.startsWith("lipschitz is 2.0, expected at least 3.0"), message);
  }

  @Test
  void unknownRegularityAndNaNAreRefused() {
    SurrogateGame game = GridGames.scalarGrid(1);
    assertThrows(IllegalArgumentException.class, () -> GRID.solve(game, SolveLimits.DEFAULT));
    Regularity layers = new Regularity.Layers(
        game.box().coordinates(), List.of(List.of(List.of(1.0, 1.0))), List.of(List.of(0.0)));
    assertThrows(
        IllegalArgumentException.class, () -> GRID.solve(game, layers, SolveLimits.DEFAULT));
    Regularity elsewhere = new Regularity.Lipschitz(List.of("other", "names"), 1, 1);
    assertThrows(
        IllegalArgumentException.class, () -> GRID.solve(game, elsewhere, SolveLimits.DEFAULT));
    assertThrows(
        IllegalArgumentException.class,
        () -> GRID.maximise(point -> Double.NaN, UNIT, 1, 1e-3, SolveLimits.DEFAULT));
  }
}
