package io.stackelberg.leader.baseline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Plays of the practice sessions, to learn from and to choose by.
 *
 * <p>A turn's luck depends on its purpose, the pass and the context alone, so that candidates which are scored
 * for one purpose meet the same sessions with the same luck.
 */
final class Rehearsal {
  /** Mean quality and mean cost of a policy over the turns it was scored on. */
  record Score(double quality, double cost) {}

  private final Practice practice;
  private final SeedSplitter seeds;
  private int left;

  Rehearsal(Practice practice, RandomGenerator random) {
    this.practice = practice;
    this.seeds = new SeedSplitter(random.nextLong());
    this.left = practice.maxTurns();
    Require.nonEmpty("sessions of the practice executor", practice.executor().sessions());
  }

  /**
   * Turns for each of a number of equal shares of what may still be played.
   *
   * @throws IllegalArgumentException if that is less than one turn
   */
  int share(int shares) {
    if (left < shares) {
      throw Require.unexpected(
          "maxTurns",
          practice.maxTurns() + ", of which " + left + " are left",
          "at least " + shares + " more, one for each trial");
    }
    return left / shares;
  }

  /** Turns that may still be played. */
  int left() {
    return left;
  }

  /** Plays a number of turns, session after session, over again where the sessions run out. */
  void play(
      String purpose, int turns, Function<Context, Commitment> leader, Consumer<Turn> observer) {
    if (turns > left) {
      throw new IllegalStateException(turns + " turns to play, of which " + left + " are left.");
    }
    left -= turns;
    List<String> sessions = practice.executor().sessions();
    int played = 0;
    for (int index = 0; played < turns; index++) {
      String pass = "" + index / sessions.size();
      Optional<Context> next =
          Optional.of(practice.executor().open(sessions.get(index % sessions.size())));
      while (next.isPresent() && played < turns) {
        Context context = next.get();
        Turn turn = practice
            .executor()
            .execute(context, leader.apply(context), seeds.generator(purpose, pass, context.id()));
        observer.accept(turn);
        played++;
        next = practice.executor().next(turn);
      }
    }
  }

  /** Scores a policy on the first turns. */
  Score score(LeaderPolicy policy, int turns) {
    double[] sums = new double[2];
    play("score", turns, context -> draw(policy.commit(context), context), turn -> {
      sums[0] += quality(turn);
      sums[1] += cost(turn);
    });
    return new Score(sums[0] / turns, sums[1] / turns);
  }

  private Commitment draw(MixedCommitment mixed, Context context) {
    if (mixed.support().size() == 1) {
      return mixed.support().get(0);
    }
    double left = seeds.generator("lottery", context.id()).nextDouble();
    int member = 0;
    while (member + 1 < mixed.support().size() && left >= mixed.probabilities().get(member)) {
      left -= mixed.probabilities().get(member);
      member++;
    }
    return mixed.support().get(member);
  }

  /** The policy of the reference. */
  LeaderPolicy reference() {
    return Arms.of(practice).policy(context -> practice.reference());
  }

  /** Least mean quality that is tolerated, from the reference's play of as many turns. */
  double floor(int turns) {
    return score(reference(), turns).quality() - practice.slack();
  }

  /**
   * The cheapest candidate whose mean quality is within the slack of the reference's, on equal shares of the
   * turns; the one of best quality where none is.
   */
  LeaderPolicy cheapest(List<LeaderPolicy> candidates) {
    return cheapest(candidates, share(candidates.size() + 1));
  }

  /** The same on a given number of turns each. */
  LeaderPolicy cheapest(List<LeaderPolicy> candidates, int turns) {
    double floor = floor(turns);
    List<Score> scores = new ArrayList<>();
    candidates.forEach(candidate -> scores.add(score(candidate, turns)));
    int best = 0;
    for (int index = 1; index < scores.size(); index++) {
      Score one = scores.get(index);
      Score other = scores.get(best);
      boolean isBetter = one.quality() >= floor
          ? other.quality() < floor || one.cost() < other.cost()
          : other.quality() < floor && one.quality() > other.quality();
      best = isBetter ? index : best;
    }
    return candidates.get(best);
  }

  /** Quality of a turn, which must be known. */
  static double quality(Turn turn) {
    return known("quality", turn.outcome().quality(), turn);
  }

  /** Cost of a turn in the study's unit, which must be known. */
  double cost(Turn turn) {
    return cost(practice, turn);
  }

  static double cost(Practice practice, Turn turn) {
    return known("cost in " + practice.unit().id(), practice.unit().of(turn.outcome()), turn);
  }

  private static double known(String name, OptionalDouble value, Turn turn) {
    return value.orElseThrow(
        () -> Require.unexpected(name, "unknown", "a number at " + turn.context()));
  }
}
