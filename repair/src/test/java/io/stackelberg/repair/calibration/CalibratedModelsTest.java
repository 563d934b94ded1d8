package io.stackelberg.repair.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.FollowerUtility;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CalibratedModelsTest {
  private static final ActionSet ACTIONS = ActionSet.named(List.of("a", "b", "c"));
  private static final Announcement CHEAP = new Announcement(0.5, 1);
  private static final Announcement GOOD = new Announcement(0.9, 0);

  /** Quality 0.3, 0.6, 0.9 and cost 1, 2, 4 of the three actions. */
  private static final FollowerUtility QUALITY = (context, commitment, action) ->
      Math.min(0.3 * (action + 1), ((Announcement) commitment).qualityTarget());

  private static final FollowerUtility COST = (context, commitment, action) ->
      (1 + ((Announcement) commitment).costIncentive()) * (1 << action);

  private static Context context(String session, int turn) {
    return new Context(
        session + "/" + turn,
        session,
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        SessionState.START,
        Set.of());
  }

  private static Turn turn(Context context, Commitment commitment, int action, double quality) {
    return new Turn(
        context,
        commitment,
        OptionalDouble.empty(),
        ACTIONS.get(action),
        new Outcome(OptionalDouble.of(quality), TokenCount.of(100, 20), Optional.empty()));
  }

  private static QuantalFollower follower(double quality, double cost, double temperature) {
    return new QuantalFollower(
        ACTIONS,
        (context, commitment, action) -> quality * QUALITY.of(context, commitment, action)
            - cost * COST.of(context, commitment, action),
        temperature);
  }

  private static List<Turn> played(QuantalFollower real, int sessions, Random random) {
    List<Turn> turns = new ArrayList<>();
    for (int session = 0; session < sessions; session++) {
      for (int number = 0; number < 10; number++) {
        Context context = context("s" + session, number);
        Commitment commitment = random.nextBoolean() ? CHEAP : GOOD;
        double[] response = real.respond(context, commitment);
        double uniform = random.nextDouble();
        int action = uniform < response[0] ? 0 : uniform < response[0] + response[1] ? 1 : 2;
        turns.add(turn(context, commitment, action, 0.5));
      }
    }
    return turns;
  }

  @Test
  void aTemperatureIsFoundWhereOnlyItIsWrong() {
    // Real temperature 2, believed 1: the sharpness is 1/2. Information per turn of the sharpness
    // is the
    // response variance of the utility, above 0.25 here, so the standard error at 4000 turns is
    // below 0.04.
    ResponseCalibration.Result result = new ResponseCalibration(
            List.of(), ResponseCalibration.Options.DEFAULT)
        .fit(follower(5, 0.5, 1), played(follower(5, 0.5, 2), 400, new Random(5)));
    assertEquals(ResponseCalibration.Form.TEMPERATURE, result.form());
    assertEquals(0.5, result.follower().sharpness(), 0.15);
    assertEquals(4000, result.turns());
  }

  @Test
  void weightsAreFoundWhereTheyAreWrong() {
    // Believed 5 q − 0.5 c, real 5 q − 1 c: the model of that law is within the family, so its
    // responses are
    // recovered; 4000 turns leave an error of a few hundredths in each probability.
    QuantalFollower real = follower(5, 1, 1);
    ResponseCalibration.Result result = new ResponseCalibration(
            List.of(QUALITY, COST), ResponseCalibration.Options.DEFAULT)
        .fit(follower(5, 0.5, 1), played(real, 400, new Random(6)));
    assertEquals(ResponseCalibration.Form.WEIGHTS, result.form());
    Context context = context("new", 0);
    assertArrayEquals(
        real.respond(context, CHEAP), result.follower().respond(context, CHEAP), 0.05);
    assertArrayEquals(real.respond(context, GOOD), result.follower().respond(context, GOOD), 0.05);
    assertTrue(result.losses().get(2) < result.losses().get(0));
  }

  @Test
  void aModelThatIsRightStaysAsItIs() {
    QuantalFollower real = follower(5, 0.5, 1);
    ResponseCalibration.Result result = new ResponseCalibration(
            List.of(QUALITY, COST), ResponseCalibration.Options.DEFAULT)
        .fit(real, played(real, 400, new Random(8)));
    assertEquals(ResponseCalibration.Form.AS_IS, result.form());
    Context context = context("new", 0);
    assertArrayEquals(real.respond(context, GOOD), result.follower().respond(context, GOOD), 1e-12);
  }

  @Test
  void directivesAreObeyedAndNotLearnedFrom() {
    QuantalFollower real = follower(5, 0.5, 1);
    Turn obeyed = turn(context("s", 0), new Directive("c"), 2, 1);
    ResponseCalibration.Result result = new ResponseCalibration(
            List.of(), ResponseCalibration.Options.DEFAULT)
        .fit(real, List.of(obeyed));
    assertEquals(1, result.leftOut());
    assertEquals(0, result.turns());
    assertArrayEquals(
        new double[] {0, 0, 1},
        result.follower().respond(context("s", 0), new Directive("c")),
        1e-12);
  }

  @Test
  void outcomesAreShiftedWhereTheyWereSeen() {
    // Every real quality is 0.1 above the prediction; without noise there is nothing to weigh:
    // sample means.
    OutcomeModel surrogate = (context, action) ->
        new ExpectedOutcome(0.2 * action, OptionalDouble.of(60), OptionalDouble.empty());
    List<Turn> turns = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      turns.add(turn(context("s", number), GOOD, number % 2, 0.1 + 0.2 * (number % 2)));
    }
    CalibratedOutcomes calibrated = new OutcomeCalibration(
            CellMap.byAction(3), PriorFusion.standard())
        .fit(surrogate, ACTIONS, turns);
    Context fresh = context("new", 0);
    assertEquals(0.1, calibrated.expect(fresh, 0).quality(), 1e-12);
    assertEquals(0.3, calibrated.expect(fresh, 1).quality(), 1e-12);
    assertEquals(0.4, calibrated.expect(fresh, 2).quality(), 1e-12, "never seen: as predicted");
    assertEquals(120, calibrated.expect(fresh, 0).tokens().getAsDouble(), 1e-12);
    assertTrue(calibrated.expect(fresh, 0).money().isEmpty());
  }

  /** Two turns per session; what is directed is done. */
  private static final class Scripted implements TurnExecutor {
    private final List<Commitment> executed = new ArrayList<>();

    @Override
    public ActionSet actions() {
      return ACTIONS;
    }

    @Override
    public List<String> sessions() {
      return List.of("s");
    }

    @Override
    public Context open(String session) {
      return context(session, 0);
    }

    @Override
    public Optional<Context> next(Turn played) {
      return played.context().id().endsWith("/0")
          ? Optional.of(context(played.context().session(), 1))
          : Optional.empty();
    }

    @Override
    public Turn execute(Context context, Commitment commitment, RandomGenerator random) {
      executed.add(commitment);
      return turn(context, commitment, ACTIONS.indexOf(((Directive) commitment).action()), 0.5);
    }
  }

  @Test
  void aShadowChangesNothingAndSaysWhatItWouldHaveDone() {
    Scripted executor = new Scripted();
    LeaderPolicy acting = context ->
        new MixedCommitment(List.of(new Directive("a"), new Directive("b")), List.of(0.75, 0.25));
    LeaderPolicy candidate = context ->
        new MixedCommitment(List.of(new Directive("a"), new Directive("c")), List.of(0.5, 0.5));
    List<ShadowRecord> records =
        new ShadowMode(executor, acting, candidate).play("s", new Random(1));
    assertEquals(2, records.size());
    for (int number = 0; number < 2; number++) {
      ShadowRecord record = records.get(number);
      assertEquals(executor.executed.get(number), record.played().commitment());
      boolean isFirst = record.played().commitment().equals(new Directive("a"));
      assertEquals(
          isFirst ? 0.75 : 0.25, record.played().commitmentPropensity().getAsDouble(), 1e-12);
      assertEquals(isFirst ? 0.5 : 0, record.candidateProbability(), 1e-12);
      assertEquals(0.5, record.agreement(), 1e-12);
      assertEquals(0.5, record.uncovered(), 1e-12);
    }
  }
}
