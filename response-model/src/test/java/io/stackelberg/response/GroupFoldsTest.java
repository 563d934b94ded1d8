package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupFoldsTest {
  private static List<String> sessions(int count) {
    return IntStream.range(0, count).mapToObj(session -> "s" + session).toList();
  }

  @Test
  void everySessionHasOneFoldAndSizesDifferByAtMostOne() {
    for (int count = 1; count < 30; count++) {
      Map<String, Integer> folds = GroupFolds.draw(sessions(count), 4, new SplittableRandom(count));
      assertEquals(Set.copyOf(sessions(count)), folds.keySet());
      Map<Integer, Long> sizes = folds.values().stream()
          .collect(Collectors.groupingBy(fold -> fold, Collectors.counting()));
      assertTrue(Set.of(0, 1, 2, 3).containsAll(sizes.keySet()));
      for (int fold = 0; fold < 4; fold++) {
        assertEquals(count / 4.0, sizes.getOrDefault(fold, 0L), 0.76);
      }
    }
  }

  @Test
  void foldsDependOnTheGeneratorAlone() {
    assertEquals(
        GroupFolds.draw(sessions(50), 5, new SplittableRandom(1)),
        GroupFolds.draw(sessions(50), 5, new SplittableRandom(1)));
    assertNotEquals(
        GroupFolds.draw(sessions(50), 5, new SplittableRandom(1)),
        GroupFolds.draw(sessions(50), 5, new SplittableRandom(2)));
  }

  @Test
  void oneFoldIsRefused() {
    assertEquals(
        "folds is 1, expected a whole number >= 2.",
        assertThrows(
                IllegalArgumentException.class,
                () -> GroupFolds.draw(sessions(3), 1, new SplittableRandom(1)))
            .getMessage());
  }
}
