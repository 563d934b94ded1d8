package io.stackelberg.environment.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceOverridesTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      m=0.0000025,1e-5 | m   | 0.0000025 | 0.00001
      m=2.5/M,10/M     | m   | 0.0000025 | 0.00001
      a=b=1/M,0        | a=b | 0.000001  | 0
      """)
  void anArgumentIsPerTokenOrPerMillion(String argument, String model, String in, String out) {
    Rates rates = PriceOverrides.argument(argument).models().get(model).base();
    assertEquals(0, new BigDecimal(in).compareTo(rates.input().get()));
    assertEquals(0, new BigDecimal(out).compareTo(rates.output().get()));
  }

  @Test
  void anArgumentMayDeclareAModelFree() {
    assertTrue(PriceOverrides.argument("local=free").models().get("local").isFree());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "m=", "=1,2", "m=1", "m=1,2,3", "m=-1,0", "m=a,b", "m=NaN,0"})
  void anythingElseIsRefused(String argument) {
    assertThrows(IllegalArgumentException.class, () -> PriceOverrides.argument(argument));
  }

  @Test
  void aPricePerMillionIsNotTakenPerToken() {
    var error =
        assertThrows(IllegalArgumentException.class, () -> PriceOverrides.argument("m=2.5,10"));
    assertEquals(
        "price is 2.5, expected less than 0.01 per token.\nMaybe 2.5/M, per million tokens, was meant.",
        error.getMessage());
  }

  @Test
  void everyFaultOfAFileIsNamed() {
    var error =
        assertThrows(IllegalArgumentException.class, () -> PriceOverrides.parse("""
            version: 1
            model: {}
            models:
              a: {input: 1}
              b: {}
              c: {input_cost_per_token: none}
            tools: {t: {per_minute: 1}}
            snapshot_date: soon
            """, "p.yaml"));
    assertEquals("""
        key "model" is not known, expected one of [aliases, currency, models, snapshot_date, tools, version] (p.yaml).
        key "models.a.input" is not known, expected free or a price per token by LiteLLM's names, such as input_cost_per_token (p.yaml).
        models.b is {}, expected prices or free: true (p.yaml).
        input_cost_per_token of "c" is "none", expected a number >= 0 (p.yaml).
        key "tools.t.per_minute" is not known, expected one of [per_call, per_second] (p.yaml).
        snapshot_date is "soon", expected a day such as 2026-11-20 (p.yaml).""", error.getMessage());
  }

  @Test
  void malformedYamlNamesThePlace() {
    var error = assertThrows(
        IllegalArgumentException.class,
        () -> PriceOverrides.parse("version: 1\nmodels: {a: [}\n", "p.yaml"));
    assertTrue(error.getMessage().startsWith("p.yaml is malformed, line 2"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {x: y}             | alias "x" is "y", expected the id of a model with a price, not an alias.
      {m: m}             | alias "m" is "m", expected the id of a model with a price, not an alias.
      {x: m, m: n}       | alias "x" is "m", expected the id of a model with a price, not an alias.
      """)
  void anAliasPointsAtAModel(String aliases, String message) {
    PriceTable table = PriceTable.empty()
        .with(PriceOverrides.argument("m=1/M,2/M"))
        .with(PriceOverrides.argument("n=free"));
    var overrides = PriceOverrides.parse("version: 1\naliases: " + aliases + "\n", "p.yaml");
    var error = assertThrows(IllegalArgumentException.class, () -> table.with(overrides));
    assertEquals(message, error.getMessage());
  }

  @Test
  void anAliasStandsBeforeAPriceOfTheTable() {
    PriceTable table = PriceTable.empty()
        .with(PriceOverrides.argument("m=1/M,2/M"))
        .with(PriceOverrides.argument("n=free"))
        .with(PriceOverrides.parse("version: 1\naliases: {m: n}\n", "p.yaml"));
    assertTrue(table.find("m").get().price().isFree());
    // A later price under the name is the user's last word.
    assertEquals(
        "m",
        table.with(PriceOverrides.argument("m=1/M,2/M")).find("m").get().price().model());
  }
}
