package io.stackelberg.response.model;

import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The one declared map from a context to a vector of numbers, learned from the contexts of the fitting part.
 *
 * <p>A numeric feature that is never negative and exceeds 1 somewhere is passed through log(1 + x), then
 * every numeric feature is centred and scaled by its standard deviation. An unknown value becomes 0 (the
 * mean) with a 1 in an extra column, which exists only where the fitting part had unknown values. A
 * categorical feature becomes one column per value seen, in sorted order; an unseen value is all zeros. A
 * categorical feature that is declared a text becomes the columns of {@link HashedText}, last.
 */
public final class FeatureEncoder {
  private final FeatureSchema schema;
  private final boolean[] logarithmic;
  private final double[] centre;
  private final double[] scale;
  private final boolean[] flagged;
  private final List<List<String>> levels = new ArrayList<>();
  private final Map<Integer, HashedText> texts = new TreeMap<>();
  private final int size;

  /**
   * Learns centre, scale and levels.
   *
   * @param contexts at least one, all of one schema
   */
  public FeatureEncoder(List<Context> contexts) {
    this(contexts, Map.of());
  }

  /**
   * Learns centre, scale, levels and the weights of texts.
   *
   * @param contexts at least one, all of one schema
   * @param texts categorical features that are texts; names that the schema lacks are ignored
   */
  public FeatureEncoder(List<Context> contexts, Map<String, HashedText.Options> texts) {
    schema = Require.nonEmpty("contexts", contexts).get(0).schema();
    int numeric = schema.numeric().size();
    logarithmic = new boolean[numeric];
    centre = new double[numeric];
    scale = new double[numeric];
    flagged = new boolean[numeric];
    int columns = 0;
    for (int feature = 0; feature < numeric; feature++) {
      learnNumeric(contexts, feature);
      columns += flagged[feature] ? 2 : 1;
    }
    for (int feature = 0; feature < schema.categorical().size(); feature++) {
      HashedText.Options text = texts.get(schema.categorical().get(feature));
      if (text != null) {
        int column = feature;
        HashedText hashed = new HashedText(
            contexts.stream().map(context -> context.category(column)).toList(), text);
        this.texts.put(feature, hashed);
        levels.add(List.of());
        columns += hashed.size();
        continue;
      }
      TreeSet<String> seen = new TreeSet<>();
      for (Context context : contexts) {
        seen.add(context.category(feature));
      }
      levels.add(List.copyOf(seen));
      columns += seen.size();
    }
    size = columns;
  }

  /**
   * An encoder learned before.
   *
   * @param columns one entry per numeric feature
   * @param levels of each categorical feature; empty for a text
   * @param texts by name of the categorical feature
   */
  FeatureEncoder(
      FeatureSchema schema,
      List<Column> columns,
      List<List<String>> levels,
      Map<String, HashedText> texts) {
    this.schema = schema;
    logarithmic = new boolean[columns.size()];
    centre = new double[columns.size()];
    scale = new double[columns.size()];
    flagged = new boolean[columns.size()];
    int size = 0;
    for (int feature = 0; feature < centre.length; feature++) {
      Column column = columns.get(feature);
      logarithmic[feature] = column.logarithmic();
      centre[feature] = column.centre();
      scale[feature] = column.scale();
      flagged[feature] = column.flagged();
      size += column.flagged() ? 2 : 1;
    }
    for (List<String> seen : levels) {
      this.levels.add(List.copyOf(seen));
      size += seen.size();
    }
    for (Map.Entry<String, HashedText> text : texts.entrySet()) {
      int feature = schema.categorical().indexOf(text.getKey());
      if (feature < 0 || !levels.get(feature).isEmpty()) {
        throw Require.unexpected(
            "text", "\"" + text.getKey() + "\"", "a categorical feature without levels");
      }
      this.texts.put(feature, text.getValue());
      size += text.getValue().size();
    }
    this.size = size;
  }

  /** How one numeric feature is encoded: (log(1 + x) or x, less the centre) times the scale. */
  record Column(boolean logarithmic, double centre, double scale, boolean flagged) {}

  /** The features it reads. */
  public FeatureSchema schema() {
    return schema;
  }

  /** One entry per numeric feature. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int feature = 0; feature < centre.length; feature++) {
      columns.add(
          new Column(logarithmic[feature], centre[feature], scale[feature], flagged[feature]));
    }
    return columns;
  }

  /** The known values of each categorical feature, in the order of their columns. */
  List<List<String>> levels() {
    return List.copyOf(levels);
  }

  /** Categorical features that are texts, by name, in the order of their columns. */
  Map<String, HashedText> texts() {
    Map<String, HashedText> named = new LinkedHashMap<>();
    texts.forEach((feature, text) -> named.put(schema.categorical().get(feature), text));
    return named;
  }

  private void learnNumeric(List<Context> contexts, int feature) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Context context : contexts) {
      OptionalDouble value = context.numeric(feature);
      flagged[feature] |= value.isEmpty();
      low = Math.min(low, value.orElse(Double.POSITIVE_INFINITY));
      high = Math.max(high, value.orElse(Double.NEGATIVE_INFINITY));
    }
    logarithmic[feature] = low >= 0 && high > 1;
    double sum = 0;
    double squares = 0;
    int known = 0;
    for (Context context : contexts) {
      OptionalDouble value = context.numeric(feature);
      if (value.isPresent()) {
        sum += transform(feature, value.getAsDouble());
        known++;
      }
    }
    centre[feature] = known == 0 ? 0 : sum / known;
    for (Context context : contexts) {
      OptionalDouble value = context.numeric(feature);
      if (value.isPresent()) {
        double deviation = transform(feature, value.getAsDouble()) - centre[feature];
        squares += deviation * deviation;
      }
    }
    double deviation = known == 0 ? 0 : Math.sqrt(squares / known);
    // A constant feature says nothing, and would blow up on the first unseen value.
    scale[feature] = deviation > 1e-12 * (1 + Math.abs(centre[feature])) ? 1 / deviation : 0;
  }

  private double transform(int feature, double value) {
    return logarithmic[feature] ? StrictMath.log1p(Math.max(0, value)) : value;
  }

  /** Length of the encoded vector; 0 when there are no features. */
  public int size() {
    return size;
  }

  /**
   * Encodes a context.
   *
   * @param context of the schema this encoder was learned from
   * @return a fresh array of length {@link #size()}
   */
  public double[] encode(Context context) {
    double[] encoded = new double[size];
    encode(context, encoded);
    return encoded;
  }

  /**
   * Encodes a context into a given array.
   *
   * @param context of the schema this encoder was learned from
   * @param encoded its first {@link #size()} entries are written
   */
  public void encode(Context context, double[] encoded) {
    if (!context.schema().equals(schema)) {
      throw Require.unexpected("schema of " + context, context.schema(), schema.toString());
    }
    int column = 0;
    for (int feature = 0; feature < centre.length; feature++) {
      OptionalDouble value = context.numeric(feature);
      encoded[column++] = value.isPresent()
          ? (transform(feature, value.getAsDouble()) - centre[feature]) * scale[feature]
          : 0;
      if (flagged[feature]) {
        encoded[column++] = value.isPresent() ? 0 : 1;
      }
    }
    for (int feature = 0; feature < levels.size(); feature++) {
      List<String> known = levels.get(feature);
      String category = context.category(feature);
      for (int level = 0; level < known.size(); level++) {
        encoded[column++] = known.get(level).equals(category) ? 1 : 0;
      }
    }
    for (Map.Entry<Integer, HashedText> text : texts.entrySet()) {
      text.getValue().encode(context.category(text.getKey()), encoded, column);
      column += text.getValue().size();
    }
  }
}
