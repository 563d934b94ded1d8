package io.stackelberg.environment;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Require;
import io.stackelberg.game.SessionState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The follower and the laws of {@link SimulatedExecutor} for one task given from outside, such as a request
 * that arrives over a network; the formulas are there.
 *
 * <p>Stateless and safe for many threads.
 */
public final class SimulatedModel {
  private final SimulationProfile profile;
  private final ActionSet actions;
  private final SimulationLaw law;

  /**
   * One task as the laws see it.
   *
   * @param kind one of {@link #kinds()}
   * @param difficulty hidden, standard normal over tasks
   * @param userChars characters of the message, at least 1
   * @param historyTokens the whole history, of which an action keeps a share
   */
  public record Task(String kind, double difficulty, double userChars, long historyTokens) {
    public Task {
      kindIndex(kind);
      Require.finite("difficulty", difficulty);
      Require.inRange("userChars", userChars, 1, Double.MAX_VALUE);
      Require.atLeast("historyTokens", historyTokens, 0L);
    }

    private SimulatedTasks.Task hidden() {
      return new SimulatedTasks.Task(kindIndex(kind), difficulty, userChars);
    }
  }

  /**
   * What one turn yields.
   *
   * @param inputTokens all input, tools included
   * @param outputTokens length of the answer
   * @param quality true quality, in (0, 1)
   * @param judged quality as the profile's judge would report it, in [0, 1]
   */
  public record Answer(long inputTokens, long outputTokens, double quality, double judged) {}

  /**
   * A model.
   *
   * @param actions resource vectors only
   */
  public SimulatedModel(SimulationProfile profile, ActionSet actions) {
    this.profile = profile;
    this.actions = actions;
    this.law = new SimulationLaw(profile, actions);
  }

  /** The task kinds the laws know. */
  public static List<String> kinds() {
    return SimulationProfile.Kinds.names();
  }

  /** The follower's actions. */
  public ActionSet actions() {
    return actions;
  }

  /** Tokens that one use of a tool adds to the input of a task of this kind. */
  public long toolTokens(String kind) {
    return Math.round(
        profile.kinds().inOrder().get(kindIndex(kind)).toolTokens().value());
  }

  /**
   * A task behind a message of this length: difficulty is drawn given the length, under the profile's
   * correlation of the two.
   *
   * @param kind empty: drawn by the profile's shares
   * @param random draws twice
   */
  public Task task(
      Optional<String> kind, int userChars, long historyTokens, RandomGenerator random) {
    double kindDraw = random.nextDouble();
    double own = SimulatedTasks.normal(random);
    double[] shares = profile.kinds().inOrder().stream()
        .limit(kinds().size() - 1L)
        .mapToDouble(law -> law.share().value())
        .toArray();
    var visible = profile.tasks();
    double deviation = visible.userCharsLogSd().value();
    double chars = Math.max(1, userChars);
    double proxy =
        deviation == 0 ? 0 : StrictMath.log(chars / visible.userCharsMedian().value()) / deviation;
    double correlation = visible.proxyCorrelation().value();
    return new Task(
        kind.orElseGet(() -> kinds().get(SimulatedExecutor.draw(shares, kindDraw))),
        correlation * proxy + Math.sqrt(1 - correlation * correlation) * own,
        chars,
        historyTokens);
  }

  /** Index of the action the follower takes under a commitment; draws once. */
  public int choose(Task task, Commitment commitment, RandomGenerator random) {
    var follower =
        new SimulatedFollower(profile.follower(), actions, law, context -> task.hidden());
    Context context = new Context(
        "task",
        "task",
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        new SessionState(0, task.historyTokens(), OptionalLong.empty(), OptionalDouble.empty()),
        Set.of());
    return SimulatedExecutor.draw(follower.respond(context, commitment), random.nextDouble());
  }

  /** What an action yields; draws twice. */
  public Answer answer(Task task, int actionIndex, RandomGenerator random) {
    SimulationLaw.Situation at = law.situation(task.hidden(), task.historyTokens());
    double tokenNormal = SimulatedTasks.normal(random);
    double judgeNormal = SimulatedTasks.normal(random);
    long total = law.tokens(at, actionIndex, tokenNormal);
    long output = Math.round(total * law.outputShare(at, actionIndex));
    return new Answer(
        total - output,
        output,
        law.quality(at, actionIndex),
        law.judged(at, actionIndex, tokenNormal, judgeNormal));
  }

  private static int kindIndex(String kind) {
    int index = kinds().indexOf(kind);
    if (index < 0) {
      throw Require.unexpected("kind", "\"" + kind + "\"", "one of " + kinds());
    }
    return index;
  }
}
