package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Four principals over the 27 resource actions of the simulated executor.
 *
 * <p>Quality and tokens follow the executor's own laws; latency and risk are declared here, for the executor has
 * none: seconds = 0.5 + tokens / 400 + 1.5 per tool call allowed; risk = 1 − exp(−(0.03 per tool call allowed + 0.10
 * × share of the history not sent)). The agent's reference is the follower's answer to a plain announcement; payments
 * tilt it with temperature 1, so that values are in temperatures.
 */
final class ResourceObjectives {
  /** The principals, in the order of all arrays. */
  static final List<String> NAMES = List.of("quality", "cost", "latency", "safety");

  private static final Announcement PLAIN = new Announcement(0.7, 0);
  private static final ActionSet ACTIONS =
      ActionSet.grid(List.of(0.5, 0.75, 1.0), List.of(Verbosity.values()), List.of(0, 1, 3));

  /** One turn: what the follower does unpaid, and what each action yields. */
  record Scene(List<Double> reference, List<Yield> yields) {
    Scene {
      reference = List.copyOf(reference);
      yields = List.copyOf(yields);
    }

    /** The game of principals with these weights, each on its objective's scale of about 1. */
    CommonAgency game(double... weights) {
      double[][] values = new double[NAMES.size()][yields.size()];
      for (int action = 0; action < yields.size(); action++) {
        Yield yield = yields.get(action);
        values[0][action] = weights[0] * yield.quality();
        values[1][action] = -weights[1] * yield.tokens() / 2_000;
        values[2][action] = -weights[2] * yield.seconds() / 10;
        values[3][action] = -weights[3] * yield.risk() / 0.1;
      }
      return new CommonAgency(
          reference.stream().mapToDouble(Double::doubleValue).toArray(), 1, values);
    }

    /** Expected quality, tokens, seconds and risk under a policy. */
    double[] expect(double[] policy) {
      double[] sums = new double[NAMES.size()];
      for (int action = 0; action < policy.length; action++) {
        Yield yield = yields.get(action);
        sums[0] += policy[action] * yield.quality();
        sums[1] += policy[action] * yield.tokens();
        sums[2] += policy[action] * yield.seconds();
        sums[3] += policy[action] * yield.risk();
      }
      return sums;
    }
  }

  /** What one action yields on average at one turn. */
  record Yield(double quality, double tokens, double seconds, double risk) {}

  private ResourceObjectives() {}

  /** Turns met by the unpaid follower, in the order of sessions. */
  static List<Scene> scenes(int sessions, int turns, SeedSplitter seeds) {
    SimulatedExecutor executor = new SimulatedExecutor(
        SimulationProfile.named("paper-like"),
        ACTIONS,
        new SimulatedSessions("agency", sessions, turns),
        seeds.generator("tasks").nextLong());
    List<Scene> scenes = new ArrayList<>();
    for (String session : executor.sessions()) {
      Optional<Context> next = Optional.of(executor.open(session));
      while (next.isPresent()) {
        Context context = next.get();
        scenes.add(scene(executor, context));
        Turn turn = executor.execute(context, PLAIN, seeds.generator("luck", context.id()));
        next = executor.next(turn);
      }
    }
    return scenes;
  }

  private static Scene scene(SimulatedExecutor executor, Context context) {
    List<Double> reference = new ArrayList<>();
    List<Yield> yields = new ArrayList<>();
    OutcomeModel truth = executor.truth();
    double[] response = executor.follower().respond(context, PLAIN);
    for (int action = 0; action < ACTIONS.size(); action++) {
      reference.add(response[action]);
      ExpectedOutcome expected = truth.expect(context, action);
      double tokens = expected.tokens().orElseThrow();
      ResourceVector levels = (ResourceVector) ACTIONS.get(action);
      double exposure = 0.03 * levels.toolBudget() + 0.10 * (1 - levels.contextRetention());
      yields.add(new Yield(
          expected.quality(),
          tokens,
          0.5 + tokens / 400 + 1.5 * levels.toolBudget(),
          1 - StrictMath.exp(-exposure)));
    }
    return new Scene(reference, yields);
  }
}
