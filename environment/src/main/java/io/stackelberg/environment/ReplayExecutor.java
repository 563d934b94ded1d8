package io.stackelberg.environment;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.RecordedOutcomes;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Executor that looks up what was really recorded for the same context and action.
 *
 * <p>An action without a recording at a context is unavailable there. Replicates are honoured: {@link
 * #outcomes} returns all of them, {@link #execute} draws one uniformly. A session is the sequence of its
 * contexts in file order; contexts do not depend on earlier actions.
 *
 * <p>The follower decides which action a commitment leads to: an obedient one makes this the deployment
 * case, any other is a simulation over real outcomes and has to be reported as such.
 */
public final class ReplayExecutor implements RecordedOutcomes {
  private final FollowerModel follower;
  private final List<Context> contexts = new ArrayList<>();
  private final Map<String, Recording> byContext = new LinkedHashMap<>();
  private final Map<String, List<Context>> bySession = new LinkedHashMap<>();

  /**
   * An executor over recordings.
   *
   * @param recordings at least one, with distinct context ids
   * @param follower the follower; its actions fix the order of each recording's outcomes
   */
  public ReplayExecutor(List<Recording> recordings, FollowerModel follower) {
    this.follower = follower;
    for (Recording recording : Require.nonEmpty("recordings", recordings)) {
      Context context = recording.context();
      if (recording.outcomes().size() != follower.actions().size()) {
        throw Require.unexpected(
            "number of actions recorded for " + context.id(),
            recording.outcomes().size(),
            "" + follower.actions().size());
      }
      for (int action = 0; action < follower.actions().size(); action++) {
        boolean recorded = !recording.outcomes().get(action).isEmpty();
        if (recorded != context.isAvailable(follower.actions().get(action))) {
          throw Require.unexpected(
              "availability of \"" + follower.actions().get(action).id() + "\" at " + context.id(),
              !recorded,
              recorded + ", as recorded");
        }
      }
      if (byContext.put(context.id(), recording) != null) {
        throw Require.unexpected("context id", "\"" + context.id() + "\" twice", "distinct ids");
      }
      contexts.add(context);
      bySession.computeIfAbsent(context.session(), session -> new ArrayList<>()).add(context);
    }
  }

  /** The same recordings answered by another follower over the same actions. */
  public ReplayExecutor withFollower(FollowerModel other) {
    return new ReplayExecutor(List.copyOf(byContext.values()), other);
  }

  @Override
  public ActionSet actions() {
    return follower.actions();
  }

  @Override
  public FollowerModel follower() {
    return follower;
  }

  @Override
  public List<Context> contexts() {
    return List.copyOf(contexts);
  }

  @Override
  public List<String> sessions() {
    return List.copyOf(bySession.keySet());
  }

  @Override
  public Context open(String session) {
    List<Context> turns = bySession.get(session);
    if (turns == null) {
      throw Require.unexpected("session", "\"" + session + "\"", "a recorded session");
    }
    return turns.get(0);
  }

  @Override
  public Optional<Context> next(Turn played) {
    List<Context> turns = bySession.get(played.context().session());
    int following = turns.indexOf(recorded(played.context()).context()) + 1;
    return following < turns.size() ? Optional.of(turns.get(following)) : Optional.empty();
  }

  @Override
  public List<Outcome> outcomes(Context context, int actionIndex) {
    return recorded(context).outcomes().get(actionIndex);
  }

  @Override
  public Turn execute(Context context, Commitment commitment, RandomGenerator random) {
    double[] response = follower.respond(context, commitment);
    double draw = random.nextDouble();
    double replicateDraw = random.nextDouble();
    int action = drawIndex(response, draw);
    List<Outcome> replicates = outcomes(context, action);
    Outcome outcome = replicates.get((int) (replicateDraw * replicates.size()));
    return new Turn(context, commitment, OptionalDouble.empty(), actions().get(action), outcome);
  }

  private Recording recorded(Context context) {
    Recording recording = byContext.get(context.id());
    if (recording == null) {
      throw Require.unexpected("context", "\"" + context.id() + "\"", "a recorded context");
    }
    return recording;
  }

  /** Index at which the cumulated probabilities pass {@code draw}; never one of probability 0. */
  private static int drawIndex(double[] probabilities, double draw) {
    int last = -1;
    double cumulated = 0;
    for (int index = 0; index < probabilities.length; index++) {
      if (probabilities[index] > 0) {
        last = index;
        cumulated += probabilities[index];
        if (draw < cumulated) {
          return index;
        }
      }
    }
    return last;
  }
}
