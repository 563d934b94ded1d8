package io.stackelberg.pipeline.reproduce.cage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.environment.language.OwnText;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.reproduce.Reproduction.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CommonAgencyStudyTest {
  private static JsonNode run(Path folder, int threads) {
    return new CommonAgencyStudy()
        .run(new Setting(
            new SeedSplitter(5), List.of(folder.resolve("project")), threads, true, line -> {}))
        .tree();
  }

  @Test
  void withoutDataTheStudyRunsOnItsOwnTextAndNothingFails(@TempDir Path folder) {
    JsonNode tree = run(folder, 1);

    assertEquals(tree, run(folder, 2));
    assertTrue(tree.path("statements").size() >= 10);
    for (JsonNode statement : tree.path("statements")) {
      assertNotEquals("FAILS", statement.path("standing").asText(), statement.toString());
    }
  }

  /** What is exported suffices to recompute the equilibrium: thresholds give payments, payments the probability. */
  @Test
  void theAuditCanBeRecomputed(@TempDir Path folder) {
    JsonNode audit = run(folder, 1).path("details").path("audit");
    TokenSetting tokens = new TokenSetting(OwnText.paragraphs());
    TokenGame game = tokens.game(TokenSetting.BASE);
    List<Integer> history = new ArrayList<>();
    for (int token : tokens.openings(1).get(0)) {
      history.add(token);
    }
    assertTrue(audit.size() > 0);
    for (JsonNode step : audit) {
      double[] reference =
          tokens.model.next(history.stream().mapToInt(Integer::intValue).toArray());
      double[] total = new double[game.tokens()];
      for (int j = 0; j < TokenSetting.BASE.length; j++) {
        double threshold = step.path("thresholds").get(j).asDouble();
        for (int token = 0; token < total.length; token++) {
          total[token] += Math.max(game.value(j, token) - threshold, 0);
        }
        int drawn = step.path("token").asInt();
        assertEquals(
            Math.max(game.value(j, drawn) - threshold, 0),
            step.path("payments").get(j).asDouble());
      }
      double[] policy = game.overTokens(reference).respond(total);
      int drawn = step.path("token").asInt();
      assertEquals(policy[drawn], step.path("probability").asDouble(), 1e-12);
      for (int j = 0; j < TokenSetting.BASE.length; j++) {
        double shortfall = 0;
        for (int token = 0; token < total.length; token++) {
          double threshold = step.path("thresholds").get(j).asDouble();
          shortfall += policy[token] * Math.max(threshold - game.value(j, token), 0);
        }
        assertEquals(1, shortfall, 1e-9, "principal " + j + " of " + step);
      }
      assertTrue(step.path("largest_gain").asDouble() <= 1e-9);
      history.add(drawn);
    }
  }
}
