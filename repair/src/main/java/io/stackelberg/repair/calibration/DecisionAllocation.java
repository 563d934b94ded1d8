package io.stackelberg.repair.calibration;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.special.Erf;

/**
 * Sends the next call to the cell whose mean, known better, would make a wrong choice cost least.
 *
 * <p>With μ, V the mean of a cell and its variance and b the best cell of its group, choosing b where rival j is
 * better costs E(√(V_b + V_j) Z − (μ_b − μ_j))_+, Z standard normal. The sum over all rivals and groups is to
 * fall most if one cell's V falls as by one more call with its mean unchanged. Cells with fewer than {@code
 * firstCalls} are called first. Variances of a call are moderated as in {@link PriorFusion}; where nothing is
 * known of them calls go round.
 *
 * <p>The choice is a rule of thumb with measured effect (docs/repair.md), not an optimal design; sample means it
 * leads to are biased by the choice of calls, so that a claim needs fresh calls. Source: Chen, Lin, Yücesan
 * and Chick (2000) [chen2000simulation] for the goal, Chick, Branke and Schmidt (2010) [chick2010sequential]
 * for one call at a time.
 *
 * @param options the options
 */
public record DecisionAllocation(Options options) implements CallAllocation {
  /**
   * Options.
   *
   * @param firstCalls calls that every cell gets first, at least 2
   */
  public record Options(int firstCalls) {
    /** Three calls first. */
    public static final Options DEFAULT = new Options(3);

    public Options {
      Require.atLeast("firstCalls", firstCalls, 2);
    }

    /** These options with another number of first calls. */
    public Options withFirstCalls(int other) {
      return new Options(other);
    }
  }

  /** An allocation with the default options. */
  public static DecisionAllocation standard() {
    return new DecisionAllocation(Options.DEFAULT);
  }

  @Override
  public List<Integer> next(CellDecision decision, int calls) {
    Require.atLeast("calls", calls, 1);
    ModeratedVariances noise = ModeratedVariances.of(decision.cells());
    int[] count = decision.cells().stream().mapToInt(CellSample::calls).toArray();
    List<Integer> placed = new ArrayList<>();
    while (placed.size() < calls) {
      int fewest = 0;
      for (int cell = 1; cell < count.length; cell++) {
        fewest = count[cell] < count[fewest] ? cell : fewest;
      }
      int chosen = count[fewest] < options.firstCalls() || !noise.isKnown()
          ? fewest
          : mostTelling(decision, noise, count);
      count[chosen]++;
      placed.add(chosen);
    }
    return placed;
  }

  private static int mostTelling(CellDecision decision, ModeratedVariances noise, int[] count) {
    int cells = count.length;
    double[] gain = new double[cells];
    for (int group = 0; group < decision.groupCount(); group++) {
      int[] members = members(decision, group);
      if (members.length > 1) {
        Group race = new Group(decision, noise, count, members);
        double now = race.loss(-1);
        for (int cell : members) {
          gain[cell] = now - race.loss(cell);
        }
      }
    }
    int best = 0;
    for (int cell = 1; cell < cells; cell++) {
      if (gain[cell] > gain[best] || gain[cell] == gain[best] && count[cell] < count[best]) {
        best = cell;
      }
    }
    return best;
  }

  private static int[] members(CellDecision decision, int group) {
    int[] members = new int[decision.cells().size()];
    int size = 0;
    for (int cell = 0; cell < members.length; cell++) {
      if (decision.groups().get(cell) == group) {
        members[size++] = cell;
      }
    }
    return Arrays.copyOf(members, size);
  }

  /** The cells of one choice. */
  private record Group(
      CellDecision decision, ModeratedVariances noise, int[] count, int[] members) {
    /** Sum of the rivals' expected losses if one cell, none where negative, had one more call. */
    double loss(int oneMore) {
      int best = members[0];
      for (int cell : members) {
        best = mean(cell) > mean(best) ? cell : best;
      }
      double sum = 0;
      for (int rival : members) {
        if (rival != best) {
          double error = Math.sqrt(variance(best, oneMore) + variance(rival, oneMore));
          sum += expectedLoss(mean(best) - mean(rival), error);
        }
      }
      return sum;
    }

    /** E (error · Z − lead)_+, Z standard normal. */
    private static double expectedLoss(double lead, double error) {
      double z = lead / error;
      return error
          * (StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)
              - z * Erf.erfc(z / Math.sqrt(2)) / 2);
    }

    private double mean(int cell) {
      return decision.cells().get(cell).mean();
    }

    private double variance(int cell, int oneMore) {
      return noise.variances().get(cell) / (count[cell] + (cell == oneMore ? 1 : 0));
    }
  }
}
