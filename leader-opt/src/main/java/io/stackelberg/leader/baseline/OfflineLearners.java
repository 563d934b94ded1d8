package io.stackelberg.leader.baseline;

import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learners that never play: they see the log, its propensities and nothing else.
 *
 * <p>The value of every arm at every logged context is estimated without bias, regressed on the features, and
 * the policy takes the best arm of quality − w · cost. The weight w is the largest whose estimated mean quality
 * on a third of the sessions, which the regression did not see, is within the slack.
 */
public final class OfflineLearners {
  private static final int GROUPS = 3;
  private static final double PENALTY = 1;
  private static final int STEPS = 200;
  private static final double LENGTH = 0.05;

  private OfflineLearners() {}

  /**
   * Arms valued by importance weights. Source: Horvitz and Thompson (1952) [horvitz1952generalization]; learning
   * by regression of estimated values: Dudík, Langford and Li (2011) [dudik2011doubly].
   */
  public static Baseline inversePropensity() {
    return offline("inverse propensity", false);
  }

  /** Arms valued doubly robustly, by cross-fitting. Source: Dudík, Langford and Li (2011) [dudik2011doubly]. */
  public static Baseline doublyRobust() {
    return offline("doubly robust", true);
  }

  private static Baseline offline(String name, boolean isDoublyRobust) {
    return new Described(
        "learned from the log alone by " + name
            + " values of each commitment, regressed on the features;"
            + " best of quality − w · cost, w the largest whose held-out estimate kept quality within the slack",
        (practice, random) -> new Logged(practice).learn(practice, isDoublyRobust));
  }

  /** The logging leader, imitated by a multinomial logit. Source: McFadden (1974) [mcfadden1974conditional]. */
  public static Baseline behaviourCloning() {
    return new Described(
        "imitates the logging leader by a multinomial logit of its commitments",
        (practice, random) -> {
          Logged logged = new Logged(practice);
          SoftmaxScores scores = new SoftmaxScores(logged.arms, logged.features);
          for (int step = 0; step < STEPS; step++) {
            double[][] gradient = scores.zeros();
            for (int turn = 0; turn < logged.arm.length; turn++) {
              SoftmaxScores.addScore(
                  gradient,
                  logged.seen[turn],
                  scores.probabilities(logged.seen[turn], logged.open[turn]),
                  logged.arm[turn],
                  1.0 / logged.arm.length);
            }
            scores.ascend(gradient, LENGTH);
          }
          return scores.lottery();
        });
  }

  /** The log as numbers. */
  private static final class Logged {
    private final List<Turn> turns;
    private final Arms arms;
    private final Features features;
    private final double[][] seen;
    private final boolean[][] open;
    private final int[] arm;
    private final int[] group;

    Logged(Practice practice) {
      turns = List.copyOf(
          Require.nonEmpty("turns of the practice log", practice.log().turns()));
      arms = Arms.of(practice);
      features = new Features(ActionLadder.contexts(practice));
      seen = new double[turns.size()][];
      open = new boolean[turns.size()][];
      arm = new int[turns.size()];
      group = new int[turns.size()];
      Map<String, Integer> sessions = new LinkedHashMap<>();
      for (int index = 0; index < arm.length; index++) {
        Turn turn = turns.get(index);
        Context context = turn.context();
        seen[index] = features.of(context);
        open[index] = arms.open(context);
        arm[index] = arms.menu().indexOf(turn.commitment());
        if (arm[index] < 0) {
          throw Require.unexpected(
              "commitment",
              turn.commitment().label() + " (turn " + index + " of the log, " + context + ")",
              "one of the menu");
        }
        sessions.putIfAbsent(context.session(), sessions.size());
        group[index] = sessions.get(context.session()) % GROUPS;
      }
    }

    private double propensity(int index) {
      return turns
          .get(index)
          .commitmentPropensity()
          .orElseThrow(
              () -> new IllegalArgumentException("propensity is missing, expected a number in"
                  + " (0, 1] (turn " + index + " of the log, "
                  + turns.get(index).context() + ").\n"
                  + "Maybe the logging leader was deterministic; off-policy learning needs its"
                  + " probabilities."));
    }

    LeaderPolicy learn(Practice practice, boolean isDoublyRobust) {
      double[][] values = values(practice, isDoublyRobust);
      RidgeRegression tried = regress(values, GROUPS - 1);
      int reference = arms.menu().indexOf(practice.reference());
      double chosen = 0;
      for (double weight : ScalarReward.WEIGHTS) {
        double change = 0;
        int held = 0;
        for (int turn = 0; turn < arm.length; turn++) {
          if (group[turn] == GROUPS - 1 && open[turn][reference]) {
            change += values[turn][best(tried, weight, seen[turn], open[turn], reference)]
                - values[turn][reference];
            held++;
          }
        }
        chosen = held > 0 && change / held >= -practice.slack() ? weight : chosen;
      }
      RidgeRegression all = regress(values, GROUPS);
      double weight = chosen;
      return context -> {
        int arm = best(all, weight, features.of(context), arms.open(context), reference);
        return MixedCommitment.pure(arms.feasible(context, arms.menu().get(arm)));
      };
    }

    /** The best open arm, the first of tied ones; the reference where none is open. */
    private int best(
        RidgeRegression values, double weight, double[] at, boolean[] isOpen, int reference) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int index = 0; index < isOpen.length; index++) {
        double value =
            values.predict(at, index) - weight * values.predict(at, isOpen.length + index);
        if (isOpen[index] && value > most) {
          best = index;
          most = value;
        }
      }
      return best < 0 ? reference : best;
    }

    /** Regression of all values on the sessions of the first groups. */
    private RidgeRegression regress(double[][] values, int groups) {
      RidgeRegression regression =
          new RidgeRegression(features.size(), 2 * arms.menu().size(), PENALTY);
      for (int turn = 0; turn < arm.length; turn++) {
        if (group[turn] < groups) {
          regression.add(seen[turn], values[turn]);
        }
      }
      return regression;
    }

    /**
     * For each turn the estimated quality of every arm, then its cost in the log's mean cost. With importance
     * weights alone, both are centred at their means, which leaves the order of arms and lowers the variance.
     */
    private double[][] values(Practice practice, boolean isDoublyRobust) {
      int size = arms.menu().size();
      double[][] outcomes = new double[arm.length][];
      double[] means = new double[2];
      for (int turn = 0; turn < arm.length; turn++) {
        outcomes[turn] = new double[] {
          Rehearsal.quality(turns.get(turn)), Rehearsal.cost(practice, turns.get(turn))
        };
        means[0] += outcomes[turn][0] / arm.length;
        means[1] += outcomes[turn][1] / arm.length;
      }
      double scale = ScalarReward.scale(means[1]);
      means[1] /= scale;
      List<RidgeRegression[]> models = isDoublyRobust ? models(outcomes, means, scale) : List.of();
      double[][] values = new double[arm.length][2 * size];
      for (int turn = 0; turn < arm.length; turn++) {
        double weight = 1 / propensity(turn);
        for (int measure = 0; measure < 2; measure++) {
          for (int index = 0; isDoublyRobust && index < size; index++) {
            values[turn][measure * size + index] =
                models.get(group[turn])[index].predict(seen[turn], measure);
          }
          double outcome = outcomes[turn][measure] / (measure == 0 ? 1 : scale) - means[measure];
          int own = measure * size + arm[turn];
          values[turn][own] += weight * (outcome - values[turn][own]);
        }
      }
      return values;
    }

    /** For each group, one regression per arm of what the other groups' turns yielded. */
    private List<RidgeRegression[]> models(double[][] outcomes, double[] means, double scale) {
      List<RidgeRegression[]> models = new ArrayList<>();
      for (int held = 0; held < GROUPS; held++) {
        RidgeRegression[] own = new RidgeRegression[arms.menu().size()];
        for (int index = 0; index < own.length; index++) {
          own[index] = new RidgeRegression(features.size(), 2, PENALTY);
        }
        for (int turn = 0; turn < arm.length; turn++) {
          if (group[turn] != held) {
            own[arm[turn]].add(
                seen[turn], outcomes[turn][0] - means[0], outcomes[turn][1] / scale - means[1]);
          }
        }
        models.add(own);
      }
      return models;
    }
  }
}
