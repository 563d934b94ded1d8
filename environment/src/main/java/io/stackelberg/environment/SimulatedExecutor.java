package io.stackelberg.environment;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Money;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import io.stackelberg.game.run.SeedSplitter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Executor whose follower, tokens and quality are drawn from declared laws: it checks methods and code, and
 * says nothing about the size of effects in reality.
 *
 * <p>A session is a sequence of tasks of several kinds with a hidden difficulty and a hidden session
 * effect, which are regenerated from the seed, the session and the turn alone; the executor keeps no state,
 * and two policies that play the same session meet the same tasks. The history grows as h' = min(cap, c·h +
 * added). The follower maximises a {@link QualityCostUtility} plus a habit of keeping context, with logit
 * noise and a share of blind choices; it knows the task's difficulty but not the session effect. A {@link
 * Directive} is obeyed.
 *
 * <p>Every turn draws the same numbers in the same order (follower, tokens, judge), so that equal streams
 * pair two policies.
 */
public final class SimulatedExecutor implements TurnExecutor {
  private static final FeatureSchema SCHEMA = new FeatureSchema(
      List.of("turn", "history_tokens", "user_chars", "mean_quality"), List.of("task_kind"));
  private static final double COST_SCALE = 2000;

  private final SimulationProfile profile;
  private final SimulationProfile.Shift shift;
  private final SimulationLaw law;
  private final ActionSet actions;
  private final String prefix;
  private final int sessions;
  private final int turns;
  private final SeedSplitter seeds;
  private final FollowerModel follower;

  /**
   * An executor.
   *
   * @param profile the coefficients
   * @param isReal whether the profile's shifts apply: false for the log, true for turns after it
   * @param actions resource vectors
   * @param prefix begins every session id; executors with different prefixes share no session
   * @param sessions number of sessions, at least 1
   * @param turns turns per session, at least 1
   * @param seeds of the tasks
   */
  public SimulatedExecutor(
      SimulationProfile profile,
      boolean isReal,
      ActionSet actions,
      String prefix,
      int sessions,
      int turns,
      SeedSplitter seeds) {
    this.profile = profile;
    this.shift = isReal ? profile.real() : SimulationProfile.Shift.NONE;
    this.law = new SimulationLaw(profile, shift);
    this.actions = actions;
    this.prefix = Require.nonBlank("prefix", prefix);
    this.sessions = Require.atLeast("sessions", sessions, 1);
    this.turns = Require.atLeast("turns", turns, 1);
    this.seeds = seeds.task("simulation");
    for (ResourceAction action : actions.actions()) {
      if (!(action instanceof ResourceVector)) {
        throw Require.unexpected("action", "\"" + action.id() + "\"", "a resource vector");
      }
    }
    this.follower = new LapsingFollower(quantal(), profile.follower().lapse());
  }

  private QuantalFollower quantal() {
    SimulationProfile.Follower law = profile.follower();
    QualityCostUtility utility = new QualityCostUtility(
        (context, action) -> expected(task(context, 0), action),
        CostUnit.TOKENS,
        law.qualityWeight(),
        law.costWeight(),
        COST_SCALE);
    return new QuantalFollower(
        actions,
        (context, commitment, action) -> utility.of(context, commitment, action)
            + law.habit() * vector(action).contextRetention(),
        law.temperature() * shift.temperatureFactor());
  }

  /** The follower's true response law, blind choices included. */
  public FollowerModel follower() {
    return follower;
  }

  /** True expected judged quality and tokens at a context, hidden state included. */
  public OutcomeModel truth() {
    return (context, action) -> expected(task(context, sessionEffect(context.session())), action);
  }

  @Override
  public ActionSet actions() {
    return actions;
  }

  @Override
  public List<String> sessions() {
    return IntStream.range(0, sessions)
        .mapToObj(session -> prefix + "-" + String.format("%05d", session))
        .toList();
  }

  @Override
  public Context open(String session) {
    if (!session.startsWith(prefix + "-")) {
      throw Require.unexpected("session", "\"" + session + "\"", "one that begins with " + prefix);
    }
    return context(
        session,
        new SessionState(
            0, profile.history().first(), OptionalLong.empty(), OptionalDouble.empty()));
  }

  @Override
  public Optional<Context> next(Turn played) {
    SessionState state = played.context().state();
    if (state.turn() + 1 >= turns) {
      return Optional.empty();
    }
    double quality = played.outcome().quality().orElseThrow();
    double mean = state.meanQuality().isPresent()
        ? (state.meanQuality().getAsDouble() * state.turn() + quality) / (state.turn() + 1)
        : quality;
    double kept = ((ResourceVector) played.action()).contextRetention() * state.historyTokens();
    long history =
        Math.min(profile.history().cap(), Math.round(kept) + profile.history().addedPerTurn());
    return Optional.of(context(
        played.context().session(),
        new SessionState(
            state.turn() + 1,
            history,
            OptionalLong.empty(),
            OptionalDouble.of(Math.min(1, Math.max(0, mean))))));
  }

  @Override
  public Turn execute(Context context, Commitment commitment, RandomGenerator random) {
    double draw = random.nextDouble();
    double[] response = follower.respond(context, commitment);
    int action = 0;
    double cumulated = response[0];
    while (draw >= cumulated && action + 1 < response.length) {
      action++;
      cumulated += response[action];
    }
    return new Turn(
        context,
        commitment,
        OptionalDouble.empty(),
        actions.get(action),
        outcome(context, vector(action), random));
  }

  /** The outcome that {@link #execute} would realise under this action with an equal stream. */
  public Outcome preview(Context context, ResourceAction action, RandomGenerator random) {
    random.nextDouble();
    return outcome(context, vector(actions.indexOf(action.id())), random);
  }

  private Outcome outcome(Context context, ResourceVector action, RandomGenerator random) {
    SimulationLaw.Task task = task(context, sessionEffect(context.session()));
    long tokens = law.tokens(task, action, random.nextGaussian());
    double quality = law.judged(task, action, random.nextGaussian());
    long output = Math.round(tokens * profile.tokens().outputShare());
    BigDecimal money = BigDecimal.valueOf(tokens - output)
        .multiply(BigDecimal.valueOf(profile.money().usdPerMillionInput()))
        .add(BigDecimal.valueOf(output)
            .multiply(BigDecimal.valueOf(profile.money().usdPerMillionOutput())))
        .divide(BigDecimal.valueOf(1_000_000), 12, RoundingMode.HALF_EVEN);
    return new Outcome(
        OptionalDouble.of(quality),
        TokenCount.of(tokens - output, output),
        Optional.of(Money.usd(money)));
  }

  private ExpectedOutcome expected(SimulationLaw.Task task, int action) {
    double tokens = law.meanTokens(task, vector(action));
    double share = profile.tokens().outputShare();
    double price = (1 - share) * profile.money().usdPerMillionInput()
        + share * profile.money().usdPerMillionOutput();
    return new ExpectedOutcome(
        law.meanJudged(task, vector(action)),
        OptionalDouble.of(tokens),
        OptionalDouble.of(tokens * price / 1e6));
  }

  private ResourceVector vector(int action) {
    return (ResourceVector) actions.get(action);
  }

  private Context context(String session, SessionState state) {
    SplittableRandom hidden = hidden(session, state.turn());
    int kind = kind(hidden.nextDouble());
    boolean isNew = hidden.nextDouble() < shift.newKindShare();
    double difficulty = hidden.nextGaussian();
    double chars = 300 * StrictMath.exp(0.5 * difficulty + 0.5 * hidden.nextGaussian());
    return new Context(
        session + "#" + state.turn(),
        session,
        SCHEMA,
        new double[] {
          state.turn(),
          state.historyTokens(),
          Math.rint(chars),
          state.meanQuality().orElse(Double.NaN)
        },
        List.of(isNew ? "unseen" : profile.kinds().names().get(kind)),
        state,
        Set.of());
  }

  /** The task behind a context: the same draws as when the context was made. */
  private SimulationLaw.Task task(Context context, double sessionEffect) {
    SplittableRandom hidden = hidden(context.session(), context.state().turn());
    int kind = kind(hidden.nextDouble());
    boolean isNew = hidden.nextDouble() < shift.newKindShare();
    return new SimulationLaw.Task(
        kind, isNew, hidden.nextGaussian(), sessionEffect, context.state().historyTokens());
  }

  private SplittableRandom hidden(String session, int turn) {
    return seeds.generator(session, "" + turn);
  }

  private double sessionEffect(String session) {
    return profile.quality().session() * seeds.generator(session).nextGaussian();
  }

  private int kind(double draw) {
    int kind = 0;
    double cumulated = profile.kinds().shares().get(0);
    while (draw >= cumulated && kind + 1 < profile.kinds().names().size()) {
      kind++;
      cumulated += profile.kinds().shares().get(kind);
    }
    return kind;
  }

  /** A follower that now and then chooses blindly. */
  private record LapsingFollower(QuantalFollower attentive, double lapse) implements FollowerModel {
    @Override
    public ActionSet actions() {
      return attentive.actions();
    }

    @Override
    public double[] respond(Context context, Commitment commitment) {
      double[] response = attentive.respond(context, commitment);
      if (!(commitment instanceof Directive)) {
        for (int action = 0; action < response.length; action++) {
          response[action] = (1 - lapse) * response[action] + lapse / response.length;
        }
      }
      return response;
    }
  }
}
