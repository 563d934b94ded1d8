package io.stackelberg.environment.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
  @TempDir
  private Path folder;

  @Test
  void folderReplacesWhatItHolds() throws Exception {
    Files.writeString(folder.resolve("tool-result.txt"), "{tool} says {\"x\": \"{result}\"}\n");
    Templates templates = Templates.in(folder);
    assertEquals(
        "lookup says {\"x\": \"{tool} $1\"}",
        templates.render(
            Templates.Name.TOOL_RESULT, Map.of("tool", "lookup", "result", "{tool} $1")));
    assertEquals(
        Templates.defaults().render(Templates.Name.CONCISE, Map.of("max_tokens", "5")),
        templates.render(Templates.Name.CONCISE, Map.of("max_tokens", "5")));
    assertNotEquals(Templates.defaults().hash(), templates.hash());
  }

  @Test
  void unknownPlaceholdersAndFilesAreErrors() throws Exception {
    Files.writeString(folder.resolve("act.txt"), "{action} {qualty}");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Templates.in(folder)).getMessage();
    assertTrue(message.contains("act.txt") && message.contains("{qualty}"), message);
    Files.delete(folder.resolve("act.txt"));
    Files.writeString(folder.resolve("acts.txt"), "");
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Templates.in(folder))
        .getMessage()
        .contains("acts.txt"));
  }

  @Test
  void everyPlaceholderNeedsAValue() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Templates.defaults().render(Templates.Name.CONCISE, Map.of()));
  }
}
