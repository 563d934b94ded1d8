package io.stackelberg.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeSetTest {
  private static final Announcement BASELINE = new Announcement(0, 0);

  @Test
  void projectsOntoTheNearestMember() {
    // From (0.5, 0.5): distance² 0.5 to the baseline, 0.26 to (1, 0.6), 0.25 to (0.5, 1).
    SafeSet set = new SafeSet(
        List.of(BASELINE, new Announcement(1, 0.6), new Announcement(0.5, 1)),
        List.of(0.0, -0.01, -0.02));
    assertEquals(new Announcement(0.5, 1), set.project(new Announcement(0.5, 0.5)));
    assertEquals(BASELINE, set.project(new Announcement(0.3, 0.2)));
    assertEquals(new Announcement(1, 0.6), set.project(new Announcement(1, 0)));
  }

  @Test
  void tiesGoToTheLargerLowerBoundThenToTheSmallerLabel() {
    Announcement left = new Announcement(0.25, 0);
    Announcement right = new Announcement(0.75, 0);
    Announcement middle = new Announcement(0.5, 0);
    Announcement far = new Announcement(0.5, 9);
    assertEquals(
        right, new SafeSet(List.of(far, left, right), List.of(0.0, -0.02, -0.01)).project(middle));
    assertEquals(
        left, new SafeSet(List.of(far, left, right), List.of(0.0, -0.01, -0.02)).project(middle));
    assertEquals(
        left, new SafeSet(List.of(far, right, left), List.of(0.0, -0.01, -0.01)).project(middle));
  }

  @Test
  void whereNothingIsNearTheBaselineIsTaken() {
    Directive baseline = new Directive("normal");
    SafeSet directives =
        new SafeSet(List.of(baseline, new Directive("concise")), List.of(-1.0, 5.0));
    assertEquals(baseline, directives.project(new Directive("verbose")));
    assertEquals(baseline, directives.project(new Announcement(0.5, 0)));
    assertEquals(new Directive("concise"), directives.project(new Directive("concise")));
    assertTrue(directives.contains(new Directive("concise")));
  }

  @Test
  void onlyOneClassIsNear() {
    SafeSet mixed =
        new SafeSet(List.of(new Directive("normal"), new Announcement(1, 1)), List.of(0.0, -9.0));
    assertEquals(new Announcement(1, 1), mixed.project(BASELINE));
  }

  @Test
  void badMembersAreRefused() {
    assertEquals(
        "members is empty, expected at least one element.",
        assertThrows(IllegalArgumentException.class, () -> new SafeSet(List.of(), List.of()))
            .getMessage());
    assertEquals(
        "number of lower bounds is 2, expected 1.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new SafeSet(List.of(BASELINE), List.of(0.0, 0.0)))
            .getMessage());
    String twice = assertThrows(
            IllegalArgumentException.class,
            () -> new SafeSet(List.of(BASELINE, BASELINE), List.of(0.0, 0.0)))
        .getMessage();
    assertTrue(twice.endsWith("expected distinct commitments."), twice);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void projectingTwiceIsProjectingOnceAndNothingIsNearer(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // A coarse grid, so that ties occur.
    List<Commitment> members = new ArrayList<>();
    List<Double> lowerBounds = new ArrayList<>();
    while (members.size() < 6) {
      Commitment member = new Announcement(random.nextInt(5) / 4.0, random.nextInt(5) / 4.0);
      if (!members.contains(member)) {
        members.add(member);
        lowerBounds.add(-random.nextInt(3) / 10.0);
      }
    }
    SafeSet set = new SafeSet(members, lowerBounds);
    for (int draw = 0; draw < 50; draw++) {
      Commitment from = new Announcement(random.nextInt(9) / 8.0, random.nextInt(9) / 8.0);
      Commitment to = set.project(from);
      assertTrue(set.contains(to));
      assertEquals(to, set.project(to));
      for (int member = 0; member < 6; member++) {
        double distance = Commitment.distance(from, members.get(member));
        double nearest = Commitment.distance(from, to);
        assertTrue(nearest <= distance, from + " → " + to);
        assertTrue(
            nearest < distance || lowerBounds.get(members.indexOf(to)) >= lowerBounds.get(member),
            "tie of " + to + " and " + members.get(member));
      }
    }
  }
}
