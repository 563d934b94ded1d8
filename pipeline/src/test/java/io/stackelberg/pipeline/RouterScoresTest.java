package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.pipeline.RouterScores.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterScoresTest {
  @Test
  void aRankingThatIsRightRecoversTheGapEarly() {
    // Four turns, cheap right on two, dear on all: the gap is 1/2. Ranked first, the two that cheap
    // gets wrong
    // recover it with half of the calls: quality 1/2, 3/4, 1, 1, 1, so PGR has the mean
    // (0 + 1)/2 · 1/2 + 1 · 1/2 = 3/4, half of the gap is reached at 1/4 of the calls, 4/5 at 0.4.
    List<Point> curve = RouterScores.curve(
        new double[] {0.9, 0.1, 0.8, 0.2}, new double[] {0, 1, 0, 1}, new double[] {1, 1, 1, 1});
    assertEquals(new Point(0.5, 1), curve.get(2));
    assertEquals(0.5 + 0.75 * 0.5, RouterScores.mean(curve, 0, 1), 1e-12);
    assertEquals(0.25, RouterScores.reaching(curve, 0.75), 1e-12);
    assertEquals(0.4, RouterScores.reaching(curve, 0.9), 1e-12);
    assertEquals(0.625, RouterScores.at(curve, 0.125), 1e-12);
  }

  @Test
  void scoresOfAKnownCurve() {
    // By hand, trapezoids: area 0.7375 above a weak accuracy of 0.6, gap 0.2: APGR 0.6875; half of
    // the gap at
    // 0.25 of the calls, four fifths (0.76) at 0.5.
    List<Point> curve = List.of(
        new Point(0, 0.6),
        new Point(0.25, 0.7),
        new Point(0.5, 0.76),
        new Point(0.75, 0.79),
        new Point(1, 0.8));
    assertEquals(0.7375, RouterScores.mean(curve, 0, 1), 1e-12);
    assertEquals(0.6875, (RouterScores.mean(curve, 0, 1) - 0.6) / 0.2, 1e-12);
    assertEquals(0.25, RouterScores.reaching(curve, 0.7), 1e-12);
    assertEquals(0.5, RouterScores.reaching(curve, 0.76), 1e-12);
    assertTrue(Double.isNaN(RouterScores.reaching(curve, 0.81)));
  }

  @Test
  void equalPredictionsAreCalledAtRandom() {
    List<Point> curve = RouterScores.curve(
        new double[] {0.3, 0.3, 0.3, 0.3}, new double[] {0, 1, 0, 1}, new double[] {1, 1, 1, 1});
    assertEquals(List.of(new Point(0, 0.5), new Point(1, 1)), curve);
    assertEquals(0.5, (RouterScores.mean(curve, 0, 1) - 0.5) / 0.5, 1e-12);
  }

  @Test
  void theAreaIsThatUnderTheNonDecreasingHull() {
    // Hull (1, 0.2), (2, 0.6), then flat at 0.6 to 5 for (5, 0.5) is worse: (0.4 + 3 · 0.6) / 4.
    // The point
    // (1.5, 0.3) lies below the line to (2, 0.6).
    List<Point> points =
        List.of(new Point(5, 0.5), new Point(1, 0.2), new Point(1.5, 0.3), new Point(2, 0.6));
    assertEquals((0.4 + 1.8) / 4, RouterScores.aiq(points, 1, 5), 1e-12);
  }

  @Test
  void aCheaperPointCountsFromTheLowEndAndADearerOneNotAtAll() {
    List<Point> points = List.of(new Point(0.5, 0.4), new Point(1, 0.2), new Point(9, 1));
    assertEquals(0.4, RouterScores.aiq(points, 1, 5), 1e-12);
    assertTrue(Double.isNaN(RouterScores.aiq(points, 1, 1)));
  }
}
