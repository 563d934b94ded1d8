package io.stackelberg.leader.baseline;

import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Policy gradients over the menu with linear log-odds, learned by playing the practice sessions, then frozen.
 *
 * <p>The advantage of a turn is its discounted reward to go within the session less a ridge regression's
 * prediction, standardised within the batch. Each batch is climbed several times with the ratio of
 * probabilities clipped.
 *
 * <p>Source: Schulman et al. (2017) [schulman2017proximal]; a linear policy and Adam in place of networks.
 */
public final class PolicyGradients {
  private static final double DISCOUNT = 0.5;
  private static final double CLIP = 0.2;
  private static final double LENGTH = 0.05;
  private static final int EPOCHS = 4;
  private static final int BATCHES = 10;
  private static final int SNAPSHOTS = 3;
  private static final double[] BLENDS = {0.25, 0.5, 0.75};
  private static final double FIRST_PRICE = 2;
  private static final double PRICE_STEP = 20;

  private PolicyGradients() {}

  /** On quality − w · cost, frozen at its most probable commitment. */
  public static Baseline ppo() {
    return new Described(
        "clipped policy gradient on quality − w · cost, learned by playing practice and frozen at its most"
            + " probable commitment; w the largest that kept quality within the slack",
        (practice, random) -> {
          Features features = new Features(ActionLadder.contexts(practice));
          return ScalarReward.largestWithinSlack(
              practice, random, (reward, turns, rehearsal, luck) -> {
                Climb climb = new Climb(practice, features, rehearsal, luck);
                for (int batch = 0; batch < BATCHES; batch++) {
                  climb.play(turns * (batch + 1) / BATCHES - turns * batch / BATCHES);
                  climb.improve(turn -> reward.of(practice, turn));
                }
                return climb.scores.mode();
              });
        });
  }

  /**
   * Least cost with quality as a constraint, whose price follows the shortfall of each batch.
   *
   * <p>Of the policies met on the way, as lotteries and at their modes, and of blends of the last with the
   * reference, the cheapest within the slack is kept. Source: the constraint after
   * Achiam et al. (2017) [achiam2017constrained], solved by a multiplier instead of a trust region.
   */
  public static Baseline lagrangian() {
    return new Described(
        "clipped policy gradient on cost, with a multiplier for the quality floor (constrained policy"
            + " optimisation by a Lagrangian), learned by playing practice; frozen as the cheapest met, or blend of"
            + " the last with the reference, that kept quality within the slack",
        PolicyGradients::constrained);
  }

  private static LeaderPolicy constrained(Practice practice, RandomGenerator random) {
    Features features = new Features(ActionLadder.contexts(practice));
    Rehearsal rehearsal = new Rehearsal(practice, random);
    // Half to learn; the other half for the candidates, and for the reference twice.
    int share = rehearsal.share(2 * (2 * SNAPSHOTS + BLENDS.length + 3));
    int batches = SNAPSHOTS * BATCHES;
    int batchTurns = Math.max(1, rehearsal.left() / 2 / batches);
    Rehearsal.Score reference = rehearsal.score(rehearsal.reference(), share);
    double floor = reference.quality() - practice.slack();
    double scale = ScalarReward.scale(reference.cost());
    double price = FIRST_PRICE;
    Climb climb = new Climb(practice, features, rehearsal, random);
    List<LeaderPolicy> candidates = new ArrayList<>(List.of(rehearsal.reference()));
    for (int batch = 1; batch <= batches && rehearsal.left() > batchTurns; batch++) {
      climb.play(batchTurns);
      double multiplier = price;
      climb.improve(
          turn -> multiplier * (Rehearsal.quality(turn) - floor) - rehearsal.cost(turn) / scale);
      price = Math.max(0, price + PRICE_STEP * (floor - climb.meanQuality()) / SNAPSHOTS);
      if (batch % BATCHES == 0) {
        SoftmaxScores snapshot = climb.scores.copy();
        candidates.add(snapshot.lottery());
        candidates.add(snapshot.mode());
      }
    }
    LeaderPolicy last = climb.scores.mode();
    for (double weight : BLENDS) {
      candidates.add(blend(last, rehearsal.reference(), weight));
    }
    return rehearsal.cheapest(candidates, share);
  }

  /** A draw between two policies that commit to one thing each. */
  private static LeaderPolicy blend(LeaderPolicy one, LeaderPolicy other, double share) {
    return context -> MixedCommitment.between(
        one.commit(context).support().get(0), other.commit(context).support().get(0), share);
  }

  /** Reward of a turn. */
  @FunctionalInterface
  private interface Reward {
    double of(Turn turn);
  }

  /** A played turn. */
  private record Step(Turn turn, double[] seen, boolean[] open, int arm, double probability) {}

  /** Batches of play, and the climb on each. */
  private static final class Climb {
    private final Practice practice;
    private final Arms arms;
    private final Features features;
    private final Rehearsal rehearsal;
    private final RandomGenerator random;
    private final RidgeRegression value;
    private final SoftmaxScores scores;
    private final List<Step> batch = new ArrayList<>();
    private int batches;

    Climb(Practice practice, Features features, Rehearsal rehearsal, RandomGenerator random) {
      this.practice = practice;
      this.arms = Arms.of(practice);
      this.features = features;
      this.rehearsal = rehearsal;
      this.random = random;
      value = new RidgeRegression(features.size(), 1, 1);
      scores = new SoftmaxScores(arms, features);
    }

    void play(int turns) {
      batch.clear();
      batches++;
      int[] arm = new int[1];
      rehearsal.play(
          "batch " + batches,
          turns,
          context -> {
            arm[0] = draw(context);
            return practice.menu().get(arm[0]);
          },
          turn -> {
            double[] seen = features.of(turn.context());
            boolean[] open = arms.open(turn.context());
            batch.add(new Step(turn, seen, open, arm[0], scores.probabilities(seen, open)[arm[0]]));
          });
    }

    private int draw(Context context) {
      arms.feasible(context, arms.reference());
      double[] probabilities = scores.probabilities(features.of(context), arms.open(context));
      double left = random.nextDouble();
      int drawn = -1;
      for (int arm = 0; arm < probabilities.length && left >= 0; arm++) {
        if (probabilities[arm] > 0) {
          drawn = arm;
          left -= probabilities[arm];
        }
      }
      return drawn;
    }

    double meanQuality() {
      return batch.stream()
          .mapToDouble(step -> Rehearsal.quality(step.turn()))
          .average()
          .orElseThrow();
    }

    void improve(Reward reward) {
      double[] advantages = advantages(reward);
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double[][] gradient = scores.zeros();
        for (int index = 0; index < advantages.length; index++) {
          Step step = batch.get(index);
          double[] probabilities = scores.probabilities(step.seen(), step.open());
          double ratio = probabilities[step.arm()] / step.probability();
          double advantage = advantages[index];
          boolean isClipped = advantage > 0 ? ratio > 1 + CLIP : ratio < 1 - CLIP;
          if (!isClipped) {
            SoftmaxScores.addScore(
                gradient,
                step.seen(),
                probabilities,
                step.arm(),
                ratio * advantage / advantages.length);
          }
        }
        scores.ascend(gradient, LENGTH);
      }
    }

    private double[] advantages(Reward reward) {
      double[] advantages = new double[batch.size()];
      double toGo = 0;
      double[] returns = new double[advantages.length];
      for (int index = advantages.length - 1; index >= 0; index--) {
        Turn turn = batch.get(index).turn();
        boolean isLast = index + 1 == advantages.length
            || batch.get(index + 1).turn().context().state().turn()
                <= turn.context().state().turn()
            || !batch
                .get(index + 1)
                .turn()
                .context()
                .session()
                .equals(turn.context().session());
        toGo = reward.of(turn) + (isLast ? 0 : DISCOUNT * toGo);
        returns[index] = toGo;
        advantages[index] = toGo - value.predict(batch.get(index).seen(), 0);
      }
      double mean = 0;
      for (int index = 0; index < advantages.length; index++) {
        value.add(batch.get(index).seen(), returns[index]);
        mean += advantages[index] / advantages.length;
      }
      double squares = 0;
      for (double advantage : advantages) {
        squares += (advantage - mean) * (advantage - mean) / advantages.length;
      }
      for (int index = 0; index < advantages.length; index++) {
        advantages[index] = (advantages[index] - mean) / (StrictMath.sqrt(squares) + 1e-8);
      }
      return advantages;
    }
  }
}
