package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stackelberg.game.CostUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes small files of recorded outcomes, named {@code f.csv}, and reads them.
 *
 * @param folder where they are written
 */
record RecordedFiles(Path folder) {
  static final String HEADER = "id,action,chars,kind,quality,in,out\n";
  static final String TWO_ROWS =
      HEADER + "q1,weak,12,code,0.5,10,1\n" + "q1,strong,12,code,1,10,2\n";

  static StudyConfig.Data data(String... overrides) {
    return StudyConfigReader.read("""
            version: 1
            experiment: test
            environment: {type: replay}
            baseline: strong
            data:
              fit: f.csv
              columns: {id: id, action: action, quality: quality, input_tokens: in, output_tokens: out}
              features: {numeric: [chars], categorical: [kind]}
            """, "test.yaml", List.of(overrides)).data().orElseThrow();
  }

  Path file(String csv) {
    return file(csv.getBytes(StandardCharsets.UTF_8));
  }

  Path file(byte[] bytes) {
    try {
      return Files.write(folder.resolve("f.csv"), bytes);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  RecordedData read(String csv, String... overrides) {
    return RecordedDataReader.read(file(csv), data(overrides), CostUnit.TOKENS, List.of());
  }

  String refusal(String csv, String... overrides) {
    InputException refused = assertThrows(InputException.class, () -> read(csv, overrides));
    assertFalse(refused.isDataAbsent());
    return refused.getMessage();
  }
}
