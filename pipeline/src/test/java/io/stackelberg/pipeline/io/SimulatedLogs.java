package io.stackelberg.pipeline.io;

import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Logs of the simulated executor under announcements drawn at random. */
public final class SimulatedLogs {
  private SimulatedLogs() {}

  /** A log over four resource vectors; the leader draws one of four announcements, each at 1/4. */
  public static TurnLog log(int sessions, int turns, long seed) {
    ActionSet actions = ActionSet.grid(
        List.of(0.25, 1.0), List.of(Verbosity.CONCISE, Verbosity.NORMAL), List.of(1));
    SimulatedExecutor executor = new SimulatedExecutor(
        SimulationProfile.named("paper-like"),
        actions,
        new SimulatedSessions("log", sessions, turns),
        seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<Turn> played = new ArrayList<>();
    for (String session : executor.sessions()) {
      Optional<Context> context = Optional.of(executor.open(session));
      while (context.isPresent()) {
        Announcement announcement =
            new Announcement(random.nextBoolean() ? 0.5 : 0.9, random.nextBoolean() ? 0 : 2);
        Turn turn = executor.execute(context.get(), announcement, random.split());
        played.add(new Turn(
            turn.context(), announcement, OptionalDouble.of(0.25), turn.action(), turn.outcome()));
        context = executor.next(turn);
      }
    }
    return new TurnLog(actions, played);
  }
}
