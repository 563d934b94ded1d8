package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.leader.agency.IndividualRationality;
import io.stackelberg.leader.agency.RegularisedWelfare;
import java.util.Arrays;
import java.util.stream.IntStream;

/** How the next token is drawn: from a step's game over classes to the probabilities of the classes. */
interface TokenRule {
  /** Probabilities of the game's outcomes; a fresh array. */
  double[] policy(CommonAgency game);

  /** The reference itself: nobody pays. */
  static double[] reference(CommonAgency game) {
    return game.reference();
  }

  /** The equilibrium with payments of at least 0. */
  static TokenRule limitedLiability(TokenGame tokens) {
    return game -> tokens.equilibrium(game).policy();
  }

  /** The truthful equilibrium with payments of any sign. */
  static double[] truthful(CommonAgency game) {
    return IndividualRationality.policy(game);
  }

  /** The maximiser of the regularised joint welfare: no equilibrium. */
  static double[] regularised(CommonAgency game) {
    return RegularisedWelfare.of(game).policy();
  }

  /** Linear mixing: the reference's logits plus the values of all principals, times a scale. */
  static TokenRule mixing(double scale) {
    return game -> {
      double[] total = game.totalValues();
      for (int outcome = 0; outcome < total.length; outcome++) {
        total[outcome] *= scale;
      }
      return game.respond(total);
    };
  }

  /** One principal alone under limited liability. */
  static TokenRule alone(TokenGame tokens, int principal) {
    return game -> tokens.alone(game, principal).policy();
  }

  /**
   * Rejection sampling of one token: the token that is worth most to all together among several drawn from the
   * reference, exactly; of equals the reference decides.
   *
   * @param draws at least 1
   */
  static TokenRule bestOf(int draws) {
    return game -> {
      double[] total = game.totalValues();
      int[] order = IntStream.range(0, total.length)
          .boxed()
          .sorted((one, other) -> Double.compare(total[one], total[other]))
          .mapToInt(Integer::intValue)
          .toArray();
      double[] policy = new double[total.length];
      double below = 0;
      for (int from = 0; from < order.length; ) {
        int to = from;
        double mass = 0;
        while (to < order.length && total[order[to]] == total[order[from]]) {
          mass += game.reference(order[to++]);
        }
        double upTo = to == order.length ? 1 : Math.min(1, below + mass);
        double won = StrictMath.pow(upTo, draws) - StrictMath.pow(below, draws);
        for (int at = from; at < to; at++) {
          policy[order[at]] = won * game.reference(order[at]) / mass;
        }
        below = upTo;
        from = to;
      }
      double sum = Arrays.stream(policy).sum();
      for (int outcome = 0; outcome < policy.length; outcome++) {
        policy[outcome] /= sum;
      }
      return policy;
    };
  }
}
