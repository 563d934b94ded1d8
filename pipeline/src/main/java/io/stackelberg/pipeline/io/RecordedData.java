package io.stackelberg.pipeline.io;

import io.stackelberg.environment.Recording;
import io.stackelberg.game.ActionSet;
import java.util.List;

/**
 * One file of recorded outcomes.
 *
 * @param recordings one per context, in file order
 * @param actions the actions
 * @param name file name without folders
 * @param sha256 hash of the file, in hex
 * @param rows data rows in the file
 * @param used rows that the filter kept
 * @param unknownFeatures feature values that are empty in the file
 */
public record RecordedData(
    List<Recording> recordings,
    ActionSet actions,
    String name,
    String sha256,
    int rows,
    int used,
    int unknownFeatures) {
  public RecordedData {
    recordings = List.copyOf(recordings);
  }
}
