package io.stackelberg.pipeline.io.imports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to import.
 *
 * @param textBytes most bytes kept of each prompt and answer; 0 for none
 * @param hashIds whether ids are replaced by their hashes
 * @param action id of the action where a file names no model or bandit's action; empty for the model
 * @param quality name of the score that is the quality, where files hold named scores
 * @param banditQuality what the cost of a bandit's log says of the quality
 * @param columns for {@code csv}: column of each field, by {@code CsvFormat}'s names; {@code feature.NAME}
 *     for a feature
 */
public record ImportRequest(
    int textBytes,
    boolean hashIds,
    Optional<String> action,
    Optional<String> quality,
    BanditQuality banditQuality,
    Map<String, String> columns) {
  /** No texts, ids as they are, nothing chosen. */
  public static final ImportRequest DEFAULT = new ImportRequest(
      0, false, Optional.empty(), Optional.empty(), BanditQuality.UNKNOWN, Map.of());

  /** What a cost to be minimised says of a quality in [0, 1]. */
  public enum BanditQuality {
    /** Nothing: the cost is kept, the quality stays unknown. */
    UNKNOWN,
    /** The quality is minus the cost; costs outside [−1, 0] are rejected. */
    NEGATED_COST,
    /** The quality is 1 minus the cost; costs outside [0, 1] are rejected. */
    ONE_MINUS_COST
  }

  public ImportRequest {
    if (textBytes < 0) {
      throw new IllegalArgumentException(
          "textBytes is " + textBytes + ", expected a whole number >= 0.");
    }
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** With texts of at most so many bytes. */
  public ImportRequest withTextBytes(int bytes) {
    return new ImportRequest(bytes, hashIds, action, quality, banditQuality, columns);
  }

  /** With or without hashed ids. */
  public ImportRequest withHashIds(boolean isHashed) {
    return new ImportRequest(textBytes, isHashed, action, quality, banditQuality, columns);
  }

  /** With an action for turns that name none. */
  public ImportRequest withAction(Optional<String> id) {
    return new ImportRequest(textBytes, hashIds, id, quality, banditQuality, columns);
  }

  /** With a score chosen as the quality. */
  public ImportRequest withQuality(Optional<String> score) {
    return new ImportRequest(textBytes, hashIds, action, score, banditQuality, columns);
  }

  /** With a meaning of bandits' costs. */
  public ImportRequest withBanditQuality(BanditQuality meaning) {
    return new ImportRequest(textBytes, hashIds, action, quality, meaning, columns);
  }

  /** With a map of columns. */
  public ImportRequest withColumns(Map<String, String> map) {
    return new ImportRequest(textBytes, hashIds, action, quality, banditQuality, map);
  }
}
