package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelPlacementPropertyTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void labelsMeetNeitherEachOtherNorMarksNorTheEdge(long seed) {
    var random = new SplittableRandom(seed);
    LabelPlacement placement = new LabelPlacement(0, 0, 400, 300);
    List<SvgChart.Point> points = new ArrayList<>();
    for (int index = 0; index < 25; index++) {
      points.add(
          new SvgChart.Point(20 + random.nextDouble() * 360, 20 + random.nextDouble() * 260));
    }
    points.forEach(point -> placement.keepFreeAround(point.x(), point.y(), 6));
    List<LabelPlacement.Box> placed = new ArrayList<>();
    for (int index = 0; index < points.size(); index++) {
      SvgChart.Point point = points.get(index);
      placement.place(point.x(), point.y(), "action-" + index).ifPresent(placed::add);
    }
    assertTrue(placed.size() >= 15, "only " + placed.size() + " of 25 labels found a place");
    for (LabelPlacement.Box box : placed) {
      assertTrue(
          box.left() >= 0 && box.right() <= 400 && box.top() >= 0 && box.bottom() <= 300,
          box.toString());
      assertFalse(
          placed.stream().anyMatch(other -> other != box && other.overlaps(box)), box.toString());
      for (SvgChart.Point point : points) {
        var mark =
            new LabelPlacement.Box(point.x() - 6, point.y() - 6, point.x() + 6, point.y() + 6);
        assertFalse(box.overlaps(mark), box + " covers " + point);
      }
    }
  }
}
