package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Plays sessions turn by turn; the leader's draw and the luck of a turn depend on its context alone. */
record SessionPlay(TurnExecutor executor, SeedSplitter seeds) {
  /** The turns of a session under a policy. */
  List<Turn> turns(String session, LeaderPolicy policy) {
    return play(session, context -> draw(policy.commit(context), context));
  }

  /** The turns of a session, each under the commitment that the leader names. */
  List<Turn> play(String session, Function<Context, Commitment> leader) {
    List<Turn> turns = new ArrayList<>();
    Optional<Context> next = Optional.of(executor.open(session));
    while (next.isPresent()) {
      Context context = next.get();
      Turn turn = executor.execute(context, leader.apply(context), luck(context));
      turns.add(turn);
      next = executor.next(turn);
    }
    return turns;
  }

  private Commitment draw(MixedCommitment mixed, Context context) {
    if (mixed.support().size() == 1) {
      return mixed.support().get(0);
    }
    double draw = leader(context).nextDouble();
    int member = 0;
    double cumulated = mixed.probabilities().get(0);
    while (draw >= cumulated && member + 1 < mixed.support().size()) {
      member++;
      cumulated += mixed.probabilities().get(member);
    }
    return mixed.support().get(member);
  }

  SplittableRandom leader(Context context) {
    return seeds.generator("leader", context.id());
  }

  SplittableRandom luck(Context context) {
    return seeds.generator("luck", context.id());
  }

  /** Adds a drawn turn to a play; what was not measured is NaN there. */
  void add(Play.Builder play, Turn turn) {
    Outcome outcome = turn.outcome();
    double quality = outcome.quality().orElse(Double.NaN);
    double[] shares = new double[executor.actions().size()];
    shares[executor.actions().indexOf(turn.action().id())] = 1;
    play.add(
        turn.context(),
        MixedCommitment.pure(turn.commitment()),
        new double[] {quality},
        quality,
        CostUnit.TOKENS.of(outcome).orElse(Double.NaN),
        CostUnit.USD.of(outcome).orElse(Double.NaN),
        shares);
  }
}
