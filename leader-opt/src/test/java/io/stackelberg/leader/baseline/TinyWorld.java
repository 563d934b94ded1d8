package io.stackelberg.leader.baseline;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Sessions over three actions, "small", "medium" and "large" of 100, 200 and 400 tokens, whose mean quality is
 * known: that of "small" may depend on the feature x in [0, 1]; noise is uniform.
 */
final class TinyWorld implements TurnExecutor {
  static final List<String> NAMES = List.of("small", "medium", "large");
  static final int[] TOKENS = {100, 200, 400};
  private static final FeatureSchema SCHEMA = new FeatureSchema(List.of("x"), List.of());

  /** Mean quality of the actions at x. */
  @FunctionalInterface
  interface Law {
    double[] at(double x);
  }

  private final Law law;
  private final int turns;
  private final long budget;
  private final boolean isGappy;
  private final double noise;
  private final ActionSet actions = ActionSet.named(NAMES);
  private final SeedSplitter seeds = new SeedSplitter(5);
  private int played;

  /**
   * A world.
   *
   * @param budget tokens of a session; 0 for none
   * @param isGappy whether one action, never the last, is missing at some contexts
   */
  TinyWorld(Law law, int turns, long budget, boolean isGappy, double noise) {
    this.law = law;
    this.turns = turns;
    this.budget = budget;
    this.isGappy = isGappy;
    this.noise = noise;
  }

  /** "small" is as good as "large" below x = 1/2, and bad above; "medium" lies between. */
  static TinyWorld split() {
    return new TinyWorld(x -> new double[] {x < 0.5 ? 0.8 : 0.3, 0.7, 0.8}, 4, 0, false, 0.05);
  }

  /** The same quality everywhere, without noise. */
  static TinyWorld flat(double small, double medium, double large) {
    return new TinyWorld(x -> new double[] {small, medium, large}, 4, 0, false, 0);
  }

  @Override
  public ActionSet actions() {
    return actions;
  }

  @Override
  public List<String> sessions() {
    List<String> sessions = new ArrayList<>();
    for (int index = 0; index < 60; index++) {
      sessions.add("s" + index);
    }
    return sessions;
  }

  private Context context(String session, int turn, long history, long left) {
    RandomGenerator random = seeds.generator(session, "" + turn);
    double x = random.nextDouble();
    String missing = NAMES.get(random.nextInt(2));
    boolean isMissing = isGappy && random.nextInt(3) == 0;
    return new Context(
        session + "/" + turn,
        session,
        SCHEMA,
        new double[] {x},
        List.of(),
        new SessionState(
            turn,
            history,
            budget > 0 ? OptionalLong.of(left) : OptionalLong.empty(),
            OptionalDouble.empty()),
        isMissing ? Set.of(missing) : Set.of());
  }

  @Override
  public Context open(String session) {
    return context(session, 0, 0, budget);
  }

  @Override
  public Optional<Context> next(Turn turn) {
    SessionState state = turn.context().state();
    long used = TOKENS[actions.indexOf(turn.action().id())];
    return state.turn() + 1 == turns
        ? Optional.empty()
        : Optional.of(context(
            turn.context().session(),
            state.turn() + 1,
            state.historyTokens() + used,
            state.tokensLeft().orElse(0) - used));
  }

  @Override
  public Turn execute(Context context, Commitment commitment, RandomGenerator random) {
    played++;
    int action = actions.indexOf(((Directive) commitment).action());
    double quality =
        truth().expect(context, action).quality() + noise * (2 * random.nextDouble() - 1);
    return new Turn(
        context,
        commitment,
        OptionalDouble.empty(),
        actions.get(action),
        new Outcome(
            OptionalDouble.of(quality), TokenCount.of(TOKENS[action] - 10, 10), Optional.empty()));
  }

  /** Turns played so far. */
  int played() {
    return played;
  }

  OutcomeModel truth() {
    return (context, action) -> new ExpectedOutcome(
        law.at(context.numeric(0).orElseThrow())[action],
        OptionalDouble.of(TOKENS[action]),
        OptionalDouble.empty());
  }

  /** All sessions, played by a leader that draws each action with these odds where it can. */
  TurnLog log(double... odds) {
    List<Turn> log = new ArrayList<>();
    for (String session : sessions()) {
      Optional<Context> next = Optional.of(open(session));
      while (next.isPresent()) {
        Context context = next.get();
        RandomGenerator random = seeds.generator("log", context.id());
        double sum = 0;
        for (int action = 0; action < odds.length; action++) {
          sum += context.isAvailable(actions.get(action)) ? odds[action] : 0;
        }
        double left = random.nextDouble() * sum;
        int drawn = -1;
        while (left >= 0 && drawn + 1 < odds.length) {
          drawn++;
          left -= context.isAvailable(actions.get(drawn)) ? odds[drawn] : 0;
        }
        Turn turn = execute(context, new Directive(NAMES.get(drawn)), random);
        log.add(new Turn(
            context,
            turn.commitment(),
            OptionalDouble.of(odds[drawn] / sum),
            turn.action(),
            turn.outcome()));
        next = next(turn);
      }
    }
    return new TurnLog(actions, log);
  }

  Practice practice(TurnLog log, double slack, int maxTurns) {
    List<Commitment> menu = new ArrayList<>();
    NAMES.forEach(name -> menu.add(new Directive(name)));
    return new Practice(
        log,
        this,
        menu,
        new Directive("large"),
        new ObedientFollower(actions),
        truth(),
        CostUnit.TOKENS,
        slack,
        maxTurns);
  }

  Practice practice(double slack) {
    return practice(log(1, 1, 1), slack, 6000);
  }

  /** True mean quality and tokens over the contexts of a log, lotteries in expectation. */
  double[] means(LeaderPolicy policy, TurnLog log) {
    double[] sums = new double[2];
    for (Turn turn : log.turns()) {
      var drawn = policy.commit(turn.context());
      for (int member = 0; member < drawn.support().size(); member++) {
        int action = actions.indexOf(((Directive) drawn.support().get(member)).action());
        double share = drawn.probabilities().get(member) / log.turns().size();
        sums[0] += share * truth().expect(turn.context(), action).quality();
        sums[1] += share * TOKENS[action];
      }
    }
    return sums;
  }
}
