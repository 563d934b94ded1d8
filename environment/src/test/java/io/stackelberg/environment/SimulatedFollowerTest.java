package io.stackelberg.environment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedFollowerTest {
  @TempDir
  private Path folder;

  /** One kind, nothing random but the choice: every quality and token count is a round number. */
  private SimulationProfile tiny(String follower) throws IOException {
    String kind =
        "share: {value: %s, source: assumed}, base_input_tokens: {value: 0, source: assumed},"
            + " base_output_tokens: {value: 100, source: assumed}, tool_tokens: {value: 0, source: assumed},"
            + " intercept: {value: 0, source: assumed}, context_need: {value: 0, source: assumed},"
            + " verbosity_need: {value: 1.0986122886681098, source: assumed},"
            + " tool_need: {value: 0, source: assumed}";
    return SimulationProfile.load(Files.writeString(
        folder.resolve("tiny.yaml"), """
        version: 1
        name: tiny
        purpose: Quality 1/4 when concise and 1/2 else; 54.3 and 100 tokens.
        extends: paper-like
        overrides:
          sessions: {start_history_tokens: {value: 0, source: assumed}}
          tasks:
            user_chars_median: {value: 4, source: assumed}
            user_chars_log_sd: {value: 0, source: assumed}
          kinds:
            fact: {%s}
            code: {share: {value: 0, source: assumed}}
            analysis: {share: {value: 0, source: assumed}}
            chat: {share: {value: 0, source: assumed}}
          tokens: {difficulty_slope: {value: 0, source: assumed}}
          quality:
            difficulty_slope: {value: 0, source: assumed}
            difficulty_interaction: {value: 0, source: assumed}
            verbosity_plateau: {value: 0.5, source: assumed}
          follower: {%s}
        """.formatted(kind.formatted("1"), follower)));
  }

  private static final ActionSet TWO = new ActionSet(List.of(
      new ResourceVector(1, Verbosity.CONCISE, 0), new ResourceVector(1, Verbosity.NORMAL, 0)));

  private SimulatedExecutor executor(String follower) throws IOException {
    return new SimulatedExecutor(tiny(follower), TWO, new SimulatedSessions("tiny", 1, 1), 3);
  }

  @Test
  void probabilitiesByHand() throws IOException {
    // m = 1/(1 + e^{log 3}) = 1/4 and 1/2; M = 1 + 54.3 and 1 + 100 tokens. Weights 1 and 0.2 per
    // 100 tokens,
    // sensitivity 5, temperature 0.1, no habit, lapse 0.1.
    String follower =
        "temperature: {value: 0.1, source: assumed}, lapse_rate: {value: 0.1, source: assumed},"
            + " cost_weight: {value: 0.2, source: assumed}, cost_scale_tokens: {value: 100, source: assumed},"
            + " habit: {value: 0, source: assumed}";
    SimulatedExecutor executor = executor(follower);
    Context context = executor.open("tiny-0001");
    // q = 1, i = 0: U = 0.25 - 0.2 * 0.553 = 0.1394 and 0.5 - 0.2 * 1.01 = 0.298.
    assertResponse(executor, context, new Announcement(1, 0), 0.298 - 0.1394);
    // i = 0.2 doubles the cost: 0.25 - 0.2212 and 0.5 - 0.404.
    assertResponse(executor, context, new Announcement(1, 0.2), 0.096 - 0.0288);
    // q = 0.3 caps what the second gains: 0.25 - 0.1106 and 0.3 - 0.202.
    assertResponse(executor, context, new Announcement(0.3, 0), 0.098 - 0.1394);
  }

  private static void assertResponse(
      SimulatedExecutor executor, Context context, Announcement announced, double advantage) {
    double attentive = 1 / (1 + Math.exp(-advantage / 0.1));
    double second = 0.9 * attentive + 0.1 / 2;
    assertArrayEquals(
        new double[] {1 - second, second}, executor.follower().respond(context, announced), 1e-12);
  }

  @Test
  void habitFavoursCustomaryLevels() throws IOException {
    // Customary: all context, normal, no tools. The first action has 2 of 3 levels, the second all
    // three; costs
    // and quality weigh nothing, so the log odds are habit/3/temperature = 0.3/3/0.1 = 1.
    SimulatedExecutor executor = executor(
        "temperature: {value: 0.1, source: assumed}, lapse_rate: {value: 0, source: assumed},"
            + " quality_weight: {value: 0, source: assumed}, cost_weight: {value: 0, source: assumed},"
            + " habit: {value: 0.3, source: assumed}, customary_tools: {value: 0, source: assumed}");
    double[] response =
        executor.follower().respond(executor.open("tiny-0001"), new Announcement(0.5, 0));
    assertEquals(1, Math.log(response[1] / response[0]), 1e-12);
  }

  /** The same law as the game's own utility and quantal follower, mixed with blind choices. */
  @Test
  void agreesWithQuantalFollowerOverQualityCostUtility() {
    SimulationProfile profile = SimulationProfile.named("paper-like");
    SimulatedExecutor executor = SimulatedPlay.executor(profile, 20, 5);
    SimulationLaw law = new SimulationLaw(profile, SimulatedPlay.ACTIONS);
    SimulatedTasks tasks = new SimulatedTasks(profile, new SimulatedSessions("test", 20, 10), 5);
    OutcomeModel believed = (context, action) -> {
      var at = law.situation(tasks.of(context), context.state().historyTokens());
      return new ExpectedOutcome(
          law.quality(at, action),
          OptionalDouble.of(law.uncappedTokens(at, action)),
          OptionalDouble.empty());
    };
    var follower = profile.follower();
    var utility = new QualityCostUtility(
        believed,
        CostUnit.TOKENS,
        follower.qualityWeight().value(),
        follower.costWeight().value(),
        follower.costScaleTokens().value());
    FollowerModel quantal = new QuantalFollower(
        SimulatedPlay.ACTIONS,
        (context, commitment, action) -> {
          var announced = (Announcement) commitment;
          var felt = new Announcement(
              announced.qualityTarget(),
              announced.costIncentive() * follower.incentiveSensitivity().value());
          var vector = (ResourceVector) SimulatedPlay.ACTIONS.get(action);
          int customary = (vector.contextRetention() == 1 ? 1 : 0)
              + (vector.verbosity() == Verbosity.NORMAL ? 1 : 0)
              + (vector.toolBudget() == 1 ? 1 : 0);
          return utility.of(context, felt, action) + follower.habit().value() * customary / 3.0;
        },
        follower.temperature().value());
    for (String session : executor.sessions()) {
      Context context = executor.open(session);
      Announcement announced = new Announcement(0.7, 0.2);
      double[] expected = quantal.respond(context, announced);
      double lapse = follower.lapseRate().value();
      for (int action = 0; action < expected.length; action++) {
        expected[action] = (1 - lapse) * expected[action] + lapse / expected.length;
      }
      assertArrayEquals(expected, executor.follower().respond(context, announced), 1e-12);
    }
  }

  @Test
  void incentiveFavoursCheaperAndTargetFavoursBetterActions() {
    for (String name : SimulationProfile.names()) {
      SimulationProfile profile = SimulationProfile.named(name);
      SimulatedExecutor executor = SimulatedPlay.executor(profile, 10, 8);
      SimulationLaw law = new SimulationLaw(profile, SimulatedPlay.ACTIONS);
      SimulatedTasks tasks = new SimulatedTasks(profile, new SimulatedSessions("test", 10, 10), 8);
      int changedByTarget = 0;
      for (String session : executor.sessions()) {
        Context context = executor.open(session);
        var at = law.situation(tasks.of(context), context.state().historyTokens());
        double[] plain = executor.follower().respond(context, new Announcement(0.5, 0));
        double[] paid = executor.follower().respond(context, new Announcement(0.5, 0.2));
        double[] asked = executor.follower().respond(context, new Announcement(0.8, 0));
        assertTrue(meanTokens(law, at, paid) < meanTokens(law, at, plain), name);
        assertTrue(meanQuality(law, at, asked) >= meanQuality(law, at, plain) - 1e-12, name);
        changedByTarget += meanQuality(law, at, asked) > meanQuality(law, at, plain) + 1e-6 ? 1 : 0;
      }
      assertTrue(changedByTarget > 0, name);
    }
  }

  private static double meanTokens(
      SimulationLaw law, SimulationLaw.Situation at, double[] response) {
    double mean = 0;
    for (int action = 0; action < response.length; action++) {
      mean += response[action] * law.uncappedTokens(at, action);
    }
    return mean;
  }

  private static double meanQuality(
      SimulationLaw law, SimulationLaw.Situation at, double[] response) {
    double mean = 0;
    for (int action = 0; action < response.length; action++) {
      mean += response[action] * law.quality(at, action);
    }
    return mean;
  }

  @Test
  void directiveIsObeyedWithoutLapse() throws IOException {
    SimulatedExecutor executor = executor("lapse_rate: {value: 0.5, source: assumed}");
    assertArrayEquals(
        new double[] {0, 1},
        executor.follower().respond(executor.open("tiny-0001"), new Directive("c1.0-normal-t0")));
  }

  @Test
  void unavailableActionsGetNothingAndTheRestIsRenormalised() throws IOException {
    SimulatedExecutor executor = executor("lapse_rate: {value: 0.5, source: assumed}");
    Context open = executor.open("tiny-0001");
    Context narrowed = new Context(
        open.id(),
        open.session(),
        open.schema(),
        new double[] {0, 1, 0, 4, Double.NaN},
        List.of("fact"),
        open.state(),
        Set.of("c1.0-normal-t0"));
    assertArrayEquals(
        new double[] {1, 0},
        executor.follower().respond(narrowed, new Announcement(0.5, 0)),
        1e-15);
  }

  @Test
  void otherCommitmentsAreRefused() throws IOException {
    SimulatedExecutor executor = executor("lapse_rate: {value: 0.5, source: assumed}");
    Commitment odd = new Commitment() {
      @Override
      public SortedMap<String, Double> coordinates() {
        return new TreeMap<>();
      }

      @Override
      public String label() {
        return "odd";
      }
    };
    var error = assertThrows(
        IllegalArgumentException.class,
        () -> executor.follower().respond(executor.open("tiny-0001"), odd));
    assertEquals("commitment is odd, expected an announcement or a directive.", error.getMessage());
  }
}
