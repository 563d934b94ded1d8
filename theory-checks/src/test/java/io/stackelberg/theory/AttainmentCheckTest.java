package io.stackelberg.theory;

import static io.stackelberg.theory.Answers.assertNumbers;
import static io.stackelberg.theory.Answers.holds;
import static io.stackelberg.theory.Answers.inconclusive;
import static io.stackelberg.theory.Answers.violated;

import io.stackelberg.game.Regularity;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AttainmentCheckTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private static CheckResult oneThreshold(Regularity.Side side) {
    // Tokens 100 on the left of c = 0.5 and 60 on the right; U_L = −Tok − 40 c.
    return AttainmentCheck.checkCells(
        new Regularity.Cells(List.of("c"), List.of(List.of(0.5)), side),
        new double[] {0},
        new double[] {1},
        new double[] {-100, -60},
        new double[] {-40});
  }

  @Test
  void theSupremumOfTheLeftClosedTreeIsNotAttained() {
    CheckResult open = oneThreshold(Regularity.Side.LESS_OR_EQUAL);
    violated(open, Rigour.EXACT, "values approach -80.0 towards [0.5]");
    assertNumbers(open, "sup_attained", 0, 0);
    CheckResult closed = holds(oneThreshold(Regularity.Side.LESS_THAN));
    assertNumbers(closed, "supremum", 1e-9, -80);
    assertNumbers(closed, "maximiser", 1e-9, 0.5);
  }

  @Test
  void anotherCellMayAttainTheSameSupremum() {
    // Constant on (0.5, 1] and the same value at the closed end 0.
    holds(AttainmentCheck.checkCells(
        new Regularity.Cells(List.of("c"), List.of(List.of(0.5)), Regularity.Side.LESS_OR_EQUAL),
        new double[] {0},
        new double[] {1},
        new double[] {-60, -40},
        new double[] {-40}));
  }

  @Test
  void errorOfAGrid() {
    CheckResult grid = holds(
        AttainmentCheck.checkGrid(2, 0.01, 2, OptionalDouble.of(-1), OptionalDouble.of(0.015)));
    assertNumbers(grid, "eps_opt", 1e-9, 0.0141421356);
    assertNumbers(grid, "upper_bound", 1e-9, -1 + 0.0141421356);
    inconclusive(AttainmentCheck.checkGrid(2, 0.01, 2, NONE, OptionalDouble.of(0.01)));
    inconclusive(AttainmentCheck.checkGrid(Double.POSITIVE_INFINITY, 0.01, 2, NONE, NONE));
  }
}
