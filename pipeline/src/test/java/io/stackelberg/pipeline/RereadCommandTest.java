package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.pipeline.Launches.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RereadCommandTest {
  private static Launch reread(String arguments) {
    return Launches.launch(("reread " + arguments).split(" "));
  }

  @Test
  void saysWhatTheNumbersImply() {
    Launch launch = reread("--saving 17.4% --p 0.022 --quality-p 0.44 --turns 300");
    assertEquals(0, launch.code());
    for (String expected : new String[] {
      "|z| = 2.2904",
      "standard error 7.60 points",
      "95 % interval 2.5 % to 32.3 %",
      "at least 4.9 %",
      "|z| = 0.772",
      "at most 3.13 g",
      "no evidence of equality"
    }) {
      assertTrue(launch.out().contains(expected), expected + " in\n" + launch.out());
    }
  }

  @Test
  void aMarginTellsHowManyTurnsAreMissing() throws JsonProcessingException {
    Launch launch = reread("--saving 17.4% --p 0.022 --quality-p 0.44 --turns 300"
        + " --quality-change -0.018 --margin 0.05 --json");
    assertEquals(0, launch.code(), launch.err());
    JsonNode tree = new ObjectMapper().readTree(launch.out());
    assertEquals(7.60, tree.path("saving").path("standard_error").doubleValue(), 5e-3);
    assertEquals(3.13, tree.path("quality").path("worst_loss_factor").doubleValue(), 5e-3);
    // 300 · (0.018/0.7722 · (1.64485 + 0.84162)/0.032)² = 984.
    assertEquals(984, tree.path("quality").path("required_turns").intValue(), 1);
    assertEquals("ASYMPTOTIC", tree.path("rigour").asText());
    String text = reread("--saving 17.4% --p 0.022 --quality-p 0.44 --turns 300"
            + " --quality-change -0.018 --margin 0.01")
        .out();
    assertTrue(text.contains("no number of turns would reject it"), text);
  }

  @Test
  void withoutAQualityItSaysSo() {
    Launch launch = reread("--saving 17.4% --p 0.022 --turns 300");
    assertEquals(0, launch.code());
    assertTrue(launch.out().contains("anything of quality: no p-value"), launch.out());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --saving 17.4 --p 0.022 --turns 300        | --saving is "17.4", expected a percentage
      --saving=-5% --p 0.022 --turns 300         | --saving is "-5%", expected a percentage
      --saving x% --p 0.022 --turns 300          | --saving is "x%", expected a percentage
      --saving 17.4% --p 0 --turns 300           | --p is 0.0, expected a number in (0, 1)
      --saving 17.4% --p 1 --turns 300           | --p is 1.0, expected a number in (0, 1)
      --saving 17.4% --p 0.02 --turns 0          | --turns is 0, expected a whole number >= 1
      --saving 17.4% --p 0.02 --quality-p -1 --turns 9 | --quality-p is -1.0, expected a number in
      --saving 17.4% --p 0.02 --turns 9 --margin 0.1 | --margin is given without --quality-change
      --saving 17.4% --p 0.02 --turns 9 --quality-change 0.1 | given without --quality-p
      """)
  void refusesWhatNoReportCanContain(String arguments, String expected) {
    Launch launch = reread(arguments);
    assertEquals(2, launch.code());
    assertTrue(launch.err().contains(expected), launch.err());
  }

  @Test
  void helpShowsItsExamples() {
    Launch launch = reread("--help");
    assertEquals(0, launch.code());
    assertTrue(launch.out().contains("--saving 17.4% --p 0.022"), launch.out());
  }
}
