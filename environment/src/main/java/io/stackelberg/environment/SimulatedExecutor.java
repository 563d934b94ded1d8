package io.stackelberg.environment;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Money;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Executor whose follower, tokens and quality follow declared laws: it checks methods and code against a
 * known truth, and says nothing about the size of effects in reality.
 *
 * <p><b>Tasks.</b> A turn's task has a kind, a hidden difficulty d ~ N(0, 1) that correlates within a
 * session, and a message whose log length correlates with d. Tasks are a function of seed, session and turn
 * alone, so two policies that play one session meet the same tasks, also on the two sides of {@link
 * SimulationProfile#real()} as far as its shift leaves them alone. Features are {@code turn}, {@code
 * turns_left}, {@code history_tokens}, {@code user_chars}, {@code last_quality} (unknown at turn 0) and
 * {@code task_kind}; neither d nor the session's effect is among them.
 *
 * <p><b>History.</b> h' = min(limit, round(c·h) + round(user tokens) + output tokens), with c the context
 * retention of the action taken: what is not sent is forgotten.
 *
 * <p><b>Tokens.</b> T = M·exp(σz − σ²/2), z ~ N(0, 1), σ² = log(1 + cv²), with the mean
 *
 * <pre>M = baseInput(kind) + userChars/4 + c·h + k·toolTokens(kind) + baseOutput(kind)·factor(v)·exp(s·d)</pre>
 *
 * A turn bills round(min(T, cap)); the last term's share of M is output. With D = log(cap/M) the cap lowers
 * the mean from M to M·Φ((D − σ²/2)/σ) + cap·Φ(−(D + σ²/2)/σ), which {@link #truth()} states; rounding moves
 * it by at most half a token.
 *
 * <p><b>Quality.</b> m = 1/(1 + exp(−η)), S(x) = 1 − (1 − x/plateau)_+^saturation,
 *
 * <pre>
 * η = intercept(kind) − slope·d − exp(interaction·d)·[ contextNeed·(1 − h/(h + half)·S(c))
 *     + verbosityNeed·(1 − S(v)) + toolNeed·(1 − S(k)) ] − distraction·(c·h − start)_+/1000
 * </pre>
 *
 * (v is the verbosity's level: 0, ½, 1). The judge reports clip(m' + b·log(length) + noise·z', 0, 1), where m' is m
 * with the bracket times 1 − blindness, and length is the answer before the cap relative to its kind's usual one, log(factor(v)) + s·d + σz − σ²/2.
 * The clipping is part of the law: expected quality is the mean of the clipped normal, not m.
 *
 * <p><b>Follower.</b> With m and M as above (it knows the task, not the judge), announced target q and
 * incentive i, and the share of the three levels that are customary,
 *
 * <pre>U_F = qualityWeight·min(m, q) − costWeight·(1 + sensitivity·i)·M/costScale + habit·customary share</pre>
 *
 * P = (1 − lapse)·softmax(U_F/temperature) + lapse·uniform. Raising i raises the odds of an action against
 * any that uses more tokens; raising q never lowers the odds of an action against one of lower m. A {@link
 * Directive} is obeyed without lapse.
 *
 * <p>Stateless and safe for many threads. Every turn draws three uniforms in one order (follower, tokens,
 * judge), whatever the commitment, so that equal streams pair two policies.
 *
 * <p>Source: quantal response after McKelvey and Palfrey (1995) [mckelvey1995quantal].
 */
public final class SimulatedExecutor implements TurnExecutor {
  private static final FeatureSchema SCHEMA = new FeatureSchema(
      List.of("turn", "turns_left", "history_tokens", "user_chars", "last_quality"),
      List.of("task_kind"));

  private final SimulationProfile profile;
  private final ActionSet actions;
  private final SimulatedTasks tasks;
  private final SimulationLaw law;
  private final SimulatedFollower follower;
  private final long startHistory;
  private final long historyLimit;

  /**
   * An executor; it tabulates its tasks, which takes memory and time of order sessions × turns.
   *
   * @param profile the coefficients: the profile itself for logs, its {@link SimulationProfile#real()} side
   *     for what is played after
   * @param actions resource vectors only
   * @param sessions which sessions can be opened
   * @param seed of the tasks
   */
  public SimulatedExecutor(
      SimulationProfile profile, ActionSet actions, SimulatedSessions sessions, long seed) {
    this.profile = profile;
    this.actions = actions;
    this.tasks = new SimulatedTasks(profile, sessions, seed);
    this.law = new SimulationLaw(profile, actions);
    this.follower = new SimulatedFollower(profile.follower(), actions, law, tasks::of);
    this.startHistory = (long) profile.sessions().startHistoryTokens().value();
    this.historyLimit = (long) profile.sessions().historyLimitTokens().value();
  }

  @Override
  public ActionSet actions() {
    return actions;
  }

  /** The coefficients this executor plays by. */
  public SimulationProfile profile() {
    return profile;
  }

  /** The follower's true response law, lapses included; it knows the hidden task behind a context. */
  public FollowerModel follower() {
    return follower;
  }

  /** The true mean of what {@link #execute} yields, hidden task, cap and the judge's bias included. */
  public OutcomeModel truth() {
    return (context, action) -> {
      SimulationLaw.Situation at = situation(context);
      return expected(at, action, law.meanJudged(at, action));
    };
  }

  /** The truth as a judge with the same noise but neither length bias nor blindness would report it. */
  public OutcomeModel requiredTruth() {
    return (context, action) -> {
      SimulationLaw.Situation at = situation(context);
      return expected(at, action, law.meanRequired(at, action));
    };
  }

  @Override
  public List<String> sessions() {
    return tasks.ids();
  }

  @Override
  public Context open(String session) {
    return context(
        session,
        new SessionState(0, startHistory, OptionalLong.empty(), OptionalDouble.empty()),
        Double.NaN);
  }

  @Override
  public Optional<Context> next(Turn played) {
    Context context = played.context();
    SessionState state = context.state();
    SimulatedTasks.Task task = tasks.of(context);
    if (state.turn() + 1 >= tasks.turns()) {
      return Optional.empty();
    }
    double quality = played
        .outcome()
        .quality()
        .orElseThrow(() -> Require.unexpected("quality", "unknown", "a turn of this executor"));
    long output = played
        .outcome()
        .tokens()
        .output()
        .orElseThrow(
            () -> Require.unexpected("output tokens", "unknown", "a turn of this executor"));
    double retention = SimulationLaw.vector(played.action()).contextRetention();
    long history = Math.round(retention * state.historyTokens())
        + Math.round(SimulationLaw.userTokens(task))
        + output;
    double sum = state.meanQuality().orElse(0) * state.turn() + quality;
    return Optional.of(context(
        context.session(),
        new SessionState(
            state.turn() + 1,
            Math.min(historyLimit, history),
            OptionalLong.empty(),
            OptionalDouble.of(Math.min(1, sum / (state.turn() + 1)))),
        quality));
  }

  @Override
  public Turn execute(Context context, Commitment commitment, RandomGenerator random) {
    SimulationLaw.Situation at = situation(context);
    int action = draw(follower.respond(context, commitment, at), random.nextDouble());
    return new Turn(
        context,
        commitment,
        OptionalDouble.empty(),
        actions.get(action),
        outcome(at, action, random));
  }

  /**
   * The outcome that {@link #execute} would realise if the follower took this action under an equal stream:
   * what a clairvoyant leader sees. Draws as much as {@code execute} does.
   */
  public Outcome preview(Context context, ResourceAction action, RandomGenerator random) {
    int index = actions.indexOf(action.id());
    random.nextDouble();
    return outcome(situation(context), index, random);
  }

  /** Hidden difficulty behind a context, for tests of what features may not know. */
  double difficulty(Context context) {
    return tasks.of(context).difficulty();
  }

  private SimulationLaw.Situation situation(Context context) {
    return law.situation(tasks.of(context), context.state().historyTokens());
  }

  static int draw(double[] response, double uniform) {
    int last = -1;
    double cumulated = 0;
    for (int action = 0; action < response.length; action++) {
      if (response[action] > 0) {
        last = action;
        cumulated += response[action];
        if (uniform < cumulated) {
          return action;
        }
      }
    }
    return last;
  }

  private Outcome outcome(SimulationLaw.Situation at, int action, RandomGenerator random) {
    double tokenNormal = SimulatedTasks.normal(random);
    double judgeNormal = SimulatedTasks.normal(random);
    long total = law.tokens(at, action, tokenNormal);
    long output = Math.round(total * law.outputShare(at, action));
    return new Outcome(
        OptionalDouble.of(law.judged(at, action, tokenNormal, judgeNormal)),
        TokenCount.of(total - output, output),
        profile.prices().map(prices -> money(prices, total - output, output)));
  }

  private static Money money(SimulationProfile.Prices prices, long input, long output) {
    BigDecimal millionths = BigDecimal.valueOf(prices.inputUsdPerMillion().value())
        .multiply(BigDecimal.valueOf(input))
        .add(BigDecimal.valueOf(prices.outputUsdPerMillion().value())
            .multiply(BigDecimal.valueOf(output)));
    return Money.usd(millionths.movePointLeft(6));
  }

  private ExpectedOutcome expected(SimulationLaw.Situation at, int action, double quality) {
    double tokens = law.cappedTokens(at, action);
    double output = tokens * law.outputShare(at, action);
    return new ExpectedOutcome(
        quality,
        OptionalDouble.of(tokens),
        profile
            .prices()
            .map(prices -> OptionalDouble.of(
                ((tokens - output) * prices.inputUsdPerMillion().value()
                        + output * prices.outputUsdPerMillion().value())
                    / 1e6))
            .orElse(OptionalDouble.empty()));
  }

  private Context context(String session, SessionState state, double lastQuality) {
    SimulatedTasks.Task task = tasks.of(session, state.turn());
    return new Context(
        session + "/" + state.turn(),
        session,
        SCHEMA,
        new double[] {
          state.turn(),
          tasks.turns() - state.turn(),
          state.historyTokens(),
          task.userChars(),
          lastQuality
        },
        List.of(SimulationProfile.Kinds.names().get(task.kind())),
        state,
        Set.of());
  }
}
