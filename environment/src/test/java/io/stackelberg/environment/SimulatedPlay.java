package io.stackelberg.environment;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whole sessions of the simulated executor under one commitment, for tests. */
final class SimulatedPlay {
  static final ActionSet ACTIONS =
      ActionSet.grid(List.of(0.25, 0.5, 0.75, 1.0), List.of(Verbosity.values()), List.of(0, 1, 3));
  static final String CONSERVATIVE = "c1.0-normal-t1";

  private SimulatedPlay() {}

  static SimulatedExecutor executor(SimulationProfile profile, int sessions, long seed) {
    return new SimulatedExecutor(
        profile, ACTIONS, new SimulatedSessions("test", sessions, 10), seed);
  }

  /** All turns, each with the luck of its context. */
  static List<Turn> turns(SimulatedExecutor executor, Commitment commitment, long luck) {
    SeedSplitter seeds = new SeedSplitter(luck);
    List<Turn> turns = new ArrayList<>();
    for (String session : executor.sessions()) {
      Optional<Context> context = Optional.of(executor.open(session));
      while (context.isPresent()) {
        Turn turn = executor.execute(
            context.get(), commitment, seeds.generator(context.get().id()));
        turns.add(turn);
        context = executor.next(turn);
      }
    }
    return turns;
  }
}
