package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.theory.CandidateValues.Seen;
import io.stackelberg.theory.CertificateCheck.Bounds;
import io.stackelberg.theory.CertificateCheck.Candidate;
import io.stackelberg.theory.CertificateCheck.Cover;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateValuesTest {
  private static List<Double> draws(SplittableRandom random, double share, int count) {
    List<Double> values = new ArrayList<>();
    for (int session = 0; session < count; session++) {
      values.add(random.nextDouble() < share ? 1.0 : -2.0);
    }
    return values;
  }

  @Test
  void simultaneousIntervalsAndBoundsFailNoMoreOftenThanDeclared() {
    // 1,000 studies of 3 two-point candidates in {-2, 1} whose values 3p - 2 are known. All
    // intervals miss
    // at once with probability at most 0.1; three standard errors of 1,000 draws are 0.0285.
    SplittableRandom random = new SplittableRandom(43);
    int missed = 0;
    int wrong = 0;
    int refuted = 0;
    for (int study = 0; study < 1000; study++) {
      List<Seen> seen = new ArrayList<>();
      double[] real = new double[3];
      double error = 0;
      for (int arm = 0; arm < 3; arm++) {
        double share = random.nextDouble();
        real[arm] = 3 * share - 2;
        double surrogate = real[arm] + random.nextDouble(-2, 2);
        error = Math.max(error, Math.abs(surrogate - real[arm]));
        seen.add(new Seen("arm " + arm, surrogate, draws(random, share, 60)));
      }
      List<Candidate> intervals = CandidateValues.intervals(seen, -2, 1, 0.1, 0.5);
      boolean covers = true;
      for (int arm = 0; arm < 3; arm++) {
        covers &= intervals.get(arm).lower() <= real[arm]
            && real[arm] <= intervals.get(arm).upper();
      }
      missed += covers ? 0 : 1;
      // The winner of the same data: simultaneous intervals may choose it (rule R3).
      int chosen = 0;
      for (int arm = 1; arm < 3; arm++) {
        chosen = seen.get(arm).mean() > seen.get(chosen).mean() ? arm : chosen;
      }
      Bounds bounds = CertificateCheck.bounds(intervals, chosen, Cover.NONE);
      double regret = Math.max(real[0], Math.max(real[1], real[2])) - real[chosen];
      boolean holds = bounds.regretLower() <= regret
          && regret <= bounds.regretUpper()
          && bounds.errorLower() <= error
          && error <= bounds.errorUpper();
      assertTrue(holds || !covers, "study " + study);
      wrong += holds ? 0 : 1;
      refuted += bounds.errorLower() > 0 ? 1 : 0;
    }
    assertTrue(missed <= 128, missed + " of 1000");
    assertTrue(wrong <= missed);
    assertTrue(refuted > 500, "surrogates that miss by up to 2 are mostly refuted: " + refuted);
  }

  @Test
  void aCandidateThatNobodySawKeepsTheWholeRange() {
    List<Candidate> intervals = CandidateValues.intervals(
        List.of(new Seen("seen", 0, List.of(0.5, 0.5)), new Seen("unseen", 0, List.of())),
        -2,
        1,
        0.05,
        0.5);
    assertEquals(-2, intervals.get(1).lower());
    assertEquals(1, intervals.get(1).upper());
    assertEquals(0.025, intervals.get(1).delta());
  }

  @Test
  void aValueOutsideTheRangeIsRefused() {
    List<Seen> seen = List.of(new Seen("arm", 0, List.of(1.5)));
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> CandidateValues.intervals(seen, -2, 1, 0.05, 0.5));
    assertTrue(refused.getMessage().startsWith("value of arm is 1.5"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void intervalsWidenAsDeltaFallsAndAsCandidatesAreAdded(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Seen one = new Seen("one", 0, draws(random, 0.4, 50));
    Seen other = new Seen("other", 0, draws(random, 0.6, 50));
    Candidate before = CandidateValues.intervals(List.of(one), -2, 1, 0.2, 0.5).get(0);
    for (double delta : new double[] {0.1, 0.05, 0.01}) {
      Candidate now = CandidateValues.intervals(List.of(one), -2, 1, delta, 0.5).get(0);
      assertTrue(now.lower() <= before.lower() && now.upper() >= before.upper());
      Candidate among =
          CandidateValues.intervals(List.of(one, other), -2, 1, delta, 0.5).get(0);
      assertTrue(among.lower() <= now.lower() && among.upper() >= now.upper());
      before = now;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void theOrderOfTheCandidatesChangesNothing(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Seen> seen = new ArrayList<>();
    for (int arm = 0; arm < 4; arm++) {
      seen.add(new Seen("arm " + arm, random.nextDouble(), draws(random, random.nextDouble(), 40)));
    }
    Bounds before =
        CertificateCheck.bounds(CandidateValues.intervals(seen, -2, 1, 0.05, 0.9), 0, Cover.NONE);
    Seen chosen = seen.get(0);
    Collections.rotate(seen, 2);
    assertEquals(
        before,
        CertificateCheck.bounds(
            CandidateValues.intervals(seen, -2, 1, 0.05, 0.9), seen.indexOf(chosen), Cover.NONE));
  }
}
