package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Require;

/** The one schema of results that reports can read. */
final class ResultsSchema {
  private static final String VERSION = "results/1";

  private ResultsSchema() {}

  /**
   * Checks that {@code results} declares the schema described in {@code docs/results.md}.
   *
   * @throws IllegalArgumentException if it declares another one or none
   */
  static void require(JsonNode results) {
    String schema = results.path("schema").asText("missing");
    if (!schema.equals(VERSION)) {
      throw Require.unexpected("schema", schema, VERSION + " (results.json)");
    }
  }
}
