package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled models against a row-by-row evaluation of the same model. */
class GridScoresDifferentialTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  /** Levels lie on the thresholds' lattice, so that ties of a value with a threshold occur all the time. */
  private static double level(RandomGenerator random) {
    return random.nextInt(21) / 20.0;
  }

  private static double[][] product(RandomGenerator random, int columns) {
    int[] counts = new int[columns];
    int points = 1;
    for (int column = 0; column < columns; column++) {
      counts[column] = 1 + random.nextInt(5);
      points *= counts[column];
    }
    double[][] levels = new double[columns][];
    for (int column = 0; column < columns; column++) {
      levels[column] = new double[counts[column]];
      Arrays.setAll(levels[column], index -> level(random));
    }
    double[][] grid = new double[points][columns];
    for (int point = 0; point < points; point++) {
      int rest = point;
      for (int column = 0; column < columns; column++) {
        grid[point][column] = levels[column][rest % counts[column]];
        rest /= counts[column];
      }
    }
    return grid;
  }

  private static void agree(ScoreModel model, double[][] grid, RandomGenerator random) {
    agree(model, model.over(grid), grid, random);
  }

  private static void agree(
      ScoreModel model, GridScores compiled, double[][] grid, RandomGenerator random) {
    GridScores plain = new RowByRow(model, grid);
    double[] expected = new double[grid.length * model.outputs()];
    double[] actual = new double[expected.length];
    double[] leading = new double[model.inputs() - grid[0].length];
    for (int context = 0; context < 20; context++) {
      Arrays.setAll(leading, column -> level(random));
      plain.score(leading, expected);
      compiled.score(leading, actual);
      for (int cell = 0; cell < expected.length; cell++) {
        assertEquals(expected[cell], actual[cell], 1e-12 * Math.max(1, Math.abs(expected[cell])));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void trees(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int trailing = 1 + random.nextInt(5);
    int inputs = trailing + random.nextInt(6);
    TreeScores model = RandomModels.trees(
        random, inputs, 1 + random.nextInt(4), 1 + random.nextInt(30), random.nextInt(7));
    double[][] grid = product(random, trailing);
    GridCells cells = GridCells.of(model, grid).orElseThrow();
    agree(model, TreeGrid.compile(model, cells).orElseThrow(), grid, random);
    assertFalse(model.over(grid) instanceof RowByRow);
    agree(model, grid, random);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void treesOfFewRegionsWithoutAWalk(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int trailing = 1 + random.nextInt(3);
    // Six levels of splits make up to 64 leaves, all bits of a long.
    int depth = random.nextInt(7);
    int inputs = trailing + (depth < 3 ? 1 + random.nextInt(6) : 20 * trailing);
    TreeScores model =
        RandomModels.trees(random, inputs, 1 + random.nextInt(4), 1 + random.nextInt(30), depth);
    double[][] grid = product(random, trailing);
    assertInstanceOf(MaskedTrees.class, model.over(grid));
    agree(model, grid, random);
  }

  @Test
  void aTreeOfManyLeavesOrRegionsIsWalked() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] grid = product(random, 2);
    assertInstanceOf(TreeGrid.class, RandomModels.trees(random, 40, 1, 3, 9).over(grid));
    double[][] wide = new double[81][4];
    for (int point = 0; point < wide.length; point++) {
      int rest = point;
      for (int column = 0; column < 4; column++) {
        wide[point][column] = rest % 3 / 2.0;
        rest /= 3;
      }
    }
    assertInstanceOf(TreeGrid.class, RandomModels.trees(random, 4, 1, 9, 6).over(wide));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void networksAndLinearModels(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int trailing = 1 + random.nextInt(3);
    int inputs = trailing + random.nextInt(6);
    double[][] grid = product(random, trailing);
    int outputs = 1 + random.nextInt(5);
    agree(RandomModels.network(random, inputs, 1 + random.nextInt(9), outputs), grid, random);
    agree(RandomModels.network(random, inputs, 7, 1 + random.nextInt(9), outputs), grid, random);
    agree(RandomModels.network(random, inputs, outputs), grid, random);
    agree(RandomModels.linear(random, inputs, outputs), grid, random);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void softmaxOfLinearModels(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] grid = product(random, 2);
    // A low temperature widens spans until the product of exponentials would vanish.
    double temperature = Math.pow(10, random.nextDouble(-4, 1));
    int outputs = 1 + random.nextInt(6);
    LinearScores model = RandomModels.linear(random, 5, outputs);
    double[] scores = new double[grid.length * outputs];
    double[] weights = new double[scores.length];
    double[] leading = random.doubles(3).toArray();
    model.over(grid).score(leading, scores);
    model.softmaxOver(grid, temperature).score(leading, weights);
    for (int first = 0; first < scores.length; first += outputs) {
      double most = Arrays.stream(scores, first, first + outputs).max().orElseThrow();
      double all = 0;
      double sum = 0;
      for (int index = first; index < first + outputs; index++) {
        all += weights[index];
        sum += StrictMath.exp((scores[index] - most) / temperature);
      }
      for (int index = first; index < first + outputs; index++) {
        assertEquals(
            StrictMath.exp((scores[index] - most) / temperature) / sum,
            weights[index] / all,
            1e-12);
      }
    }
  }

  @Test
  void aScatteredGridIsEvaluatedRowByRow() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] grid = new double[60][3];
    for (double[] point : grid) {
      Arrays.setAll(point, column -> random.nextDouble());
    }
    TreeScores model = RandomModels.trees(random, 6, 2, 10, 5);
    assertInstanceOf(RowByRow.class, model.over(grid));
    agree(model, grid, random);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theExponentialIsWithinTwoUnitsOfTheLastPlace(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] all = new double[2003];
    for (int draw = 0; draw < 2000; draw++) {
      double x = -Math.pow(10, random.nextDouble(-18, 2.86));
      all[draw] = x;
      if (x >= -708) {
        double exact = StrictMath.exp(x);
        assertEquals(exact, Exponential.ofNonPositive(x), 2 * Math.ulp(exact));
      }
    }
    all[2001] = Double.NEGATIVE_INFINITY;
    all[2002] = Double.NaN;
    double[] oneByOne = Arrays.stream(all).map(Exponential::ofNonPositive).toArray();
    Exponential.ofNonPositive(all, new double[all.length]);
    assertArrayEquals(oneByOne, all);
    assertEquals(1, Exponential.ofNonPositive(0));
    assertEquals(0, Exponential.ofNonPositive(Double.NEGATIVE_INFINITY));
    assertEquals(Double.NaN, Exponential.ofNonPositive(Double.NaN));
  }
}
