package io.stackelberg.pipeline.io;

import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Features that a policy reads, and what was seen of each where it was optimised.
 *
 * @param numeric the numeric features, in order
 * @param categorical the categorical features, in order
 */
public record PolicySupport(List<Numeric> numeric, List<Categorical> categorical) {
  /** Distinct values beyond which a categorical feature counts as a free text: any value is admitted. */
  static final int MOST_LEVELS = 200;

  public PolicySupport {
    numeric = List.copyOf(numeric);
    categorical = List.copyOf(categorical);
  }

  /**
   * A numeric feature.
   *
   * @param low least value seen; empty where it was never known
   * @param high largest value seen; empty where it was never known
   * @param sometimesUnknown whether it was unknown in some context
   */
  public record Numeric(
      String name, OptionalDouble low, OptionalDouble high, boolean sometimesUnknown) {
    public Numeric {
      Require.nonBlank("feature", name);
      if (low.isPresent() != high.isPresent()
          || low.isPresent() && !(low.getAsDouble() <= high.getAsDouble())) {
        throw Require.unexpected(name, "[" + low + ", " + high + "]", "low <= high, or neither");
      }
    }
  }

  /**
   * A categorical feature.
   *
   * @param values those seen; empty for a free text
   */
  public record Categorical(String name, Set<String> values) {
    public Categorical {
      Require.nonBlank("feature", name);
      values = Set.copyOf(values);
    }
  }

  /** What is seen in contexts of one schema, at least one. */
  public static PolicySupport of(List<Context> contexts) {
    FeatureSchema schema = Require.nonEmpty("contexts", contexts).get(0).schema();
    List<Numeric> numeric = new ArrayList<>();
    for (int feature = 0; feature < schema.numeric().size(); feature++) {
      OptionalDouble low = OptionalDouble.empty();
      OptionalDouble high = OptionalDouble.empty();
      boolean unknown = false;
      for (Context context : contexts) {
        OptionalDouble value = context.numeric(feature);
        unknown |= value.isEmpty();
        if (value.isPresent()) {
          low = OptionalDouble.of(Math.min(value.getAsDouble(), low.orElse(value.getAsDouble())));
          high = OptionalDouble.of(Math.max(value.getAsDouble(), high.orElse(value.getAsDouble())));
        }
      }
      numeric.add(new Numeric(schema.numeric().get(feature), low, high, unknown));
    }
    List<Categorical> categorical = new ArrayList<>();
    for (int feature = 0; feature < schema.categorical().size(); feature++) {
      Set<String> values = new TreeSet<>();
      for (Context context : contexts) {
        values.add(context.category(feature));
      }
      categorical.add(new Categorical(
          schema.categorical().get(feature), values.size() > MOST_LEVELS ? Set.of() : values));
    }
    return new PolicySupport(numeric, categorical);
  }

  /** Names of the features, in order. */
  public FeatureSchema schema() {
    return new FeatureSchema(
        numeric.stream().map(Numeric::name).toList(),
        categorical.stream().map(Categorical::name).toList());
  }

  /**
   * Why a context of {@link #schema} is unlike all those seen; empty if it is not.
   *
   * <p>Each feature is looked at by itself; a new combination of values that were seen is not noticed.
   */
  public Optional<String> outside(Context context) {
    for (int feature = 0; feature < numeric.size(); feature++) {
      Numeric known = numeric.get(feature);
      OptionalDouble value = context.numeric(feature);
      if (value.isEmpty() && !known.sometimesUnknown()) {
        return Optional.of(known.name() + " is unknown, and was always known before");
      }
      if (value.isPresent()
          && !(known.low().isPresent()
              && value.getAsDouble() >= known.low().getAsDouble()
              && value.getAsDouble() <= known.high().getAsDouble())) {
        return Optional.of(known.name() + " is " + value.getAsDouble()
            + (known.low().isEmpty()
                ? ", and was never known before"
                : ", outside [" + known.low().getAsDouble() + ", "
                    + known.high().getAsDouble() + "] seen before"));
      }
    }
    for (int feature = 0; feature < categorical.size(); feature++) {
      Categorical known = categorical.get(feature);
      if (!known.values().isEmpty() && !known.values().contains(context.category(feature))) {
        return Optional.of(
            known.name() + " is \"" + context.category(feature) + "\", never seen before");
      }
    }
    return Optional.empty();
  }
}
