package io.stackelberg.game.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedSplitterTest {
  private static final SeedSplitter SEEDS = new SeedSplitter(20260622);

  @Test
  void theFirstBytesOfSha256AreThoseOfTheStandard() {
    // FIPS 180-2, example B.1: SHA-256("abc") = ba7816bf 8f01cfea ...; of the empty text e3b0c442
    // 98fc1c14 ...
    assertEquals(0xba7816bf8f01cfeaL, SeedSplitter.firstLong("abc"));
    assertEquals(0xe3b0c44298fc1c14L, SeedSplitter.firstLong(""));
  }

  @Test
  void aTaskHasItsOwnStreamInWhateverOrderTasksAsk() {
    List<String> tasks =
        new ArrayList<>(IntStream.range(0, 50).mapToObj(task -> "task" + task).toList());
    Map<String, Long> forward = new TreeMap<>();
    tasks.forEach(task -> forward.put(task, SEEDS.generator(task).nextLong()));
    Collections.reverse(tasks);
    Map<String, Long> backward = new TreeMap<>();
    tasks.forEach(task -> backward.put(task, SEEDS.generator(task).nextLong()));
    assertEquals(forward, backward);
  }

  @Test
  void differentTasksSeedsAndPathsDiffer() {
    Set<Long> first = new HashSet<>();
    for (int task = 0; task < 1000; task++) {
      assertTrue(first.add(SEEDS.generator("task", "" + task).nextLong()));
    }
    assertTrue(first.add(new SeedSplitter(20260623).generator("task", "0").nextLong()));
    assertTrue(first.add(SEEDS.task("task").generator("0").nextLong()));
    assertNotEquals(
        SEEDS.generator("ab", "c").nextLong(), SEEDS.generator("a", "bc").nextLong());
    assertNotEquals(SEEDS.task("a"), SEEDS.task("b"));
    assertEquals(SEEDS.task("a"), SEEDS.task("a"));
  }

  @Test
  void streamsOfDifferentTasksAreUncorrelated() {
    // Product of two independent centred uniforms has variance 1/144; the mean of 10,000 has
    // standard
    // deviation 1/1200, so 5 of them bound it except with probability 6e-7. The seed is fixed.
    var one = SEEDS.generator("one");
    var other = SEEDS.generator("other");
    double sum = 0;
    for (int draw = 0; draw < 10_000; draw++) {
      sum += (one.nextDouble() - 0.5) * (other.nextDouble() - 0.5);
    }
    assertEquals(0, sum / 10_000, 5 / 1200.0);
  }

  @Test
  void tolerancesAndLimitsAreChecked() {
    assertTrue(Tolerance.DEFAULT.ties(1, 1 + 9e-10, 1));
    assertTrue(new Tolerance(0).ties(1, 1, 1));
    assertTrue(!new Tolerance(1e-9).ties(1e6, 1e6 + 2e-3, 1e6));
    assertEquals(
        "relative is NaN, expected a number in [0.0, 0.9999999999999999].",
        assertThrows(IllegalArgumentException.class, () -> new Tolerance(Double.NaN))
            .getMessage());
    assertEquals(
        "maxEvaluations is 0, expected a whole number >= 1.",
        assertThrows(
                IllegalArgumentException.class, () -> SolveLimits.DEFAULT.withMaxEvaluations(0))
            .getMessage());
  }

  @Test
  void provenanceIsSortedAndCopied() {
    TreeMap<String, String> options = new TreeMap<>(Map.of("b", "2", "a", "1"));
    Provenance provenance = new Provenance(
        "run", options, 7, new TreeMap<>(), new TreeMap<>(Map.of("java", "17")), List.of());
    options.put("c", "3");
    assertEquals(List.of("a", "b"), List.copyOf(provenance.options().keySet()));
    assertThrows(UnsupportedOperationException.class, () -> provenance.options().put("d", "4"));
    assertEquals(
        "producer is \"\", expected a non-blank text.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Provenance(
                    "", new TreeMap<>(), 7, new TreeMap<>(), new TreeMap<>(), List.of()))
            .getMessage());
  }
}
