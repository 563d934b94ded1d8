package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Executor that plays turns with a real chat model as the follower.
 *
 * <p><b>A turn.</b> Under an {@link Announcement} the model is first asked to choose: it reads the quality
 * target, the incentive and the actions, and answers with the name of one. That choice is the turn's action
 * and binds the request that does the task; only so can the share of the history that is sent be the
 * follower's own decision. A {@link Directive} names the action and saves the first request. The action
 * decides which messages of the history are sent, which instruction and limit of length the model gets, and
 * how many tool calls are run. The tokens and the money of a turn are those of the choice and of the task's
 * requests together; what judging costs is apart, in {@link ApiTurn}.
 *
 * <p><b>Nothing is paid twice.</b> The calls of a turn have the ids {@code run/arm/session/turn/choose} and
 * {@code .../act-0}, {@code .../act-1} (one more per round of tools), and the judges' below the last one. A
 * call that the ledger holds as settled is not sent again, so a resumed run walks through what it had and
 * goes on. The executor itself keeps nothing: the history of a session is read back from the settled calls of
 * its earlier turns in the same arm. Therefore one arm plays a turn once: the same turn again with an equal
 * commitment and equal luck is answered from the ledger, with others it is an {@link IllegalStateException}.
 * To try several commitments at one context, or to repeat one, take one arm each: {@link #branch}.
 *
 * <p><b>Luck.</b> One draw a turn becomes the requests' seed.
 *
 * <p><b>What is unknown stays unknown.</b> No quality where the judge could not judge or a stream was cut, no
 * tokens where the provider did not say (or only an estimate exists and those are not allowed), no money
 * without a price. A turn without an outcome is a {@link TurnFailedException}.
 *
 * <p>Features of a context have the names of the simulated executor's; {@code last_quality} is unknown at
 * turn 0 and after a turn of unknown quality, and {@code meanQuality} from the first such turn on.
 */
public final class ApiExecutor implements TurnExecutor {
  private static final FeatureSchema FEATURES = new FeatureSchema(
      List.of("turn", "turns_left", "history_tokens", "user_chars", "last_quality"),
      List.of("task_kind"));

  private final TaskSet tasks;
  private final ActionSet actions;
  private final MeteredEndpoint endpoint;
  private final List<Tool> tools;
  private final List<Judge> judges;
  private final ApiSettings settings;
  private final SettledPast past;
  private final Consumer<ApiTurn> observer;

  /**
   * An executor.
   *
   * @param actions resource vectors only
   * @param tools what a tool budget buys, offered together
   * @param judges the first one's quality is the outcome's, the others are controls
   * @param observer hears of every turn before {@link #execute} returns it, also of those answered from the
   *     ledger; called by the executing thread
   */
  public ApiExecutor(
      TaskSet tasks,
      ActionSet actions,
      MeteredEndpoint endpoint,
      List<Tool> tools,
      List<Judge> judges,
      ApiSettings settings,
      Consumer<ApiTurn> observer) {
    this(tasks, actions, endpoint, tools, judges, settings, List.of(), observer);
  }

  private ApiExecutor(
      TaskSet tasks,
      ActionSet actions,
      MeteredEndpoint endpoint,
      List<Tool> tools,
      List<Judge> judges,
      ApiSettings settings,
      List<String> ancestors,
      Consumer<ApiTurn> observer) {
    this.tasks = tasks;
    this.actions = actions;
    this.endpoint = endpoint;
    this.tools = List.copyOf(tools);
    this.judges = List.copyOf(Require.nonEmpty("judges", judges));
    this.settings = settings;
    this.past = new SettledPast(tasks, endpoint, settings.run(), arms(settings.arm(), ancestors));
    this.observer = observer;
    if (judges.stream().map(Judge::provenance).distinct().count() < judges.size()) {
      throw Require.unexpected(
          "judges", judges.stream().map(Judge::provenance).toList(), "distinct ones");
    }
    actions.actions().forEach(ApiExecutor::vector);
    settings.fallbackAction().ifPresent(action -> actions.indexOf(action.id()));
  }

  /** The same executor for another policy, whose sessions begin anew. */
  public ApiExecutor withArm(String arm) {
    return new ApiExecutor(
        tasks, actions, endpoint, tools, judges, settings.withArm(arm), List.of(), observer);
  }

  /**
   * The same executor under another name that continues this one's sessions: turns it has not played itself
   * are read from this arm. For trying another commitment, or the same one again, at a context of this arm.
   */
  public ApiExecutor branch(String arm) {
    return new ApiExecutor(
        tasks, actions, endpoint, tools, judges, settings.withArm(arm), past.arms(), observer);
  }

  /**
   * The most that playing every session once under announcements can take, by the endpoint's rule for
   * reservations; sends nothing. It is an upper bound as far as that rule and the estimate of tokens are.
   */
  public CallPlan plan() {
    WorstCase worst = new WorstCase(settings, endpoint::upper);
    int turns = 0;
    for (String session : sessions()) {
      long history = open(session).state().historyTokens();
      List<ChatTask> played = tasks.session(session);
      for (int turn = 0; turn < played.size(); turn++) {
        SessionState state =
            new SessionState(turn, history, OptionalLong.empty(), OptionalDouble.empty());
        Context context = context(session, state, OptionalDouble.empty());
        worst.addTurn(
            requests(context, Long.MAX_VALUE >>> 11),
            played.get(turn),
            context,
            menu(context),
            tools,
            judges);
        history +=
            settings.estimator().tokens(played.get(turn).prompt()) + settings.verboseTokens();
        turns++;
      }
    }
    return worst.plan(turns);
  }

  private static List<String> arms(String arm, List<String> ancestors) {
    List<String> arms = new ArrayList<>(List.of(arm));
    arms.addAll(ancestors);
    return arms;
  }

  @Override
  public ActionSet actions() {
    return actions;
  }

  @Override
  public List<String> sessions() {
    return tasks.sessions();
  }

  @Override
  public Context open(String session) {
    long history =
        HistoryWindow.tokens(tasks.session(session).get(0).before(), settings.estimator());
    return context(
        session,
        new SessionState(0, history, OptionalLong.empty(), OptionalDouble.empty()),
        OptionalDouble.empty());
  }

  @Override
  public Optional<Context> next(Turn played) {
    Context before = played.context();
    SessionState state = before.state();
    int turn = state.turn();
    if (turn + 1 >= tasks.session(before.session()).size()) {
      return Optional.empty();
    }
    OptionalDouble quality = played.outcome().quality();
    boolean isMeanKnown =
        quality.isPresent() && (turn == 0 || state.meanQuality().isPresent());
    return Optional.of(context(
        before.session(),
        new SessionState(
            turn + 1,
            HistoryWindow.tokens(past.before(before.session(), turn + 1), settings.estimator()),
            OptionalLong.empty(),
            isMeanKnown
                ? OptionalDouble.of(Math.min(
                    1, (state.meanQuality().orElse(0) * turn + quality.getAsDouble()) / (turn + 1)))
                : OptionalDouble.empty()),
        quality));
  }

  /**
   * Plays one turn.
   *
   * @throws TurnFailedException if the turn came to no outcome
   * @throws IllegalStateException if this arm played the turn under another commitment or other luck, or has
   *     not played the turns before it
   */
  @Override
  public Turn execute(Context context, Commitment commitment, RandomGenerator random) {
    long seed = random.nextLong() >>> 11;
    List<ChatTask> session = tasks.session(context.session());
    int turn = context.state().turn();
    if (turn >= session.size() || !session.get(turn).id().equals(context.id())) {
      throw Require.unexpected("context", context, "one of this executor");
    }
    ChatTask task = session.get(turn);
    TurnRequests requests = requests(context, seed);
    String base = past.callId(settings.arm(), context.session(), turn);
    String account = SettledPast.account(settings.arm(), context.session());

    Optional<PaidReply> choice = Optional.empty();
    Optional<ResourceVector> taken = Optional.empty();
    if (commitment instanceof Announcement announced) {
      List<ResourceVector> menu = menu(context);
      choice =
          Optional.of(endpoint.send(requests.choice(announced, menu), base + "/choose", account));
      taken = TurnRequests.chosen(choice.get().reply().text(), menu);
    } else if (commitment instanceof Directive directive) {
      taken = Optional.of(vector(actions.get(actions.indexOf(directive.action()))));
    } else {
      throw Require.unexpected("commitment", commitment.label(), "an announcement or a directive");
    }
    boolean isFallback = taken.isEmpty();
    Optional<PaidReply> asked = choice;
    ResourceVector action = taken
        .or(settings::fallbackAction)
        .orElseThrow(() -> TurnFailedException.unreadable(
            base + "/choose", asked.orElseThrow().reply().text()));

    long budget = Math.round(action.contextRetention() * context.state().historyTokens());
    HistoryWindow window =
        HistoryWindow.of(past.before(context.session(), turn), budget, settings.estimator());
    List<ChatMessage> messages = requests.opening(commitment, action, window);
    List<PaidReply> calls = new ArrayList<>();
    int toolCalls = 0;
    while (true) {
      boolean mayUseTools = toolCalls < action.toolBudget() && !tools.isEmpty();
      PaidReply call = endpoint.send(
          requests.round(messages, action, mayUseTools), base + "/act-" + calls.size(), account);
      calls.add(call);
      if (!mayUseTools || call.reply().toolCalls().isEmpty()) {
        break;
      }
      int allowed = action.toolBudget() - toolCalls;
      requests.addToolRound(messages, call.reply(), allowed);
      toolCalls += Math.min(allowed, call.reply().toolCalls().size());
    }

    Map<String, Judgement> judgements = judge(task, calls.get(calls.size() - 1), account);
    List<PaidReply> billed = new ArrayList<>(choice.stream().toList());
    billed.addAll(calls);
    Turn played = new Turn(
        context,
        commitment,
        OptionalDouble.empty(),
        action,
        Bill.outcome(
            judgements.get(judges.get(0).provenance()).quality(),
            billed,
            settings.isEstimateAllowed()));
    observer.accept(new ApiTurn(
        played,
        choice,
        isFallback,
        calls,
        window.kept().size(),
        window.dropped(),
        toolCalls,
        judgements));
    return played;
  }

  private TurnRequests requests(Context context, long seed) {
    List<ChatTask> session = tasks.session(context.session());
    int turn = context.state().turn();
    return new TurnRequests(
        settings, tools, session.get(turn), context, session.size() - turn - 1, seed);
  }

  private List<ResourceVector> menu(Context context) {
    return actions.actions().stream()
        .filter(context::isAvailable)
        .map(ApiExecutor::vector)
        .toList();
  }

  private Map<String, Judgement> judge(ChatTask task, PaidReply last, String account) {
    Map<String, Judgement> judgements = new LinkedHashMap<>();
    for (Judge judge : judges) {
      judgements.put(
          judge.provenance(),
          last.reply().isComplete()
              ? judge.judge(new Judge.Answered(task, last.reply().text(), last.callId(), account))
              : Judgement.unable("the answer was cut off on its way"));
    }
    return judgements;
  }

  private static ResourceVector vector(ResourceAction action) {
    if (action instanceof ResourceVector vector) {
      return vector;
    }
    throw Require.unexpected("action", "\"" + action.id() + "\"", "a resource vector");
  }

  private Context context(String session, SessionState state, OptionalDouble lastQuality) {
    List<ChatTask> played = tasks.session(session);
    ChatTask task = played.get(state.turn());
    return new Context(
        task.id(),
        session,
        FEATURES,
        new double[] {
          state.turn(),
          played.size() - state.turn(),
          state.historyTokens(),
          task.prompt().length(),
          lastQuality.orElse(Double.NaN)
        },
        List.of(task.kind()),
        state,
        Set.of());
  }
}
