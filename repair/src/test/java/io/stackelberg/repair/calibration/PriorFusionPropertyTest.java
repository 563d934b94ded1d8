package io.stackelberg.repair.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Mean squared error of the fusion over that of the sample means, cells together, at fixed seeds.
 *
 * <p>Every ratio is of means over R = 1500 runs of K ≥ 9 cells, run by run on the same samples. The ratio's
 * standard error is below 0.01 (squared errors of a run have a coefficient of variation below 1.5 for normal
 * noise, and the two sums are correlated above 0.9 where the ratio is near 1), so that 1.1 is met by more than four
 * errors wherever the true ratio is below 1.05.
 */
class PriorFusionPropertyTest {
  private static final int RUNS = 1500;
  private static final double[] SIZES = {0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4};

  /** How the prior is wrong; the size is in standard errors of a cell's own mean. */
  enum Wrong {
    SHIFTED,
    ALTERNATING,
    ONE_CELL,
    HALF,
    NORMAL,
    SCALED;

    double error(int cell, int cells, double truth, Random random) {
      return switch (this) {
        case SHIFTED -> 1;
        case ALTERNATING -> cell % 2 == 0 ? 1 : -1;
        case ONE_CELL -> cell == 0 ? 1 : 0;
        case HALF -> cell < cells / 2 ? 1 : 0;
        case NORMAL -> random.nextGaussian();
        case SCALED -> truth / 3;
      };
    }
  }

  /** How much noise differs between cells. */
  enum Noise {
    EQUAL {
      @Override
      double deviation(int cell, Random random) {
        return 1;
      }
    },
    LOGNORMAL {
      @Override
      double deviation(int cell, Random random) {
        return Math.exp(0.8 * random.nextGaussian());
      }
    },
    ONE_LOUD {
      @Override
      double deviation(int cell, Random random) {
        return cell == 0 ? 6 : 1;
      }
    };

    abstract double deviation(int cell, Random random);
  }

  private static double ratio(
      int cells, int calls, Noise noise, Wrong wrong, double size, boolean isSkewed, long seed) {
    Random random = new Random(seed);
    double fused = 0;
    double plain = 0;
    for (int run = 0; run < RUNS; run++) {
      double[] truth = new double[cells];
      double[] predicted = new double[cells];
      List<CellSample> samples = new ArrayList<>();
      for (int cell = 0; cell < cells; cell++) {
        double deviation = noise.deviation(cell, random);
        truth[cell] = 3 * random.nextGaussian();
        predicted[cell] = truth[cell]
            + size * deviation / Math.sqrt(calls) * wrong.error(cell, cells, truth[cell], random);
        double[] values = new double[calls];
        for (int call = 0; call < calls; call++) {
          double draw = isSkewed ? -1 - Math.log(1 - random.nextDouble()) : random.nextGaussian();
          values[call] = truth[cell] + deviation * draw;
        }
        samples.add(CellSample.of(values));
      }
      FusedCells result = PriorFusion.standard().fuse(predicted, samples);
      for (int cell = 0; cell < cells; cell++) {
        fused += Math.pow(result.estimates().get(cell).value() - truth[cell], 2);
        plain += Math.pow(samples.get(cell).mean() - truth[cell], 2);
      }
    }
    return fused / plain;
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Wrong.class)
  void aWrongPriorCostsAtMostATenth(Wrong wrong) {
    for (Noise noise : Noise.values()) {
      for (boolean isSkewed : new boolean[] {false, true}) {
        for (double size : SIZES) {
          double ratio = ratio(9, 4, noise, wrong, size, isSkewed, 41);
          assertTrue(ratio <= 1.1, noise + " skewed " + isSkewed + " size " + size + ": " + ratio);
        }
      }
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"9, 3", "12, 4", "20, 8", "40, 4"})
  void aWrongPriorCostsAtMostATenthAtOtherSizes(int cells, int calls) {
    for (double size : SIZES) {
      double ratio = ratio(cells, calls, Noise.EQUAL, Wrong.ALTERNATING, size, false, 42);
      assertTrue(ratio <= 1.1, "size " + size + ": " + ratio);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EQUAL, false, 0, 0.55",
    "EQUAL, true, 0, 0.75",
    "LOGNORMAL, false, 0, 0.85",
    "ONE_LOUD, false, 0, 0.9",
    "EQUAL, false, 1, 0.8"
  })
  void aGoodPriorHelpsAtFourCalls(Noise noise, boolean isSkewed, double size, double most) {
    // Twice the shift and scale of the truth would be a prior of size 0 too: the line takes them
    // up.
    assertTrue(ratio(9, 4, noise, Wrong.NORMAL, size, isSkewed, 43) <= most);
  }

  @ParameterizedTest
  @CsvSource({"44", "45", "46"})
  void aChangeOfUnitChangesNothingElse(long seed) {
    Random random = new Random(seed);
    double[] predicted = random.doubles(12).toArray();
    List<CellSample> plain = new ArrayList<>();
    List<CellSample> scaled = new ArrayList<>();
    for (int cell = 0; cell < 12; cell++) {
      double[] values = random.doubles(2 + cell % 4).toArray();
      plain.add(CellSample.of(values));
      scaled.add(CellSample.of(Arrays.stream(values).map(v -> 1000 * v + 7).toArray()));
    }
    FusedCells one = PriorFusion.standard().fuse(predicted, plain);
    FusedCells other = PriorFusion.standard()
        .fuse(Arrays.stream(predicted).map(v -> 1000 * v + 7).toArray(), scaled);
    assertEquals(one.prior(), other.prior());
    for (int cell = 0; cell < 12; cell++) {
      assertEquals(
          1000 * one.estimates().get(cell).value() + 7,
          other.estimates().get(cell).value(),
          1e-6);
    }
  }
}
