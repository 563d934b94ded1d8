package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.TurnLogWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code governor simulate-log}: a log of turns that no model was called for, to try the other verbs on. */
@Command(
    name = "simulate-log",
    description = "Writes turns of the simulated executor, with the probability of every decision.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The baseline action is taken, but in a share --explore of turns one of all actions is drawn, each",
      "with the same probability; the log says the probability of what was drawn. Outcomes follow the",
      "profile's declared laws; they show how the verbs work, nothing about a real model.",
      "",
      "Exit code: 0 written; 2 wrong usage.",
      "",
      "Example:",
      "  governor simulate-log --profile paper-like --sessions 1200 --out pilot.turns.jsonl"
    })
final class SimulateLogCommand implements Callable<Integer> {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Profile of the simulator.",
      defaultValue = "paper-like")
  private String profile;

  @Option(names = "--sessions", paramLabel = "N", required = true, description = "Sessions.")
  private int sessions;

  @Option(
      names = "--turns",
      paramLabel = "N",
      description = "Turns of a session.",
      defaultValue = "10")
  private int turns;

  @Option(
      names = "--explore",
      paramLabel = "SHARE",
      description = "Share of turns drawn at random, in [0, 1].",
      defaultValue = "0.4")
  private double explore;

  @Option(
      names = "--baseline",
      paramLabel = "ACTION",
      description = "Action of the other turns.",
      defaultValue = "c1.0-normal-t1")
  private String baseline;

  @Option(names = "--seed", paramLabel = "N", description = "Seed.", defaultValue = "20260622")
  private long seed;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The log.")
  private Path out;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (sessions < 1 || turns < 1) {
      throw InputException.invalid("--sessions is " + sessions + " and --turns is " + turns
          + ", expected whole numbers >= 1.");
    }
    if (!(explore >= 0 && explore <= 1)) {
      throw InputException.invalid("--explore is " + explore + ", expected a number in [0, 1].");
    }
    if (!SimulationProfile.names().contains(profile)) {
      throw InputException.invalid(
          "--profile is \"" + profile + "\", expected one of " + SimulationProfile.names() + ".");
    }
    ActionSet actions = ActionSet.grid(
        List.of(0.25, 1.0), List.of(Verbosity.CONCISE, Verbosity.NORMAL), List.of(1));
    if (!actions.contains(baseline)) {
      throw InputException.invalid("--baseline is \"" + baseline + "\", expected one of "
          + actions.actions().stream().map(ResourceAction::id).toList() + ".");
    }
    TurnLog log = play(actions);
    try {
      TurnLogWriter.write(out, log);
    } catch (UncheckedIOException unwritable) {
      throw InputException.invalid("--out is " + out + ", expected a file that can be written ("
          + unwritable.getCause().getMessage() + ").");
    }
    PrintWriter screen = spec.commandLine().getOut();
    screen.printf(
        Locale.ROOT,
        "simulated %,d turns in %,d sessions, profile %s, %d actions, explored %s of turns%n-> %s%n",
        log.turns().size(),
        sessions,
        profile,
        actions.size(),
        explore,
        out);
    screen.flush();
    return 0;
  }

  private TurnLog play(ActionSet actions) {
    SimulatedExecutor executor = new SimulatedExecutor(
        SimulationProfile.named(profile),
        actions,
        new SimulatedSessions("sim", sessions, turns),
        seed);
    SeedSplitter seeds = new SeedSplitter(seed).task("simulate-log");
    List<Turn> played = new ArrayList<>();
    for (String session : executor.sessions()) {
      RandomGenerator random = seeds.generator(session);
      Optional<Context> context = Optional.of(executor.open(session));
      while (context.isPresent()) {
        int usual = actions.indexOf(baseline);
        int drawn = random.nextDouble() < explore ? random.nextInt(actions.size()) : usual;
        double propensity = explore / actions.size() + (drawn == usual ? 1 - explore : 0);
        Turn turn = executor.execute(context.get(), Directive.of(actions.get(drawn)), random);
        played.add(new Turn(
            turn.context(),
            turn.commitment(),
            OptionalDouble.of(propensity),
            turn.action(),
            turn.outcome()));
        context = executor.next(turn);
      }
    }
    return new TurnLog(actions, played);
  }
}
