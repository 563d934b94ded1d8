package io.stackelberg.pipeline.reproduce;

import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.repair.calibration.CallAllocation;
import io.stackelberg.repair.calibration.CellDecision;
import io.stackelberg.repair.calibration.CellSample;
import io.stackelberg.repair.calibration.DecisionAllocation;
import io.stackelberg.repair.calibration.FusedCells;
import io.stackelberg.repair.calibration.PriorFusion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a few real calls are worth: predictions fused with them against their means alone, and calls sent where they
 * narrow the decision against calls spread evenly.
 *
 * <p>Errors of predictions are multiples of a cell's own standard error. The share of calls is the least number under
 * the sequential rule that reaches the accuracy of the uniform rule at the given number a cell, over that number.
 */
public final class CalibrationCalls implements Reproduction {
  private static final double LARGEST_RATIO = 1.1;
  private static final double LARGEST_SHARE = 0.7;
  private static final List<String> PATTERNS =
      List.of("all cells", "alternating", "one cell", "half of them", "at random");
  private static final int[] PER_CELL = {6, 8, 12, 16, 24};

  @Override
  public String summary() {
    return "few real calls: fusing them with predictions, and where to send the next one";
  }

  @Override
  public Findings run(Setting setting) {
    Findings findings = new Findings(
        "calibration",
        "What a few real calls are worth",
        "How much do predictions add to few real calls, what do wrong ones cost, and how many calls does it save to"
            + " send each where it narrows the decision?",
        "Drawn cells whose truth is known (T0); nothing is claimed of language models.");
    fusion(findings, setting);
    allocation(findings, setting);
    return findings;
  }

  private static void fusion(Findings findings, Setting setting) {
    int runs = setting.isBrief() ? 40 : 2_000;
    var table = findings.table(
        "fusion",
        "Mean squared error of the fused estimates over that of the sample means, all cells together: where"
            + " predictions are right, and the worst over five patterns of error and sizes 0(0.5)4 standard errors",
        "outcomes",
        "cells",
        "calls a cell",
        "predictions right",
        "worst",
        "worst at");
    double worst = 0;
    double best = 0;
    for (String law : List.of("normal", "success or failure")) {
      for (int cells : new int[] {9, 20}) {
        double[] right = new double[1];
        double largest = 0;
        String at = "";
        for (String pattern : PATTERNS) {
          for (double size = 0; size <= 4; size += 0.5) {
            double ratio = ratio(law, cells, pattern, size, runs, setting);
            right[0] = size == 0 ? Math.max(right[0], ratio) : right[0];
            if (ratio > largest) {
              largest = ratio;
              at = pattern + ", " + size;
            }
          }
        }
        table.row(law, List.of((double) cells, 4.0, right[0], largest), at);
        worst = Math.max(worst, largest);
        best = Math.max(best, right[0]);
        setting.progress().accept("calibration: fusion, " + law + ", " + cells + " cells");
      }
    }
    findings.state(
        "At 4 calls a cell right predictions lower the squared error, and wrong ones raise it to at most "
            + LARGEST_RATIO + " times that of the sample means.",
        best < 1 && worst <= LARGEST_RATIO ? Standing.HOLDS : Standing.FAILS,
        "At most " + best + " times where predictions are right, at most " + worst + " anywhere.");
  }

  private static double ratio(
      String law, int cells, String pattern, double size, int runs, Setting setting) {
    SplittableRandom random =
        setting.seeds().generator("fusion", law, cells + "", pattern, size + "");
    double fused = 0;
    double plain = 0;
    for (int run = 0; run < runs; run++) {
      double[] truth = new double[cells];
      double[] predicted = new double[cells];
      List<CellSample> samples = new ArrayList<>();
      for (int cell = 0; cell < cells; cell++) {
        truth[cell] = 0.2 + 0.6 * random.nextDouble();
        double deviation =
            law.equals("normal") ? 0.3 : StrictMath.sqrt(truth[cell] * (1 - truth[cell]));
        predicted[cell] =
            truth[cell] + size * deviation / 2 * direction(pattern, cell, cells, random);
        double[] calls = new double[4];
        for (int call = 0; call < calls.length; call++) {
          calls[call] = law.equals("normal")
              ? truth[cell] + deviation * random.nextGaussian()
              : random.nextDouble() < truth[cell] ? 1 : 0;
        }
        samples.add(CellSample.of(calls));
      }
      FusedCells estimates = PriorFusion.standard().fuse(predicted, samples);
      for (int cell = 0; cell < cells; cell++) {
        double off = estimates.estimates().get(cell).value() - truth[cell];
        double meanOff = samples.get(cell).mean() - truth[cell];
        fused += off * off;
        plain += meanOff * meanOff;
      }
    }
    return fused / plain;
  }

  /** Error of one cell's prediction in units of the size. */
  private static double direction(String pattern, int cell, int cells, SplittableRandom random) {
    return switch (pattern) {
      case "all cells" -> 1;
      case "alternating" -> cell % 2 == 0 ? 1 : -1;
      case "one cell" -> cell == 0 ? 1 : 0;
      case "half of them" -> cell < cells / 2 ? 1 : 0;
      default -> 2 * random.nextDouble() - 1;
    };
  }

  private static void allocation(Findings findings, Setting setting) {
    int runs = setting.isBrief() ? 20 : 300;
    var table = findings.table(
        "allocation",
        "Calls of the sequential rule over those of the uniform one at the same accuracy, by the uniform rule's calls"
            + " a cell; cell means N(0, 0.5²), noise of one call 1; blank where it was not reached",
        "choices",
        "at 6",
        "at 8",
        "at 12",
        "at 16",
        "at 24");
    double largest = 0;
    for (int[] shape : new int[][] {{1, 9, 1}, {4, 9, 1}, {12, 3, 1}, {4, 9, 9}, {12, 3, 9}}) {
      double[] uniform = accuracy(CallAllocation.uniform(), shape, runs, setting);
      double[] sequential = accuracy(DecisionAllocation.standard(), shape, runs, setting);
      double[] shares = new double[PER_CELL.length];
      for (int index = 0; index < shares.length; index++) {
        int calls = PER_CELL[index] * shape[0] * shape[1];
        int needed = 0;
        while (needed < calls && sequential[needed] < uniform[calls]) {
          needed++;
        }
        shares[index] = sequential[needed] < uniform[calls] ? Double.NaN : (double) needed / calls;
        largest = Math.max(largest, Double.isNaN(shares[index]) ? 1 : shares[index]);
      }
      table.row(
          shape[0] + " of " + shape[1] + (shape[2] > 1 ? ", in batches of " + shape[2] : ""),
          shares);
      setting.progress().accept("calibration: allocation, " + shape[0] + " of " + shape[1]);
    }
    findings.state(
        "Sequential allocation needs at most " + LARGEST_SHARE
            + " of the uniform calls for the same accuracy.",
        largest <= LARGEST_SHARE ? Standing.HOLDS : Standing.FAILS,
        "Largest share in the table: " + largest + ", over " + runs + " problems a row.");
  }

  /** Share of right choices after each number of calls, up to the most calls of the table. */
  private static double[] accuracy(CallAllocation rule, int[] shape, int runs, Setting setting) {
    int cells = shape[0] * shape[1];
    int calls = PER_CELL[PER_CELL.length - 1] * cells;
    double[] right = new double[calls + 1];
    for (int run = 0; run < runs; run++) {
      // Both rules meet the same problems.
      SplittableRandom random =
          setting.seeds().generator("allocation", Arrays.toString(shape), run + "");
      double[] mean = new double[cells];
      List<Integer> group = new ArrayList<>();
      List<CellSample> none = new ArrayList<>();
      for (int cell = 0; cell < cells; cell++) {
        mean[cell] = 0.5 * random.nextGaussian();
        group.add(cell / shape[1]);
        none.add(CellSample.EMPTY);
      }
      CellDecision decision = new CellDecision(none, group);
      int made = 0;
      while (made < calls) {
        for (int cell : rule.next(decision, Math.min(shape[2], calls - made))) {
          decision = decision.with(cell, mean[cell] + random.nextGaussian());
          made++;
          right[made] += made < cells ? 0 : share(decision, mean, shape) / runs;
        }
      }
    }
    return right;
  }

  private static double share(CellDecision decision, double[] mean, int[] shape) {
    double right = 0;
    for (int group = 0; group < shape[0]; group++) {
      int best = group * shape[1];
      for (int cell = best; cell < (group + 1) * shape[1]; cell++) {
        best = mean[cell] > mean[best] ? cell : best;
      }
      right += decision.best(group) == best ? 1.0 / shape[0] : 0;
    }
    return right;
  }
}
