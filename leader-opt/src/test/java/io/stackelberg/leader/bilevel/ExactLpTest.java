package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExactLpTest {
  @Test
  void solvesATextbookProgram() {
    // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18, x, y >= 0: 36 at (2, 6).
    ConvexProgram program = new ConvexProgram(2);
    program.gradient[0] = -3;
    program.gradient[1] = -5;
    program.lower[0] = 0;
    program.lower[1] = 0;
    program.upper[0] = 4;
    program.row(new double[] {0, 2}, 12);
    program.row(new double[] {3, 2}, 18);
    assertEquals(-36, ExactLp.minimum(program, 0), 0);
    // Multipliers 0, 3/2 and 1: each limit higher by 1 is worth 5/2 together.
    assertEquals(-38.5, ExactLp.minimum(program, 1), 0);
  }

  @Test
  void tellsWhatHasNoMinimum() {
    ConvexProgram program = new ConvexProgram(1);
    program.gradient[0] = 1;
    program.upper[0] = 0;
    assertEquals(Double.NEGATIVE_INFINITY, ExactLp.minimum(program, 0), 0);
    program.lower[0] = 0x1p-40;
    assertEquals(Double.POSITIVE_INFINITY, ExactLp.minimum(program, 0), 0);
    program.upper[0] = 1;
    assertEquals(0x1p-40, ExactLp.minimum(program, 0), 0);
  }
}
