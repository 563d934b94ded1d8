package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stackelberg.game.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir
  Path folder;

  private TextFile read(String name, String text) throws IOException {
    return TextFile.read(Files.writeString(folder.resolve(name), text), "id", "prompt");
  }

  @Test
  void csvAndJsonLinesHoldTheSame() throws IOException {
    Map<String, String> texts = Map.of("q1", "one, two", "q2", "three");
    assertEquals(
        texts, read("t.csv", "id,prompt\nq1,\"one, two\"\nq2,three\nq2,three\n").texts());
    assertEquals(
        texts,
        read(
                "t.jsonl",
                "{\"id\": \"q1\", \"prompt\": \"one, two\"}\n{\"id\": \"q2\", \"prompt\": \"three\"}\n")
            .texts());
  }

  @Test
  void theTextBecomesTheLastCategory() throws IOException {
    RecordedData data = new RecordedFiles(folder).read(RecordedFiles.TWO_ROWS);
    Context context = read("t.csv", "id,prompt\nq1,hello\n")
        .join(data, "prompt")
        .recordings()
        .get(0)
        .context();
    assertEquals(List.of("kind", "prompt"), context.schema().categorical());
    assertEquals("code", context.category(0));
    assertEquals("hello", context.category(1));
    assertEquals(12, context.numeric(0).orElseThrow());
  }

  private static String refusal(Read read) {
    return assertThrows(InputException.class, read::now).getMessage();
  }

  private interface Read {
    void now() throws IOException;
  }

  @Test
  void badFilesAreRefused() {
    assertEquals(
        "columns [prompt] are missing, expected them among [id] (t.csv).",
        refusal(() -> read("t.csv", "id\nq1\n")));
    assertEquals(
        "text of q1 differs from an earlier one, expected one text per id (line 3 of t.csv).",
        refusal(() -> read("t.csv", "id,prompt\nq1,a\nq1,b\n")));
    assertEquals(
        "the line has no text in both id and prompt, expected an object with them (line 1 of t.jsonl).",
        refusal(() -> read("t.jsonl", "{\"id\": \"q1\"}\n")));
    assertEquals(
        "texts of [q1] are missing, expected one for each of 1 contexts, 1 have none (t.csv).",
        refusal(() -> read("t.csv", "id,prompt\nq2,a\n")
            .join(new RecordedFiles(folder).read(RecordedFiles.TWO_ROWS), "prompt")));
  }
}
