package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** C11, C12 and C13 on 1,000 random instances each, the truth enumerated by the test. */
class TransferPropertyTest {
  private static final int INSTANCES = 1000;

  private static double quantity(CheckResult result, String name) {
    return result.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values()
        .get(0);
  }

  private static int best(double[] values) {
    return IntStream.range(0, values.length)
        .reduce(0, (best, next) -> values[next] > values[best] ? next : best);
  }

  @Test
  void regretNeverExceedsTheBoundOverAllPolicies() {
    SplittableRandom random = new SplittableRandom(11);
    for (int instance = 0; instance < INSTANCES; instance++) {
      int size = 1 + random.nextInt(6);
      double[] real = random.doubles(size).toArray();
      double[] surrogate = random.doubles(size).toArray();
      Set<Integer> all = IntStream.range(0, size).boxed().collect(Collectors.toSet());
      int chosen = random.nextInt(size);
      CheckResult result = TransferChainCheck.check(real, surrogate, all, chosen);
      assertInstanceOf(CheckResult.Holds.class, result, "instance " + instance);
      double regret = Arrays.stream(real).max().orElseThrow() - real[chosen];
      assertEquals(regret, quantity(result, "regret"), 1e-12);
      double sharp = quantity(result, "regret_bound_one_sided");
      assertTrue(regret <= sharp + 1e-12, "the sharpening is a bound");
      assertTrue(sharp <= quantity(result, "regret_bound") + 1e-12, "and no wider");
    }
  }

  @Test
  void aMissedOptimumIsRefutedOrLeftOpenButNeverFine() {
    SplittableRandom random = new SplittableRandom(12);
    int refuted = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      double[] real = random.doubles(5).toArray();
      double[] surrogate =
          Arrays.stream(real).map(v -> v + 0.02 * random.nextDouble()).toArray();
      int optimum = best(real);
      surrogate[optimum] = real[optimum] - random.nextDouble();
      Set<Integer> others = IntStream.range(0, 5)
          .filter(policy -> policy != optimum)
          .boxed()
          .collect(Collectors.toSet());
      int chosen = others.stream()
          .max((a, b) -> Double.compare(surrogate[a], surrogate[b]))
          .orElseThrow();
      CheckResult result = TransferChainCheck.check(real, surrogate, others, chosen);
      boolean exceeds = real[optimum] - real[chosen] > quantity(result, "regret_bound") + 1e-9;
      assertTrue(!(result instanceof CheckResult.Holds), "instance " + instance);
      assertEquals(exceeds, result instanceof CheckResult.Violated, "instance " + instance);
      refuted += exceeds ? 1 : 0;
    }
    assertTrue(refuted > INSTANCES / 2 && refuted < INSTANCES, refuted + " refuted");
  }

  @Test
  void valuesOverSeveralTurnsStayWithinTheSimulationBound() {
    SplittableRandom random = new SplittableRandom(13);
    for (int instance = 0; instance < INSTANCES; instance++) {
      int states = 1 + random.nextInt(3);
      int turns = 1 + random.nextInt(5);
      SimulationCheck.Chain real = chain(random, states);
      SimulationCheck.Chain surrogate = chain(random, states);
      List<Double> start = law(random, states);
      CheckResult result = SimulationCheck.check(real, surrogate, start, turns);
      assertInstanceOf(CheckResult.Holds.class, result, "instance " + instance);
      double error = Math.abs(byPaths(real, start, turns) - byPaths(surrogate, start, turns));
      assertEquals(error, quantity(result, "value_error"), 1e-12);
      assertTrue(error <= quantity(result, "value_error_bound") + 1e-12);
    }
  }

  private static List<Double> law(SplittableRandom random, int size) {
    double[] raw = random.doubles(size, 0.01, 1).toArray();
    double sum = DoubleStream.of(raw).sum();
    return Arrays.stream(raw).map(v -> v / sum).boxed().toList();
  }

  private static SimulationCheck.Chain chain(SplittableRandom random, int states) {
    List<List<Double>> rows = new ArrayList<>();
    for (int state = 0; state < states; state++) {
      rows.add(law(random, states));
    }
    return new SimulationCheck.Chain(rows, random.doubles(states).boxed().toList());
  }

  /** Sum over all paths of states, one by one. */
  private static double byPaths(SimulationCheck.Chain chain, List<Double> start, int turns) {
    int states = start.size();
    double value = 0;
    for (int path = 0; path < Math.pow(states, turns); path++) {
      int rest = path;
      double probability = 1;
      double sum = 0;
      int before = -1;
      for (int turn = 0; turn < turns; turn++) {
        int state = rest % states;
        rest /= states;
        probability *=
            before < 0 ? start.get(state) : chain.transitions().get(before).get(state);
        sum += chain.utilities().get(state);
        before = state;
      }
      value += probability * sum;
    }
    return value;
  }

  @Test
  void guidanceNeverHurtsExactlyWhenDoingNothingIsAllowed() {
    SplittableRandom random = new SplittableRandom(14);
    int[] answers = new int[3];
    for (int instance = 0; instance < INSTANCES; instance++) {
      int size = 1 + random.nextInt(5);
      double[] values = random.doubles(size, -1, 1).toArray();
      double[] costs = random.doubles(size).toArray();
      double budget = random.nextDouble();
      int none = random.nextInt(size);
      CheckResult result = GuidanceCheck.check(values, costs, budget, none);
      double best = IntStream.range(0, size)
          .filter(hint -> costs[hint] <= budget)
          .mapToDouble(hint -> values[hint])
          .max()
          .orElse(Double.NEGATIVE_INFINITY);
      if (costs[none] <= budget) {
        assertEquals(
            best - values[none],
            assertInstanceOf(CheckResult.Holds.class, result).margin(),
            1e-15);
        answers[0]++;
      } else if (best < values[none]) {
        assertInstanceOf(CheckResult.Violated.class, result);
        answers[1]++;
      } else {
        assertInstanceOf(CheckResult.Inconclusive.class, result);
        answers[2]++;
      }
    }
    assertTrue(Arrays.stream(answers).allMatch(count -> count > 50), Arrays.toString(answers));
  }

  @Test
  void strictGuidanceNeedsEvidence() {
    double[] gains = new double[200];
    Arrays.fill(gains, 0.3);
    CheckResult strict = GuidanceCheck.checkStrict(gains, 1, 0.05);
    assertTrue(assertInstanceOf(CheckResult.Holds.class, strict).margin() > 0.2);
    assertEquals(Rigour.FINITE_SAMPLE, strict.rigour());
    assertInstanceOf(
        CheckResult.Inconclusive.class,
        GuidanceCheck.checkStrict(Arrays.copyOf(gains, 3), 1, 0.05));
    Arrays.fill(gains, -0.3);
    assertInstanceOf(CheckResult.Violated.class, GuidanceCheck.checkStrict(gains, 1, 0.05));
  }

  @Test
  void noEquilibriumNoComparison() {
    double[][] leader = {{2, 4}, {1, 3}};
    double[][] follower = {{1, 0}, {0, 1}};
    assertInstanceOf(
        CheckResult.Inconclusive.class,
        GuidanceCheck.checkAgainstNash(
            leader, follower, new double[] {0, 1}, new double[] {0, 1}, new double[][] {{1, 0}}));
  }

  @Test
  void rejectsBadInput() {
    assertThrows(
        IllegalArgumentException.class,
        () -> TransferChainCheck.check(new double[] {1}, new double[] {1}, Set.of(1), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> TransferChainCheck.checkComputable(0.5, 0.6, 0.1, Rigour.EXACT));
    assertThrows(
        IllegalArgumentException.class, () -> SimulationCheck.check(0.1, 1.5, 1, 3, Rigour.EXACT));
    assertInstanceOf(
        CheckResult.Inconclusive.class, SimulationCheck.check(0.1, 0.1, 1, 3, Rigour.SAMPLED));
  }
}
