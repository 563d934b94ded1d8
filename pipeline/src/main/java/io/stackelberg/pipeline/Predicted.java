package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.log.SplitPlan.Part;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What the surrogate expected of each turn of a play: over the leader's lottery, the follower's response and
 * the outcome model.
 *
 * <p>NaN where an action may be taken that the fitting part never showed. Arrays are indexed by turn.
 *
 * @param quality expected quality
 * @param cost expected cost in the study's unit
 */
record Predicted(double[] quality, double[] cost) {
  /** Predicts with the surrogate of a result. */
  static final class Model {
    private final Arena arena;
    private final Surrogate surrogate;
    private final boolean[] isKnown;

    Model(StudyResult result) {
      arena = result.arena();
      surrogate = result.surrogate();
      isKnown = new boolean[arena.actions().size()];
      arena
          .log(Part.FIT)
          .turns()
          .forEach(turn -> isKnown[arena.actions().indexOf(turn.action().id())] = true);
    }

    /** Expectations of the commitments that were played. */
    Predicted of(Play play) {
      return of(play.contexts(), play::drawn);
    }

    /** Expectations had the same commitment been made at every context of a play. */
    Predicted of(Play play, Commitment commitment) {
      MixedCommitment always = MixedCommitment.pure(commitment);
      return of(play.contexts(), turn -> always);
    }

    private Predicted of(List<Context> contexts, IntFunction<MixedCommitment> lotteries) {
      Predicted predicted = new Predicted(new double[contexts.size()], new double[contexts.size()]);
      for (int turn = 0; turn < contexts.size(); turn++) {
        Context context = contexts.get(turn);
        MixedCommitment drawn = lotteries.apply(turn);
        double[] response = new double[isKnown.length];
        for (Commitment commitment : drawn.support()) {
          double[] answer = surrogate.follower().respond(context, commitment);
          for (int action = 0; action < response.length; action++) {
            response[action] += drawn.probability(commitment) * answer[action];
          }
        }
        for (int action = 0; action < response.length; action++) {
          if (response[action] > 0 && !isKnown[action]) {
            predicted.quality[turn] = Double.NaN;
            predicted.cost[turn] = Double.NaN;
          } else if (response[action] > 0) {
            var expected = surrogate.outcomes().expect(context, action);
            predicted.quality[turn] += response[action] * expected.quality();
            predicted.cost[turn] += response[action] * expected.cost(arena.unit());
          }
        }
      }
      return predicted;
    }
  }

  /** Positions of the known values, the largest first; equal ones in their order. */
  static int[] ranked(double[] values) {
    Integer[] order = java.util.stream.IntStream.range(0, values.length)
        .filter(index -> !Double.isNaN(values[index]))
        .boxed()
        .toArray(Integer[]::new);
    Arrays.sort(order, (one, other) -> Double.compare(values[other], values[one]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /**
   * Ends of at most {@code parts} runs of about equal length in a ranking; equal values stay together.
   *
   * @return the ends, excluded, in increasing order; the last is the length
   */
  static int[] cuts(double[] values, int[] ranked, int parts) {
    java.util.stream.IntStream.Builder ends = java.util.stream.IntStream.builder();
    int end = 0;
    for (int part = 1; part <= parts; part++) {
      int next = Math.max(end, (int) ((long) part * ranked.length / parts));
      while (next > 0 && next < ranked.length && values[ranked[next]] == values[ranked[next - 1]]) {
        next++;
      }
      if (next > end) {
        ends.add(next);
        end = next;
      }
    }
    return ends.build().toArray();
  }
}
