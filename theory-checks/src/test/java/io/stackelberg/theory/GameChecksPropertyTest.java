package io.stackelberg.theory;

import static io.stackelberg.theory.Answers.holds;
import static io.stackelberg.theory.Answers.number;
import static io.stackelberg.theory.Answers.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.catalog.SessionGame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 1,000 random small instances of each check whose truth is known by enumeration. */
class GameChecksPropertyTest {
  private static final int INSTANCES = 1000;
  private static final OptionalDouble NONE = OptionalDouble.empty();

  /** Whole payoffs, so that ties and equal columns are frequent. */
  private static double[][] whole(SplittableRandom random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, column -> random.nextInt(-2, 4));
    }
    return matrix;
  }

  private static double[] reals(SplittableRandom random, int count, double size) {
    return random.doubles(count, -size, size).toArray();
  }

  private static double[] filled(int count, double value) {
    double[] filled = new double[count];
    Arrays.fill(filled, value);
    return filled;
  }

  /** Truth on two rows: between the shares at which two columns tie, values are linear. */
  private record TwoRows(double strong, double weak, boolean isAttained) {
    static TwoRows of(double[][][] leader, double[][][] follower, double[] prior) {
      TreeSet<Double> breaks = new TreeSet<>(List.of(0.0, 1.0));
      for (double[][] payoffs : follower) {
        for (int one = 0; one < payoffs[0].length; one++) {
          for (int other = 0; other < one; other++) {
            double first = payoffs[0][one] - payoffs[0][other];
            double second = payoffs[1][one] - payoffs[1][other];
            double share = second / (second - first);
            if (share > 0 && share < 1) {
              breaks.add(share);
            }
          }
        }
      }
      List<Double> at = new ArrayList<>(breaks);
      double strong = Double.NEGATIVE_INFINITY;
      double weak = Double.NEGATIVE_INFINITY;
      double reached = Double.NEGATIVE_INFINITY;
      for (int index = 0; index < at.size(); index++) {
        strong = Math.max(strong, value(leader, follower, prior, at.get(index), at.get(index), 1));
        reached =
            Math.max(reached, value(leader, follower, prior, at.get(index), at.get(index), -1));
        if (index > 0 && at.get(index) - at.get(index - 1) > 1e-9) {
          double[] inner = new double[12];
          for (int step = 0; step < inner.length; step++) {
            // Columns tied inside cost the leader their minimum, which may bend: break it finely.
            double share = at.get(index - 1)
                + (at.get(index) - at.get(index - 1)) * (step + 0.5) / inner.length;
            reached = Math.max(reached, value(leader, follower, prior, share, share, -1));
          }
          double middle = (at.get(index) + at.get(index - 1)) / 2;
          weak = Math.max(weak, value(leader, follower, prior, at.get(index), middle, -1));
          weak = Math.max(weak, value(leader, follower, prior, at.get(index - 1), middle, -1));
        }
      }
      return new TwoRows(strong, Math.max(weak, reached), reached >= weak - 1e-9);
    }

    /** Value at a share of the first row, with the replies of another share. */
    private static double value(
        double[][][] leader,
        double[][][] follower,
        double[] prior,
        double share,
        double repliesAt,
        int sign) {
      double sum = 0;
      for (int type = 0; type < prior.length; type++) {
        double best = Double.NEGATIVE_INFINITY;
        double pay = 0;
        for (int column = 0; column < leader[type][0].length; column++) {
          double utility =
              repliesAt * follower[type][0][column] + (1 - repliesAt) * follower[type][1][column];
          double own = share * leader[type][0][column] + (1 - share) * leader[type][1][column];
          if (utility > best + 1e-9) {
            best = utility;
            pay = own;
          } else if (utility > best - 1e-9) {
            pay = sign > 0 ? Math.max(pay, own) : Math.min(pay, own);
          }
        }
        sum += prior[type] * pay;
      }
      return sum;
    }
  }

  /** Whether some type is indifferent between two columns everywhere: its minimum may bend inside. */
  private static boolean hasTwins(double[][][] follower) {
    for (double[][] payoffs : follower) {
      for (int one = 0; one < payoffs[0].length; one++) {
        for (int other = 0; other < one; other++) {
          if (payoffs[0][one] == payoffs[0][other] && payoffs[1][one] == payoffs[1][other]) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static void assertTwoRows(TwoRows truth, CheckResult result, boolean hasTwins, int seed) {
    String where = "instance " + seed + ": " + result;
    assertEquals(truth.strong(), number(holds(result), "mixed_value"), 1e-6, where);
    if (!hasTwins) {
      assertEquals(truth.weak(), number(result, "weak_supremum"), 1e-6, where);
      assertEquals(truth.isAttained() ? 1 : 0, number(result, "weak_attained"), where);
    } else {
      assertTrue(number(result, "weak_supremum") >= truth.weak() - 1e-6, where);
    }
  }

  @Test
  @Tag("slow")
  void matrixGamesOfTwoRows() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int columns = random.nextInt(1, 4);
      double[][] leader = whole(random, 2, columns);
      double[][] follower = whole(random, 2, columns);
      double[][][] types = {follower};
      assertTwoRows(
          TwoRows.of(new double[][][] {leader}, types, new double[] {1}),
          MatrixCommitmentCheck.check(leader, follower, CommitmentClaim.NONE),
          hasTwins(types),
          seed);
    }
  }

  @Test
  @Tag("slow")
  void bayesianGamesOfTwoRows() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double share = random.nextInt(1, 8) / 8.0;
      double[] prior = {share, 1 - share};
      double[][][] leader = {whole(random, 2, 2), whole(random, 2, 2)};
      double[][][] follower = {whole(random, 2, 2), whole(random, 2, 2)};
      assertTwoRows(
          TwoRows.of(leader, follower, prior),
          BayesianCommitmentCheck.check(leader, follower, prior, CommitmentClaim.NONE),
          hasTwins(follower),
          seed);
    }
  }

  @Test
  void cellsOfOneCoordinate() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      TreeSet<Double> thresholds = new TreeSet<>();
      for (int count = random.nextInt(0, 4); count > 0; count--) {
        thresholds.add(random.nextInt(-1, 6) / 4.0);
      }
      List<Double> sorted = List.copyOf(thresholds);
      boolean goesRight = random.nextBoolean();
      double slope = random.nextInt(-2, 3);
      double[] constants =
          random.ints(sorted.size() + 1, -3, 4).asDoubleStream().toArray();
      // Enumeration: the thresholds themselves, and points a hair beside them.
      double hair = 1e-7;
      double supremum = Double.NEGATIVE_INFINITY;
      double reached = Double.NEGATIVE_INFINITY;
      TreeSet<Double> points = new TreeSet<>(List.of(0.0, 1.0));
      sorted.stream().filter(value -> value >= 0 && value <= 1).forEach(points::add);
      for (double point : points) {
        for (double beside : new double[] {point, point - hair, point + hair}) {
          if (beside >= 0 && beside <= 1) {
            long left = sorted.stream()
                .filter(value -> goesRight ? value <= beside : value < beside)
                .count();
            double value = constants[(int) left] + slope * beside;
            supremum = Math.max(supremum, value);
            // A flat cell attains its value inside too.
            reached = beside == point || slope == 0 ? Math.max(reached, value) : reached;
          }
        }
      }
      CheckResult result = AttainmentCheck.checkCells(
          new Regularity.Cells(
              List.of("c"),
              List.of(sorted),
              goesRight ? Regularity.Side.LESS_THAN : Regularity.Side.LESS_OR_EQUAL),
          new double[] {0},
          new double[] {1},
          constants,
          new double[] {slope});
      assertEquals(supremum, number(result, "supremum"), 1e-6, "instance " + seed);
      boolean isAttained = reached >= supremum - 1e-9;
      assertEquals(isAttained ? 1 : 0, number(result, "sup_attained"), "instance " + seed);
      assertEquals(isAttained, result instanceof CheckResult.Holds);
    }
  }

  @Test
  @Tag("slow")
  void noBoundIsEverExceeded() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int actions = random.nextInt(1, 4);
      double[][] root = new double[actions][];
      Arrays.setAll(root, row -> reals(random, actions, 1));
      double[][] curvature = new double[actions][actions];
      for (int row = 0; row < actions; row++) {
        for (int column = 0; column < actions; column++) {
          curvature[row][column] = Vectors.dot(root[row], root[column]) + (row == column ? 0.3 : 0);
        }
      }
      List<CheckResult> results = new ArrayList<>();
      results.add(ReplyLipschitzCheck.check(
          curvature,
          reals(random, actions, 2),
          reals(random, actions, 2),
          new double[actions],
          filled(actions, 1),
          new double[2],
          filled(2, 1),
          NONE,
          5,
          random));
      double[][] weights = {reals(random, 2, 3), reals(random, 2, 3), reals(random, 2, 3)};
      double[] constants = reals(random, 3, 1);
      double temperature = random.nextDouble(0.01, 2);
      results.add(LogitStabilityCheck.check(
          weights,
          constants,
          temperature,
          reals(random, 2, 1),
          reals(random, 2, 1),
          filled(2, -1),
          filled(2, 1),
          NONE,
          5,
          random));
      results.add(NetworkLipschitzCheck.check(
          network(random), filled(2, -1), filled(2, 1), NONE, 5, random));
      results.add(ProjectionCheck.check(
          new SafeRegion.Polytope(
              List.of(0.0, 0.0),
              List.of(1.0, 1.0),
              List.of(List.of(random.nextDouble(), 0.5)),
              List.of(0.4)),
          reals(random, 2, 2),
          ProjectionCheck.Claim.NONE,
          5,
          random));
      for (CheckResult result : results) {
        assertTrue(number(holds(result), "largest_ratio") <= 1 + 1e-9, "instance " + seed);
      }
      assertMissIsBounded(results.get(1), seed);
    }
  }

  private static void assertMissIsBounded(CheckResult logit, int seed) {
    for (String name : List.of("follower_loss:loss_bound", "miss_probability:miss_bound")) {
      String[] pair = name.split(":");
      assertTrue(number(logit, pair[0]) <= number(logit, pair[1]) * (1 + 1e-9), "instance " + seed);
    }
  }

  private static Regularity.Layers network(SplittableRandom random) {
    int[] widths = {2, 3, 3, 2};
    List<List<List<Double>>> layers = new ArrayList<>();
    List<List<Double>> biases = new ArrayList<>();
    for (int layer = 1; layer < widths.length; layer++) {
      List<List<Double>> rows = new ArrayList<>();
      for (int row = 0; row < widths[layer]; row++) {
        rows.add(random.doubles(widths[layer - 1], -1, 1).boxed().toList());
      }
      layers.add(rows);
      biases.add(random.doubles(widths[layer], -1, 1).boxed().toList());
    }
    return new Regularity.Layers(List.of("q", "c"), layers, biases);
  }

  @Test
  void theBestActionNeverChangesWithinTheBall() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] weights = {reals(random, 1, 2), reals(random, 1, 2), reals(random, 1, 2)};
      double[] constants = reals(random, 3, 1);
      CheckResult result =
          holds(MarginBallCheck.checkAffine(weights, constants, new double[1], NONE, NONE));
      double radius = Math.max(number(result, "radius_L_F"), number(result, "radius_L_gap"));
      double exact = number(result, "distance_to_change");
      assertTrue(radius <= exact * (1 + 1e-12), "instance " + seed);
      for (double point = -0.999 * radius; point <= radius; point += radius / 10) {
        assertEquals(
            first(weights, constants, 0), first(weights, constants, point), "instance " + seed);
      }
    }
  }

  private static int first(double[][] weights, double[] constants, double point) {
    int best = 0;
    for (int action = 1; action < constants.length; action++) {
      if (weights[action][0] * point + constants[action]
          > weights[best][0] * point + constants[best]) {
        best = action;
      }
    }
    return best;
  }

  @Test
  @Tag("slow")
  void cellsOfRandomTrees() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<SplitTree> trees = List.of(tree(random, 2), tree(random, 2));
      Regularity.Side side = Regularity.Side.values()[random.nextInt(2)];
      CheckResult result =
          holds(TreeCellsCheck.check(trees, side, new double[2], filled(2, 1), NONE, 20, random));
      // Every jump is counted: crossing the box never changes the output by more than their sum.
      double[] values = numbers(result, "cell_values");
      double spread = Arrays.stream(values).max().orElseThrow()
          - Arrays.stream(values).min().orElseThrow();
      assertTrue(spread <= number(result, "sum_of_jumps") + 1e-9, "instance " + seed);
    }
  }

  @Test
  void cellValuesAreThoseOfEveryPointAndTheLargestJumpIsTheirs() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<SplitTree> trees = List.of(tree(random, 1), tree(random, 2));
      Regularity.Side side = Regularity.Side.values()[random.nextInt(2)];
      CheckResult result =
          holds(TreeCellsCheck.check(trees, side, new double[2], filled(2, 1), NONE, 5, random));
      // Thresholds are multiples of 1/4: eighths from 0 to 1 meet every cell that has a point of
      // the box.
      java.util.TreeSet<Double> expected = new java.util.TreeSet<>();
      for (int one = 0; one <= 8; one++) {
        for (int other = 0; other <= 8; other++) {
          expected.add(output(trees, side, one / 8.0, other / 8.0));
        }
      }
      java.util.TreeSet<Double> found = new java.util.TreeSet<>();
      for (double value : numbers(result, "cell_values")) {
        found.add(value);
      }
      assertEquals(expected, found, "instance " + seed);
      double[] jumps = numbers(result, "jumps");
      double largest = number(result, "largest_jump");
      assertEquals(Arrays.stream(jumps).max().orElse(0), largest, "instance " + seed);
      boolean isConstant = expected.size() == 1;
      assertEquals(isConstant, largest == 0, "instance " + seed);
      // A finite Lipschitz constant is claimed rightly exactly where nothing jumps.
      CheckResult claimed = TreeCellsCheck.check(
          trees, side, new double[2], filled(2, 1), OptionalDouble.of(1e6), 5, random);
      assertEquals(!isConstant, claimed instanceof CheckResult.Violated, "instance " + seed);
    }
  }

  private static double output(
      List<SplitTree> trees, Regularity.Side side, double one, double other) {
    double sum = 0;
    for (SplitTree tree : trees) {
      SplitTree at = tree;
      while (at instanceof SplitTree.Split split) {
        double x = split.coordinate() == 0 ? one : other;
        boolean isLeft =
            side == Regularity.Side.LESS_THAN ? x < split.threshold() : x <= split.threshold();
        at = isLeft ? split.left() : split.right();
      }
      sum += ((SplitTree.Leaf) at).outputs().get(0);
    }
    return sum;
  }

  @Test
  void utilitiesThatUseTheAnnouncedTargetAreFoundAndOthersNot() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double qualityWeight = random.nextDouble(0.1, 3);
      double tokenWeight = random.nextDouble();
      double required = random.nextDouble();
      boolean isAnnounced = random.nextBoolean();
      double[] targets = reals(random, 3, 1);
      double[] costs = reals(random, 2, 1);
      double[][] outcomes = {
        {random.nextDouble(), random.nextDouble()}, {random.nextDouble(), random.nextDouble()}
      };
      TargetGamingCheck.Utility utility = (target, cost, quality, tokens) ->
          -qualityWeight * Math.max(0, (isAnnounced ? target : required) - quality)
              - tokenWeight * tokens
              - 0.5 * cost;
      double change = 0;
      for (double[] outcome : outcomes) {
        for (double one : targets) {
          for (double other : targets) {
            change = Math.max(
                change,
                utility.of(one, costs[0], outcome[0], outcome[1])
                    - utility.of(other, costs[0], outcome[0], outcome[1]));
          }
        }
      }
      CheckResult result = TargetGamingCheck.check(utility, targets, costs, outcomes);
      assertEquals(change > 1e-6, result instanceof CheckResult.Violated, "instance " + seed);
      double largest = number(result, "largest_change");
      // Changes are measured from the first target: at least half of the largest between any two.
      assertTrue(largest <= change + 1e-12 && largest >= change / 2 - 1e-12, "instance " + seed);
    }
  }

  private static SplitTree tree(SplittableRandom random, int depth) {
    return depth == 0
        ? new SplitTree.Leaf(List.of((double) random.nextInt(-2, 3)))
        : new SplitTree.Split(
            random.nextInt(2),
            random.nextInt(-1, 6) / 4.0,
            tree(random, depth - 1),
            tree(random, depth - 1));
  }

  @Test
  void projectionsOntoACutBoxAreNearest() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] normal = {random.nextDouble(0.1, 1), random.nextDouble(0.1, 1)};
      double offset = random.nextDouble(0.1, 1);
      double[] point = reals(random, 2, 2);
      CheckResult result = holds(ProjectionCheck.check(
          new SafeRegion.Polytope(
              List.of(0.0, 0.0),
              List.of(1.0, 1.0),
              List.of(List.of(normal[0], normal[1])),
              List.of(offset)),
          point,
          ProjectionCheck.Claim.NONE,
          1,
          random));
      double distance = number(result, "distance");
      for (int row = 0; row <= 40; row++) {
        for (int column = 0; column <= 40; column++) {
          double[] safe = {row / 40.0, column / 40.0};
          if (Vectors.dot(normal, safe) <= offset) {
            assertTrue(distance <= Vectors.distance(point, safe) + 1e-9, "instance " + seed);
          }
        }
      }
      double[] nearest = numbers(result, "projection");
      assertTrue(Vectors.dot(normal, nearest) <= offset + 1e-9, "instance " + seed);
    }
  }

  @Test
  void sessionsAgreeWithTheGameItself() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<SessionGame.Action> actions = new ArrayList<>();
      for (int action = 0; action < 3; action++) {
        actions.add(new SessionGame.Action(
            "a" + action,
            random.nextDouble(),
            List.of(random.nextInt(5), random.nextInt(9)),
            List.of(0.25, 0.75)));
      }
      SessionGame session = new SessionGame(random.nextInt(1, 4), 0.05, actions);
      int budget = random.nextInt(20);
      holds(SessionCheck.check(
          session, budget, OptionalDouble.of(session.value(budget)), OptionalInt.empty()));
    }
  }

  @Test
  void twoTypesAreIdentifiedWhereTheyAnswerDifferently() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] leader = {{0, 1, 2}, {0, 1, 2}};
      double[][][] follower = {whole(random, 2, 3), whole(random, 2, 3)};
      double[][] rows = {{1, 0}, {0, 1}};
      boolean differ = false;
      for (int row = 0; row < 2; row++) {
        differ |= bestForLeader(follower[0][row]) != bestForLeader(follower[1][row]);
      }
      CheckResult result = TypeMixtureCheck.check(
          leader, follower, new double[] {0.25, 0.75}, rows, 0, OptionalInt.empty());
      assertEquals(differ, result instanceof CheckResult.Holds, "instance " + seed + result);
    }
  }

  /** Later columns pay the leader more. */
  private static int bestForLeader(double[] utilities) {
    int best = 0;
    for (int column = 1; column < utilities.length; column++) {
      best = utilities[column] >= utilities[best] ? column : best;
    }
    return best;
  }
}
