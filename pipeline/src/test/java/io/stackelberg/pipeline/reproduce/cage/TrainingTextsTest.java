package io.stackelberg.pipeline.reproduce.cage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.language.OwnText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTextsTest {
  @Test
  void ownTextStandsInWhereNoneIsFound(@TempDir Path folder) {
    TrainingTexts texts = TrainingTexts.find(List.of(folder.resolve("project")));

    assertTrue(texts.isOwn());
    assertEquals(OwnText.paragraphs(), texts.texts());
  }

  @Test
  void recordedTextsAreReadWhereTheyAre(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("shared/data/contract-clauses");
    Files.createDirectories(data);
    Files.createDirectories(folder.resolve("project"));
    Files.writeString(
        data.resolve("contract-clauses.csv"),
        "clause_id,text\na,One clause.\nb,\"Two, indeed.\"\n");
    TrainingTexts texts = TrainingTexts.find(List.of(folder.resolve("project")));

    assertFalse(texts.isOwn());
    assertEquals(List.of("One clause.", "Two, indeed."), texts.texts());
    assertEquals(2, texts.sources().get(0).texts());
  }
}
