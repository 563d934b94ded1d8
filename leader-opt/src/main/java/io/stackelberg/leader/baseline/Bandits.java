package io.stackelberg.leader.baseline;

import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Turn;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Bandits over the menu, learned by playing the practice sessions and frozen at their best arm.
 *
 * <p>Each arm has a ridge regression of the scalar reward, on the context's features or, without them, on a
 * constant. The weight of cost in the reward is the largest tried that kept mean quality within the slack.
 */
public final class Bandits {
  private static final double PENALTY = 1;
  private static final double[] CONSTANT = {1};
  private static final String FROZEN =
      " on quality − w · cost, learned by playing practice and frozen at its best arm; w the largest that kept"
          + " quality within the slack";

  private Bandits() {}

  /** Which arm to play next. */
  @FunctionalInterface
  private interface Rule {
    /**
     * Picks an arm.
     *
     * @param predicted reward of each arm; NaN where it is not feasible
     * @param deviation standard deviation of the prediction, in units of the noise's
     * @param turn 1 and up
     */
    int pick(double[] predicted, double[] deviation, int turn, RandomGenerator random);
  }

  /** Largest upper confidence bound. Source: Li et al. (2010) [li2010contextual]. */
  public static Baseline linUcb() {
    return contextual(
        "LinUCB",
        (predicted, deviation, turn, random) ->
            best(index -> predicted[index] + 0.5 * deviation[index], predicted));
  }

  /** Best arm of a draw from the posterior. Source: Agrawal and Goyal (2013) [agrawal2013thompson]. */
  public static Baseline thompson() {
    return contextual("linear Thompson sampling", (predicted, deviation, turn, random) -> {
      double[] drawn = new double[predicted.length];
      for (int arm = 0; arm < drawn.length; arm++) {
        drawn[arm] = predicted[arm] + 0.3 * deviation[arm] * random.nextGaussian();
      }
      return best(index -> drawn[index], predicted);
    });
  }

  /**
   * Inverse-gap weighting: probability 1 / (arms + γ · gap) for all but the best, γ = 10 √(arms · turn).
   * Source: Foster and Rakhlin (2020) [foster2020beyond].
   */
  public static Baseline squareCb() {
    return contextual("SquareCB", (predicted, deviation, turn, random) -> {
      int best = best(index -> predicted[index], predicted);
      int open = 0;
      for (double value : predicted) {
        open += Double.isNaN(value) ? 0 : 1;
      }
      double gamma = 10 * StrictMath.sqrt((double) open * turn);
      double left = random.nextDouble();
      for (int arm = 0; arm < predicted.length; arm++) {
        if (arm != best && !Double.isNaN(predicted[arm])) {
          left -= 1 / (open + gamma * (predicted[best] - predicted[arm]));
          if (left < 0) {
            return arm;
          }
        }
      }
      return best;
    });
  }

  /** Uniform with probability (arms / turn)^(1/3), else best. Source: Sutton and Barto (2018) [sutton2018reinforcement]. */
  public static Baseline epsilonGreedy() {
    return contextual("epsilon-greedy", (predicted, deviation, turn, random) -> {
      boolean explores =
          random.nextDouble() < StrictMath.cbrt(Math.min(1, predicted.length / (double) turn));
      double[] drawn = new double[predicted.length];
      for (int arm = 0; arm < drawn.length; arm++) {
        drawn[arm] = explores ? random.nextDouble() : predicted[arm];
      }
      return best(index -> drawn[index], predicted);
    });
  }

  /** Without features: mean + √(2 log t / n). Source: Auer, Cesa-Bianchi and Fischer (2002) [auer2002finite]. */
  public static Baseline ucb1() {
    Rule rule = (predicted, deviation, turn, random) -> best(
        index -> predicted[index] + StrictMath.sqrt(2 * StrictMath.log(turn)) * deviation[index],
        predicted);
    return new Described(
        "UCB1, without features," + FROZEN,
        (practice, random) -> train(practice, random, false, rule));
  }

  private static Baseline contextual(String name, Rule rule) {
    return new Described(name + FROZEN, (practice, random) -> train(practice, random, true, rule));
  }

  private static LeaderPolicy train(
      Practice practice, RandomGenerator random, boolean isContextual, Rule rule) {
    Features features = new Features(ActionLadder.contexts(practice));
    Arms arms = Arms.of(practice);
    return ScalarReward.largestWithinSlack(practice, random, (reward, turns, rehearsal, luck) -> {
      Models models = isContextual
          ? new Models(arms, features.size(), features::of)
          : new Models(arms, 1, context -> CONSTANT);
      rehearsal.play(
          "bandit",
          turns,
          context -> practice.menu().get(models.explore(context, rule, luck)),
          turn -> models.learn(turn, reward.of(practice, turn)));
      return models.frozen();
    });
  }

  /** Score of an arm. */
  @FunctionalInterface
  private interface Value {
    double of(int arm);
  }

  /** The arm of largest score, the first of tied ones, among those whose prediction is a number. */
  private static int best(Value score, double[] predicted) {
    int best = -1;
    for (int arm = 0; arm < predicted.length; arm++) {
      if (!Double.isNaN(predicted[arm]) && (best < 0 || score.of(arm) > score.of(best))) {
        best = arm;
      }
    }
    return best;
  }

  /** One regression per arm. */
  private static final class Models {
    private final Arms arms;
    private final Function<Context, double[]> features;
    private final RidgeRegression[] regressions;
    private int turn;

    Models(Arms arms, int size, Function<Context, double[]> features) {
      this.arms = arms;
      this.features = features;
      regressions = new RidgeRegression[arms.menu().size()];
      for (int arm = 0; arm < regressions.length; arm++) {
        regressions[arm] = new RidgeRegression(size, 1, PENALTY);
      }
    }

    int explore(Context context, Rule rule, RandomGenerator random) {
      double[] seen = features.apply(context);
      arms.feasible(context, arms.reference());
      boolean[] open = arms.open(context);
      double[] predicted = new double[regressions.length];
      double[] deviation = new double[regressions.length];
      for (int arm = 0; arm < predicted.length; arm++) {
        predicted[arm] = open[arm] ? regressions[arm].predict(seen, 0) : Double.NaN;
        deviation[arm] = open[arm] ? regressions[arm].deviation(seen) : 0;
      }
      turn++;
      return rule.pick(predicted, deviation, turn, random);
    }

    void learn(Turn played, double reward) {
      regressions[arms.menu().indexOf(played.commitment())].add(
          features.apply(played.context()), reward);
    }

    /** The best arm of those that were played; the reference where none of them is feasible. */
    LeaderPolicy frozen() {
      return context -> {
        double[] seen = features.apply(context);
        boolean[] open = arms.open(context);
        double[] predicted = new double[regressions.length];
        for (int arm = 0; arm < predicted.length; arm++) {
          predicted[arm] = open[arm] && regressions[arm].turns() > 0
              ? regressions[arm].predict(seen, 0)
              : Double.NaN;
        }
        int best = best(arm -> predicted[arm], predicted);
        return MixedCommitment.pure(
            arms.feasible(context, best < 0 ? arms.reference() : arms.menu().get(best)));
      };
    }
  }
}
