package io.stackelberg.response.ope;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A bandit with two contexts, equally likely, three arms and rewards 0 or 1, whose values are known by
 * enumeration. All turns of a session share its context.
 */
final class Bandit {
  static final ActionSet ARMS = ActionSet.named(List.of("a", "b", "c"));
  private static final FeatureSchema SCHEMA = new FeatureSchema(List.of("kind"), List.of());
  private static final double[][] MEANS = {{0.2, 0.5, 0.8}, {0.7, 0.4, 0.3}};
  private static final double[][] LOGGING = {{0.5, 0.3, 0.2}, {0.25, 0.25, 0.5}};
  private static final double[][] TARGET = {{0.1, 0.2, 0.7}, {0.6, 0.3, 0.1}};

  /** The largest weight: 0.7 / 0.2. */
  static final double LARGEST_WEIGHT = 3.5;

  private Bandit() {}

  static LeaderPolicy logging() {
    return policy(LOGGING);
  }

  static LeaderPolicy target() {
    return policy(TARGET);
  }

  /** The true means, mixed with a wrong guess of one half. */
  static RewardModel model(double truth) {
    return (context, commitment) ->
        truth * MEANS[kind(context)][ARMS.indexOf(commitment.label())] + (1 - truth) * 0.5;
  }

  static double value() {
    return value(0.5, 0.5);
  }

  /** The target's value where the two contexts occur in the given proportions. */
  static double value(double first, double second) {
    double sum = 0;
    for (int kind = 0; kind < 2; kind++) {
      for (int arm = 0; arm < 3; arm++) {
        sum +=
            (kind == 0 ? first : second) / (first + second) * TARGET[kind][arm] * MEANS[kind][arm];
      }
    }
    return sum;
  }

  static TurnLog log(int sessions, int turnsPerSession, RandomGenerator random) {
    List<Turn> turns = new ArrayList<>();
    for (int session = 0; session < sessions; session++) {
      int kind = random.nextInt(2);
      for (int turn = 0; turn < turnsPerSession; turn++) {
        int arm = draw(LOGGING[kind], random);
        double reward = random.nextDouble() < MEANS[kind][arm] ? 1 : 0;
        turns.add(
            turn("s" + session, turn, kind, arm, OptionalDouble.of(LOGGING[kind][arm]), reward));
      }
    }
    return new TurnLog(ARMS, turns);
  }

  static Turn turn(
      String session, int turn, double kind, int arm, OptionalDouble propensity, double reward) {
    return turn(
        session,
        turn,
        kind,
        arm,
        propensity,
        new Outcome(OptionalDouble.of(reward), TokenCount.UNKNOWN, Optional.empty()));
  }

  static Turn turn(
      String session, int turn, double kind, int arm, OptionalDouble propensity, Outcome outcome) {
    Context context = new Context(
        session + "/" + turn,
        session,
        SCHEMA,
        new double[] {kind},
        List.of(),
        SessionState.START,
        Set.of());
    return new Turn(context, arm(arm), propensity, ARMS.get(arm), outcome);
  }

  static Commitment arm(int arm) {
    return Directive.of(ARMS.get(arm));
  }

  /** Draws arm j at any context with probability {@code probabilities[j]}; zeros are left out. */
  static MixedCommitment lottery(double... probabilities) {
    List<Commitment> support = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int arm = 0; arm < probabilities.length; arm++) {
      if (probabilities[arm] > 0) {
        support.add(arm(arm));
        weights.add(probabilities[arm]);
      }
    }
    return new MixedCommitment(support, weights);
  }

  private static LeaderPolicy policy(double[][] probabilities) {
    List<MixedCommitment> lotteries = List.of(lottery(probabilities[0]), lottery(probabilities[1]));
    return context -> lotteries.get(kind(context));
  }

  private static int kind(Context context) {
    return (int) context.numeric(0).orElseThrow();
  }

  private static int draw(double[] probabilities, RandomGenerator random) {
    double rest = random.nextDouble();
    int arm = 0;
    while (arm < probabilities.length - 1 && rest >= probabilities[arm]) {
      rest -= probabilities[arm++];
    }
    return arm;
  }
}
