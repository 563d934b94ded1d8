package io.stackelberg.environment.http;

import io.stackelberg.game.Require;

/**
 * What the model is told of a tool.
 *
 * @param name as requests name it
 * @param description what it is for, possibly empty
 * @param parametersSchema JSON Schema of its arguments, a JSON object as text
 */
public record ToolDefinition(String name, String description, String parametersSchema) {
  /** Any arguments. */
  public static final String ANY_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

  public ToolDefinition {
    Require.nonBlank("name", name);
    Require.nonBlank("parametersSchema", parametersSchema);
  }
}
