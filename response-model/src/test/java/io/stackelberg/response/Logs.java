package io.stackelberg.response;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Contexts and turns for tests. */
public final class Logs {
  private Logs() {}

  /** Numeric features f0, f1, ... and nothing else; the session is the id. */
  public static Context context(String id, double... features) {
    return context(id, id, features, List.of(), Set.of());
  }

  public static Context context(
      String id,
      String session,
      double[] features,
      List<String> categories,
      Set<String> unavailable) {
    List<String> numeric = java.util.stream.IntStream.range(0, features.length)
        .mapToObj(feature -> "f" + feature)
        .toList();
    List<String> categorical = java.util.stream.IntStream.range(0, categories.size())
        .mapToObj(feature -> "c" + feature)
        .toList();
    return new Context(
        id,
        session,
        new FeatureSchema(numeric, categorical),
        features,
        categories,
        SessionState.START,
        unavailable);
  }

  /** A turn in which the action was directed. */
  public static Turn turn(Context context, ActionSet actions, int action, Outcome outcome) {
    return turn(context, Directive.of(actions.get(action)), actions, action, outcome);
  }

  public static Turn turn(
      Context context, Commitment commitment, ActionSet actions, int action, Outcome outcome) {
    return new Turn(context, commitment, OptionalDouble.empty(), actions.get(action), outcome);
  }

  public static Outcome outcome(double quality, long tokens) {
    return new Outcome(OptionalDouble.of(quality), TokenCount.of(tokens, 0), Optional.empty());
  }
}
