package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Makes contexts of a given schema: from a turn that has not been played yet, or from contexts of another. */
public final class ContextFields {
  private ContextFields() {}

  /**
   * The context of a turn in the form of {@code turns/1}, of which action, outcome and usage are not needed.
   *
   * @param place what stands for a missing conversation id, such as {@code line 3}
   * @throws IllegalArgumentException naming the field that is not as it should be
   */
  public static Context of(JsonNode line, FeatureSchema schema, ActionSet actions, String place) {
    TurnFields fields = new TurnFields(line, Map.of());
    Map<String, JsonNode> features = fields.stateFeatures();
    double[] numbers = new double[schema.numeric().size()];
    for (int feature = 0; feature < numbers.length; feature++) {
      String name = schema.numeric().get(feature);
      JsonNode value = features.get(name);
      if (value != null && value.isTextual()) {
        throw Require.unexpected("gov.features." + name, value, "a number");
      }
      numbers[feature] = number(value);
    }
    List<String> texts = new ArrayList<>();
    for (String name : schema.categorical()) {
      JsonNode value = features.get(name);
      texts.add(value == null || value.isNull() ? "" : value.asText());
    }
    Set<String> unavailable = new TreeSet<>();
    Optional<List<String>> available = fields.available();
    available.ifPresent(ids -> actions.actions().forEach(action -> {
      if (!ids.contains(action.id())) {
        unavailable.add(action.id());
      }
    }));
    String session = line.path("gen_ai.conversation.id").asText("");
    int turn = fields.turnOrZero();
    String own = session.isBlank() ? place : session;
    return new Context(
        own + "/" + turn, own, schema, numbers, texts, fields.state(turn), unavailable);
  }

  /** A number of a feature: 1 for true, NaN for one that is unknown. */
  static double number(JsonNode value) {
    if (value == null || value.isNull()) {
      return Double.NaN;
    }
    if (value.isBoolean()) {
      return value.booleanValue() ? 1 : 0;
    }
    return value.doubleValue();
  }

  /** The context with its features in another schema's order; a feature it lacks is unknown. */
  public static Context matched(Context context, FeatureSchema schema) {
    if (context.schema().equals(schema)) {
      return context;
    }
    double[] numbers = new double[schema.numeric().size()];
    for (int feature = 0; feature < numbers.length; feature++) {
      int own = context.schema().numeric().indexOf(schema.numeric().get(feature));
      OptionalDouble value = own < 0 ? OptionalDouble.empty() : context.numeric(own);
      numbers[feature] = value.orElse(Double.NaN);
    }
    List<String> texts = new ArrayList<>();
    for (String name : schema.categorical()) {
      int own = context.schema().categorical().indexOf(name);
      texts.add(own < 0 ? "" : context.category(own));
    }
    return new Context(
        context.id(),
        context.session(),
        schema,
        numbers,
        texts,
        context.state(),
        context.unavailableActions());
  }
}
