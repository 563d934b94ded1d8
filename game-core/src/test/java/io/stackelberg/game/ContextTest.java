package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContextTest {
  private static final FeatureSchema SCHEMA = new FeatureSchema(List.of("chars"), List.of("kind"));

  private static Context context(String id, double[] numeric, List<String> categories) {
    return new Context(id, "s", SCHEMA, numeric, categories, SessionState.START, Set.of("verbose"));
  }

  private static String refusal(double[] numeric, List<String> categories) {
    return assertThrows(IllegalArgumentException.class, () -> context("q1", numeric, categories))
        .getMessage();
  }

  @Test
  void anUnknownFeatureStaysUnknown() {
    Context context = context("q1", new double[] {Double.NaN}, List.of("code"));
    assertEquals(OptionalDouble.empty(), context.numeric(0));
    assertEquals(
        OptionalDouble.of(0), context("q2", new double[1], List.of("code")).numeric(0));
    assertEquals("code", context.category(0));
  }

  @Test
  void laterChangesOfTheArrayDoNotReachTheContext() {
    double[] numeric = {3};
    Context context = context("q1", numeric, List.of("code"));
    numeric[0] = 4;
    assertEquals(3, context.numeric(0).orElseThrow());
  }

  @Test
  void lengthsThatDifferFromTheSchemaAreRefused() {
    assertEquals(
        "number of numeric features is 2, expected 1.", refusal(new double[2], List.of("code")));
    assertEquals(
        "number of categorical features is 0, expected 1.", refusal(new double[1], List.of()));
    assertEquals(
        "chars is -Infinity, expected a finite number.",
        refusal(new double[] {Double.NEGATIVE_INFINITY}, List.of("code")));
  }

  @Test
  void idAndSessionAreTexts() {
    assertEquals(
        "context id is \"\", expected a non-blank text.",
        assertThrows(IllegalArgumentException.class, () -> Context.named("")).getMessage());
  }

  @Test
  void aDonorLendsItsFeaturesAndNothingElse() {
    Context context = context("q1", new double[] {1}, List.of("code"));
    Context donor = new Context(
        "q2", "t", SCHEMA, new double[] {2}, List.of("chat"), SessionState.START, Set.of());
    Context lent = context.withFeaturesOf(donor);
    assertEquals("q1", lent.id());
    assertEquals("s", lent.session());
    assertEquals(2, lent.numeric(0).orElseThrow());
    assertEquals("chat", lent.category(0));
    assertFalse(lent.isAvailable(new NamedAction("verbose")));
    assertTrue(lent.isAvailable(new NamedAction("concise")));
  }

  @Test
  void aFeatureHasOneName() {
    assertEquals(
        "feature name is \"chars\" twice, expected distinct names.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new FeatureSchema(List.of("chars"), List.of("chars")))
            .getMessage());
  }
}
