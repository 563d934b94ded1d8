package io.stackelberg.environment.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.environment.chat.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An extract of LiteLLM's table with facts written down beside it; skipped where it is not there. */
class RecordedPricesTest {
  private static JsonNode facts;
  private static PriceTable table;
  private static String sha256;

  @BeforeAll
  static void read() throws IOException {
    Path folder = Path.of(System.getProperty("governor.home", ".."))
        .resolve("../shared/data/foreign-logs")
        .normalize();
    Path expected = folder.resolve("expected.json");
    assumeTrue(Files.exists(expected), "recorded price tables are not beside the project");
    for (JsonNode file : new ObjectMapper().readTree(expected.toFile()).get("files")) {
      if (file.get("format").asText().equals("litellm-price-table")) {
        facts = file.get("facts");
        sha256 = file.get("sha256").asText();
        table = PriceTable.read(folder.resolve(file.get("file").asText()), Optional.empty());
      }
    }
  }

  @Test
  void everyPriceIsTheWrittenOne() {
    // The specimen entry explains the fields and is no model.
    assertEquals(facts.get("models").asInt() - 1, table.models().size());
    assertEquals(sha256, table.header().sha256());
    int compared = 0;
    for (Map.Entry<String, JsonNode> model : facts.get("prices_usd_per_token").properties()) {
      if (model.getKey().equals("sample_spec")) {
        continue;
      }
      Rates rates = table.models().get(model.getKey()).base();
      Map<String, Optional<BigDecimal>> read = Map.of(
          "input_cost_per_token", rates.input(),
          "output_cost_per_token", rates.output(),
          "cache_read_input_token_cost", rates.cacheRead(),
          "cache_creation_input_token_cost", rates.cacheWrite(),
          "output_cost_per_reasoning_token", rates.reasoning());
      for (Map.Entry<String, JsonNode> price : model.getValue().properties()) {
        assertEquals(
            0,
            new BigDecimal(price.getValue().asText())
                .compareTo(read.get(price.getKey()).orElseThrow()),
            model.getKey() + " " + price.getKey());
        compared++;
      }
    }
    assertTrue(compared > 100, "prices compared: " + compared);
  }

  @Test
  void theSameModelsHaveTiersReasoningAndNoInputPrice() {
    var tiered = new TreeSet<String>();
    var reasoning = new TreeSet<String>();
    var priceless = new TreeSet<String>();
    table.models().forEach((id, price) -> {
      if (!price.longContext().isEmpty()) {
        tiered.add(id);
      }
      price.base().reasoning().ifPresent(rate -> reasoning.add(id));
      if (price.base().input().isEmpty()) {
        priceless.add(id);
      }
    });
    assertEquals(names("models_with_long_context_tier"), tiered);
    assertEquals(names("models_with_reasoning_price"), reasoning);
    assertEquals(names("models_without_input_price"), priceless);
  }

  @Test
  void aCallOfEachKind() {
    // claude-sonnet-4-5, 300,000 in of which 100,000 read and 50,000 written, 1,000 out, all above
    // 200k:
    // 150,000 x 6e-6 + 100,000 x 6e-7 + 50,000 x 7.5e-6 + 1,000 x 2.25e-5 = 0.9 + 0.06 + 0.375 +
    // 0.0225
    Usage usage = PriceTableTest.usage(
        300_000, 1000, OptionalLong.of(100_000), OptionalLong.of(50_000), OptionalLong.empty());
    assertEquals("1.3575", plain(table.cost("claude-sonnet-4-5", usage)));
    assertTrue(table.cost("whisper-1", Usage.of(1, 1)).money().isEmpty());
    assertTrue(table.cost("rerank-v3.5", Usage.of(1, 1)).money().isEmpty());
    assertEquals("0", plain(table.cost("ollama/llama2", Usage.of(1, 1))));
  }

  private static String plain(Cost cost) {
    return cost.money().orElseThrow().amount().toPlainString();
  }

  private static TreeSet<String> names(String fact) {
    var names = new TreeSet<String>();
    facts.get(fact).forEach(name -> names.add(name.asText()));
    names.remove("sample_spec");
    return names;
  }
}
