package io.stackelberg.game;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the leader knows before it commits: task features and session state, the x of the theory.
 *
 * <p>Immutable. A numeric feature may be unknown (never a silent zero); a categorical one is always a
 * text. Features must be computable before the answer exists.
 */
public final class Context {
  private final String id;
  private final String session;
  private final FeatureSchema schema;
  private final double[] numeric;
  private final List<String> categories;
  private final SessionState state;
  private final Set<String> unavailableActions;

  /**
   * A context.
   *
   * @param id identifies the task (prompt, question, turn); paired comparisons match on it
   * @param session the unit of independence this context belongs to
   * @param schema names of the features
   * @param numeric values in the order of {@code schema.numeric()}; NaN marks an unknown value
   * @param categories values in the order of {@code schema.categorical()}
   * @param state the session before this turn
   * @param unavailableActions ids of actions that cannot be taken here, usually none
   * @throws IllegalArgumentException if lengths differ from the schema or a value is infinite
   */
  public Context(
      String id,
      String session,
      FeatureSchema schema,
      double[] numeric,
      List<String> categories,
      SessionState state,
      Set<String> unavailableActions) {
    this.id = Require.nonBlank("context id", id);
    this.session = Require.nonBlank("session", session);
    this.schema = schema;
    this.numeric = numeric.clone();
    this.categories = List.copyOf(categories);
    this.state = state;
    this.unavailableActions = Set.copyOf(unavailableActions);
    if (numeric.length != schema.numeric().size()) {
      throw Require.unexpected(
          "number of numeric features", numeric.length, "" + schema.numeric().size());
    }
    if (categories.size() != schema.categorical().size()) {
      throw Require.unexpected(
          "number of categorical features",
          categories.size(),
          "" + schema.categorical().size());
    }
    for (int feature = 0; feature < numeric.length; feature++) {
      if (Double.isInfinite(numeric[feature])) {
        throw Require.unexpected(
            schema.numeric().get(feature), numeric[feature], "a finite number");
      }
    }
  }

  /** A context with neither features nor session, for games that have one context only. */
  public static Context named(String id) {
    return new Context(
        id, id, FeatureSchema.EMPTY, new double[0], List.of(), SessionState.START, Set.of());
  }

  /** Identifies the task; paired comparisons match on it. */
  public String id() {
    return id;
  }

  /** The unit of independence this context belongs to. */
  public String session() {
    return session;
  }

  /** Names of the features. */
  public FeatureSchema schema() {
    return schema;
  }

  /** Value of the numeric feature at {@code featureIndex}; empty when unknown. */
  public OptionalDouble numeric(int featureIndex) {
    double value = numeric[featureIndex];
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Value of the categorical feature at {@code featureIndex}. */
  public String category(int featureIndex) {
    return categories.get(featureIndex);
  }

  /** The session before this turn. */
  public SessionState state() {
    return state;
  }

  /** Ids of actions that cannot be taken here. */
  public Set<String> unavailableActions() {
    return unavailableActions;
  }

  /** Whether the action can be taken here. */
  public boolean isAvailable(ResourceAction action) {
    // Ids of resource vectors are built on demand; usually nothing is unavailable.
    return unavailableActions.isEmpty() || !unavailableActions.contains(action.id());
  }

  /** The same context carrying the features of {@code donor}: the shuffled-feature control. */
  public Context withFeaturesOf(Context donor) {
    return new Context(
        id, session, donor.schema, donor.numeric, donor.categories, state, unavailableActions);
  }

  @Override
  public String toString() {
    return "Context[" + id + ", session " + session + ", turn " + state.turn() + "]";
  }
}
