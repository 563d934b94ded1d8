package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TasksTest {
  @Test
  @Timeout(60)
  void resultsComeInTheOrderOfTheTasksNotOfTheirEnds() {
    try (Tasks tasks = new Tasks(2)) {
      CountDownLatch secondDone = new CountDownLatch(1);
      List<String> ended = Collections.synchronizedList(new ArrayList<>());
      List<Callable<String>> work = List.of(
          () -> {
            secondDone.await();
            ended.add("first");
            return "first";
          },
          () -> {
            ended.add("second");
            secondDone.countDown();
            return "second";
          });
      assertEquals(List.of("first", "second"), tasks.inOrder(work));
      assertEquals(List.of("second", "first"), ended);
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameList() {
    List<Callable<Integer>> work = IntStream.range(0, 100)
        .<Callable<Integer>>mapToObj(number -> () -> number * number)
        .toList();
    List<Integer> expected =
        IntStream.range(0, 100).mapToObj(number -> number * number).toList();
    for (int threads : new int[] {1, 2, 7}) {
      try (Tasks tasks = new Tasks(threads)) {
        assertEquals(expected, tasks.inOrder(work));
      }
    }
  }

  @Test
  void theFirstFailureInOrderIsThrownAsItWas() {
    IllegalArgumentException first = new IllegalArgumentException("first");
    try (Tasks tasks = new Tasks(3)) {
      List<Callable<Integer>> work = List.of(
          () -> 1,
          () -> {
            throw first;
          },
          () -> {
            throw new IllegalStateException("second");
          });
      assertSame(first, assertThrows(IllegalArgumentException.class, () -> tasks.inOrder(work)));
      assertEquals(List.of(7), tasks.inOrder(List.of(() -> 7)));
    }
  }

  @Test
  void aCheckedFailureKeepsItsCause() {
    try (Tasks tasks = new Tasks(1)) {
      List<Callable<Integer>> work = List.of(() -> {
        throw new IOException("disk");
      });
      IllegalStateException failed =
          assertThrows(IllegalStateException.class, () -> tasks.inOrder(work));
      assertEquals("a task failed: java.io.IOException: disk", failed.getMessage());
    }
  }

  @Test
  void threadsAreCheckedAndNothingIsNoWork() {
    assertEquals(
        "threads is 0, expected a whole number >= 1.",
        assertThrows(IllegalArgumentException.class, () -> new Tasks(0)).getMessage());
    try (Tasks tasks = new Tasks(1)) {
      assertTrue(tasks.inOrder(List.of()).isEmpty());
    }
  }
}
