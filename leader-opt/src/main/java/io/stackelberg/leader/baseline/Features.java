package io.stackelberg.leader.baseline;

import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Numbers of a context for linear models: an intercept, standardised numbers, marks of unknown values, one
 * column per frequent category.
 *
 * <p>Numbers are cut at four standard deviations. A column that never varies is left out; so is a category
 * below one per cent of the contexts, beyond which at most {@link #LEVELS} are kept per feature.
 */
final class Features {
  private static final int LEVELS = 20;
  private static final double RARE = 0.01;
  private static final double CUT = 4;

  private final FeatureSchema schema;
  private final List<ToDoubleFunction<Context>> columns = new ArrayList<>();

  /** Learns means, deviations and categories; all contexts share one schema. */
  Features(List<Context> contexts) {
    schema = contexts.get(0).schema();
    columns.add(context -> 1);
    for (int index = 0; index < schema.numeric().size(); index++) {
      int feature = index;
      number(contexts, context -> context.numeric(feature));
    }
    for (int index = 0; index < schema.categorical().size(); index++) {
      category(contexts, index);
    }
    if (!schema.numeric().contains("turn")) {
      number(contexts, context -> OptionalDouble.of(context.state().turn()));
    }
    if (!schema.numeric().contains("history_tokens")) {
      number(contexts, context -> OptionalDouble.of(context.state().historyTokens()));
    }
    number(contexts, context -> tokensLeft(context.state().tokensLeft()));
    number(contexts, context -> context.state().meanQuality());
  }

  private static OptionalDouble tokensLeft(OptionalLong tokens) {
    return tokens.isPresent() ? OptionalDouble.of(tokens.getAsLong()) : OptionalDouble.empty();
  }

  private void number(List<Context> contexts, Function<Context, OptionalDouble> feature) {
    int known = 0;
    double mean = 0;
    double squares = 0;
    for (Context context : contexts) {
      OptionalDouble value = feature.apply(context);
      if (value.isPresent()) {
        known++;
        double step = value.getAsDouble() - mean;
        mean += step / known;
        squares += step * (value.getAsDouble() - mean);
      }
    }
    double centre = mean;
    double deviation = known == 0 ? 0 : StrictMath.sqrt(squares / known);
    if (deviation > 1e-12 * Math.max(1, Math.abs(mean))) {
      columns.add(context -> {
        OptionalDouble value = feature.apply(context);
        return value.isPresent()
            ? Math.max(-CUT, Math.min(CUT, (value.getAsDouble() - centre) / deviation))
            : 0;
      });
    }
    if (known > 0 && known < contexts.size()) {
      columns.add(context -> feature.apply(context).isPresent() ? 0 : 1);
    }
  }

  private void category(List<Context> contexts, int feature) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    contexts.forEach(context -> counts.merge(context.category(feature), 1, Integer::sum));
    if (counts.size() > 1) {
      counts.entrySet().stream()
          .filter(level -> level.getValue() >= RARE * contexts.size())
          .limit(LEVELS)
          .map(Map.Entry::getKey)
          .forEach(
              level -> columns.add(context -> context.category(feature).equals(level) ? 1 : 0));
    }
  }

  /** Number of columns, at least 1. */
  int size() {
    return columns.size();
  }

  /** The numbers of a context of the same schema. */
  double[] of(Context context) {
    double[] values = new double[columns.size()];
    for (int column = 0; column < values.length; column++) {
      values[column] = columns.get(column).applyAsDouble(context);
    }
    return values;
  }
}
