package io.stackelberg.environment.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.chat.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTableTest {
  private static final String TABLE = """
      {
        "sample_spec": {"input_cost_per_token": 0.0, "mode": "one of: chat", "max_tokens": "text"},
        "plain": {"mode": "chat", "input_cost_per_token": 1e-07, "output_cost_per_token": 4e-07},
        "cached": {"mode": "chat", "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
          "cache_read_input_token_cost": 3e-07, "cache_creation_input_token_cost": 3.75e-06,
          "cache_creation_input_token_cost_above_1hr": 6e-06,
          "input_cost_per_token_above_200k_tokens": 6e-06,
          "output_cost_per_token_above_200k_tokens": 2.25e-05,
          "search_context_cost_per_query": {"search_context_size_low": 0.01,
            "search_context_size_medium": 0.02, "search_context_size_high": 0.03}},
        "thinking": {"mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
          "output_cost_per_reasoning_token": 5e-06},
        "ranged": {"mode": "chat", "tiered_pricing": [
          {"range": [0, 1000], "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
          {"range": [1000, 9000], "input_cost_per_token": 3e-06, "output_cost_per_token": 4e-06}]},
        "local": {"mode": "chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0},
        "images": {"mode": "chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0,
          "input_cost_per_image": 0.01},
        "ranker": {"mode": "rerank", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0},
        "audio": {"mode": "audio_transcription", "input_cost_per_second": 0.0001},
        "half": {"mode": "chat", "input_cost_per_token": 1e-06},
        "batchy": {"mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 2e-06,
          "input_cost_per_token_batches": 1e-06, "input_cost_per_token_priority": 4e-06},
        "searcher": {"mode": "search", "tiered_pricing": [
          {"input_cost_per_query": 0.005, "max_results_range": [0, 25]}]}
      }""";

  @TempDir
  private Path folder;

  @Test
  void countsAreMultipliedExactly() {
    // 123 x 1e-7 + 45 x 4e-7 = 0.0000123 + 0.000018
    assertCost("0.0000303", table().cost("plain", Usage.of(123, 45)));
    assertEquals(
        new BigDecimal("1E-7"),
        table().find("plain").get().price().base().input().get());
  }

  @Test
  void cacheReadsAndWritesHaveTheirOwnPrices() {
    // 1000 in = 200 plain + 700 read + 100 written, of which 40 for an hour; 10 out.
    Usage usage = usage(1000, 10, OptionalLong.of(700), OptionalLong.of(100), OptionalLong.empty());
    // 200 x 3e-6 + 700 x 3e-7 + 60 x 3.75e-6 + 40 x 6e-6 + 10 x 1.5e-5
    Cost cost = table().cost("cached", new CallUse(usage, 40, List.of()));
    assertCost("0.001425", cost);
    assertEquals(List.of(), ((Cost.Known) cost).notices());
  }

  @Test
  void unreportedCacheReadsArePricedAsInputAndSaidSo() {
    Cost cost = table().cost("cached", Usage.of(1000, 10));
    assertCost("0.00315", cost);
    assertEquals(
        List.of("cache reads are not reported: all input is priced as not cached"),
        ((Cost.Known) cost).notices());
  }

  @Test
  void cacheWritesWithoutAPriceAreUnknown() {
    Usage usage = usage(10, 1, OptionalLong.of(0), OptionalLong.of(5), OptionalLong.empty());
    assertUnknown(
        "model \"plain\" has no price per cache write token", table().cost("plain", usage));
  }

  @Test
  void theWholeCallIsPricedAtItsTier() {
    // At the threshold itself the base price holds: "above" 200k.
    assertCost("0.60015", table().cost("cached", known(200_000, 10)));
    // 200,001 x 6e-6 + 10 x 2.25e-5
    assertCost("1.200231", table().cost("cached", known(200_001, 10)));
    // A tier that is silent on cache reads keeps the base's: 200,000 x 6e-6 + 1 x 3e-7
    Usage read = usage(200_001, 0, OptionalLong.of(1), OptionalLong.of(0), OptionalLong.of(0));
    assertCost("1.2000003", table().cost("cached", read));
  }

  @Test
  void rangesAreTiers() {
    assertCost("0.001002", table().cost("ranged", Usage.of(1000, 1)));
    assertCost("0.003007", table().cost("ranged", Usage.of(1001, 1)));
  }

  @Test
  void reasoningPricedApart() {
    Usage said = usage(10, 10, OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(4));
    // 10 x 1e-6 + 6 x 2e-6 + 4 x 5e-6
    assertCost("0.000042", table().cost("thinking", said));
    // Unsaid: the dearer, 10 x 1e-6 + 10 x 5e-6
    assertCost("0.00006", table().cost("thinking", Usage.of(10, 10)));
  }

  @Test
  void unknownIsNotZero() {
    assertUnknown(
        "the number of input tokens is unknown (plain)", table().cost("plain", Usage.UNKNOWN));
    assertUnknown(
        "model \"half\" has no price per output token", table().cost("half", Usage.of(1, 1)));
    assertUnknown(
        "model \"absent\" has no price; give one by --price absent=IN,OUT, free: true for a model that"
            + " costs nothing, an alias",
        table().cost("absent", Usage.of(1, 1)));
    assertUnknown(
        "model \"ranker\" has mode rerank, which charges other units than tokens",
        table().cost("ranker", Usage.of(1, 1)));
    assertUnknown(
        "model \"audio\" has mode audio_transcription, which charges other units than tokens",
        table().cost("audio", Usage.of(1, 1)));
    assertUnknown(
        "model \"images\" charges other units than tokens: [input_cost_per_image]",
        table().cost("images", Usage.of(1, 1)));
    assertInstanceOf(Cost.Unknown.class, table().cost("sample_spec", Usage.of(1, 1)));
    assertCost("0", table().cost("local", Usage.of(1, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "plain-2024-08-06, plain",
    "plain-20241022, plain",
    "plain@20250219, plain",
    "cached-2025-09-29, cached"
  })
  void aDateIsLeftOffWithANotice(String asked, String found) {
    PriceTable.Entry entry = table().find(asked).orElseThrow();
    assertEquals(found, entry.price().model());
    assertTrue(entry.notice().orElseThrow().contains("without its date"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plai",
        "plain-mini",
        "my/plain",
        "plain-2024-13-01",
        "plain-20249999",
        "plain-0613",
        "PLAIN",
        "plain-latest",
        "plain-2024-08-06-x",
        ""
      })
  void nothingIsGuessed(String asked) {
    assertTrue(table().find(asked).isEmpty());
  }

  @Test
  void overridesWinAndAliasesAreDeclared() {
    PriceTable table = table().with(PriceOverrides.parse("""
        version: 1
        snapshot_date: 2026-11-20
        models:
          cached: {input_cost_per_token: 1e-06, output_cost_per_token: 0.000002}
          mine: {free: true}
        aliases: {big: cached}
        tools:
          simulate: {per_second: 0.002, per_call: "1e-3"}
        """, "prices.yaml"));
    // The long-context tier and the cache prices of the old entry are gone.
    assertCost("0.300002", table.cost("cached", known(300_000, 1)));
    assertEquals(
        table.cost("cached", known(5, 5)).money(),
        table.cost("big", known(5, 5)).money());
    assertEquals(
        "\"big\" is an alias of \"cached\"", table.find("big").get().notice().get());
    assertEquals("cached", table.find("big-2026-01-31").get().price().model());
    assertCost("0", table.cost("mine", Usage.UNKNOWN));
    assertEquals(Optional.of(LocalDate.of(2026, 11, 20)), table.header().snapshotDate());
    assertFalse(table.header().sha256().equals(table().header().sha256()));
    // 3 x 0.001 + 1.5 s x 0.002
    ToolUse use = new ToolUse("simulate", 3, Optional.of(Duration.ofMillis(1500)));
    assertCost("0.006", table.cost("mine", new CallUse(Usage.UNKNOWN, 0, List.of(use))));
    assertUnknown(
        "tool \"simulate\" is charged by the second and its time is unknown",
        table.cost(
            "mine",
            new CallUse(Usage.UNKNOWN, 0, List.of(new ToolUse("simulate", 1, Optional.empty())))));
  }

  @Test
  void toolsOfTheTable() {
    List<ToolUse> use = List.of(new ToolUse("web_search", 2, Optional.empty()));
    assertCost("0.04", table().cost("cached", new CallUse(known(0, 0), 0, use)));
    assertUnknown(
        "tool \"web_search\" has no price",
        table().cost("plain", new CallUse(known(0, 0), 0, use)));
  }

  @Test
  void theUpperBoundCoversEveryUse() {
    PriceTable table = table();
    for (long input : new long[] {0, 1, 1000, 200_000, 200_001, 300_000}) {
      for (String model : List.of("plain", "cached", "thinking", "ranged", "local")) {
        BigDecimal bound = amount(table.upperBound(model, input, 50, List.of()));
        for (long used = 0; used <= input; used += Math.max(1, input / 7)) {
          Usage dear = usage(
              used,
              50,
              OptionalLong.of(0),
              OptionalLong.of(model.equals("cached") ? used : 0),
              OptionalLong.of(50));
          CallUse use = new CallUse(dear, dear.cacheWrite().getAsLong(), List.of());
          assertTrue(amount(table.cost(model, use)).compareTo(bound) <= 0, model + " " + used);
        }
      }
    }
    assertInstanceOf(Cost.Unknown.class, table.upperBound("half", 1, 1, List.of()));
  }

  @Test
  void whatIsNotUsedIsSaid() {
    assertEquals(
        List.of(
            "input_cost_per_image is not used (1 models)",
            "input_cost_per_second is not used (1 models)",
            "input_cost_per_token_batches is not used (1 models)",
            "input_cost_per_token_priority is not used (1 models)",
            "tiered_pricing is not used (1 models)"),
        table().notices());
    assertCost("0.000004", table().cost("batchy", Usage.of(1, 1)));
    PriceTable twice = read("{\"a\": {}, \"a\": {\"input_cost_per_token\": 1}}");
    assertEquals(
        List.of("\"a\" is given twice: the later one stands (line 1 of table.json)"),
        twice.notices());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {"a": {"input_cost_per_token": -1}}     | input_cost_per_token of "a" is -1, expected a number >= 0 (from line 1 of table.json).
      {"a": {"input_cost_per_token": "free"}} | input_cost_per_token of "a" is "free", expected a number >= 0 (from line 1 of table.json).
      {"a": {"input_cost_per_token": 1e999}}  | input_cost_per_token of "a" is 1E+999, expected a number >= 0 (from line 1 of table.json).
      {"a": 3}                                | "a" is not a model, expected an id with an object of fields (from line 1 of table.json).
      []                                      | table.json is no price table, expected one JSON object, model id to prices.
      {"a": {}                                | table.json is malformed, line 1 column 9.
      {"a": {"x": NaN}}                       | table.json is malformed, line 1 column 16.
      {} {}                                   | table.json goes on after its end, line 1.
      """)
  void aCorruptTableNamesThePlace(String text, String message) {
    var error = assertThrows(IllegalArgumentException.class, () -> read(text));
    assertEquals(message, error.getMessage());
  }

  @Test
  void aCutTableNeverPassesForAWhole() {
    byte[] whole = TABLE.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> LiteLlmReader.read(cut, "table.json", Optional.empty()));
    }
  }

  @Test
  void theFileIsHashed() throws IOException {
    Path file = Files.writeString(folder.resolve("t.json"), "{}");
    PriceHeader header = PriceTable.read(file, Optional.empty()).header();
    // SHA-256 of the two bytes "{}", as sha256sum prints it.
    assertEquals(
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", header.sha256());
    assertEquals("t.json", header.source());
    assertEquals("USD", header.currency());
    assertEquals(Optional.empty(), header.snapshotDate());
    assertTrue(PriceTable.empty().models().isEmpty());
  }

  static Usage usage(
      long input, long output, OptionalLong read, OptionalLong written, OptionalLong reasoning) {
    return new Usage(
        OptionalLong.of(input), OptionalLong.of(output), read, written, reasoning, false);
  }

  private static Usage known(long input, long output) {
    return usage(input, output, OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(0));
  }

  private static PriceTable table() {
    return read(TABLE);
  }

  private static PriceTable read(String text) {
    return LiteLlmReader.read(
        text.getBytes(StandardCharsets.UTF_8), "table.json", Optional.empty());
  }

  private static BigDecimal amount(Cost cost) {
    return cost.money().orElseThrow().amount();
  }

  private static void assertCost(String expected, Cost cost) {
    assertEquals(expected, amount(cost).toPlainString(), () -> "" + cost);
  }

  private static void assertUnknown(String reason, Cost cost) {
    assertEquals(new Cost.Unknown(reason), cost);
  }
}
