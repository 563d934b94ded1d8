package io.stackelberg.game.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.TieBreak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GameFormsPropertyTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 25);
  }

  /** Whole payoffs from 0 to 4, so that ties are common. */
  private static double[][] payoffs(SplittableRandom random, int rows, int columns) {
    double[][] payoffs = new double[rows][columns];
    for (double[] row : payoffs) {
      Arrays.setAll(row, column -> random.nextInt(5));
    }
    return payoffs;
  }

  private static double[][] affine(double[][] payoffs, double factor, double shift) {
    return Arrays.stream(payoffs)
        .map(row -> Arrays.stream(row).map(payoff -> factor * payoff + shift).toArray())
        .toArray(double[][]::new);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void affineChangesOfUtilityChangeNoChoice(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] leader = payoffs(random, 4, 5);
    double[][] follower = payoffs(random, 4, 5);
    BimatrixGame game = new BimatrixGame(leader, follower);
    BimatrixGame changed = new BimatrixGame(affine(leader, 3, -7), affine(follower, 1e-3, 20));
    for (int row = 0; row < 4; row++) {
      assertArrayEquals(game.bestReplies(row), changed.bestReplies(row));
    }
    for (TieBreak ties : TieBreak.values()) {
      assertEquals(3 * game.pureValue(ties) - 7, changed.pureValue(ties), 1e-12);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theStrongValueIsAtLeastTheWeakOne(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BimatrixGame game = new BimatrixGame(payoffs(random, 3, 4), payoffs(random, 3, 4));
    assertTrue(game.pureValue(TieBreak.OPTIMISTIC) >= game.pureValue(TieBreak.PESSIMISTIC));
    for (int row = 0; row < 3; row++) {
      double[] mixture = new double[3];
      mixture[row] = 1;
      double bestReply = Double.NEGATIVE_INFINITY;
      for (int column = 0; column < 4; column++) {
        bestReply = Math.max(bestReply, game.followerPayoff(row, column));
      }
      double strong = Double.NEGATIVE_INFINITY;
      double weak = Double.POSITIVE_INFINITY;
      for (int column = 0; column < 4; column++) {
        if (game.followerPayoff(row, column) == bestReply) {
          strong = Math.max(strong, game.leaderPayoff(row, column));
          weak = Math.min(weak, game.leaderPayoff(row, column));
        }
      }
      assertEquals(strong, game.value(mixture, TieBreak.OPTIMISTIC));
      assertEquals(weak, game.value(mixture, TieBreak.PESSIMISTIC));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void addingACommitmentNeverLowersTheOptimum(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] leader = payoffs(random, 4, 3);
    double[][] follower = payoffs(random, 4, 3);
    BimatrixGame all = new BimatrixGame(leader, follower);
    BimatrixGame fewer = new BimatrixGame(Arrays.copyOf(leader, 3), Arrays.copyOf(follower, 3));
    for (TieBreak ties : TieBreak.values()) {
      assertTrue(all.pureValue(ties) >= fewer.pureValue(ties));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aTypeSplitInTwoIsTheSameType(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BimatrixGame game = new BimatrixGame(payoffs(random, 3, 3), payoffs(random, 3, 3));
    BayesianGame split = new BayesianGame(List.of(game, game), List.of(0.25, 0.75));
    for (TieBreak ties : TieBreak.values()) {
      assertEquals(game.pureValue(ties), split.pureValue(ties), 1e-12);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void backwardInductionIsTheBestOfAllPlans(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SessionGame game = session(random);
    for (int budget = 0; budget <= 12; budget++) {
      assertEquals(bestPlan(game, 1, budget), game.value(budget), 1e-12, "budget " + budget);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aLargerBudgetNeverHurtsWhileRewardsArePositive(long seed) {
    SessionGame game = session(new SplittableRandom(seed));
    for (int budget = 1; budget <= 30; budget++) {
      assertTrue(game.value(budget) >= game.value(budget - 1) - 1e-12, "budget " + budget);
    }
  }

  /** Three turns, two or three actions of up to 6 tokens, rewards of at least 0.5 − 0.05 · 6. */
  private static SessionGame session(SplittableRandom random) {
    List<SessionGame.Action> actions = new ArrayList<>();
    int count = 2 + random.nextInt(2);
    for (int action = 0; action < count; action++) {
      double share = 0.1 + 0.8 * random.nextDouble();
      actions.add(new SessionGame.Action(
          "a" + action,
          0.5 + 0.5 * random.nextDouble(),
          List.of(random.nextInt(7), random.nextInt(7)),
          List.of(share, 1 - share)));
    }
    return new SessionGame(3, 0.05, actions);
  }

  /** The recursion of the definition, outcome by outcome, the reward booked as it is realised. */
  private static double bestPlan(SessionGame game, int turn, int budget) {
    if (turn > game.horizon()) {
      return 0;
    }
    double best = 0; // rewards are positive, so ending is best only when nothing fits
    for (SessionGame.Action action : game.actions()) {
      if (action.tokens().stream().allMatch(tokens -> tokens <= budget)) {
        double value = 0;
        for (int outcome = 0; outcome < action.tokens().size(); outcome++) {
          int tokens = action.tokens().get(outcome);
          value += action.probabilities().get(outcome)
              * (action.quality()
                  - game.tokenPrice() * tokens
                  + bestPlan(game, turn + 1, budget - tokens));
        }
        best = Math.max(best, value);
      }
    }
    return best;
  }
}
