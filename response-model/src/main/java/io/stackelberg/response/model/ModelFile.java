package io.stackelberg.response.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.run.Provenance;
import java.nio.file.Path;

/**
 * Saved models as JSON, the form of {@code docs/model-file.md}: every number comes back to the bit, and a
 * file that was cut, changed or written by something else is refused.
 *
 * <p>The field {@code sha256} is the hash of the file's own bytes with that hash's digits written as zeros.
 * It finds accidents; it does not say who wrote the file.
 */
public final class ModelFile {
  /** What the field {@code format} says. */
  public static final String FORMAT = "stackelberg-model";

  /** The version written, and the newest one read; version 1 is read as well. */
  public static final int VERSION = 2;

  private static final SealedJson FRAME =
      new SealedJson("model", FORMAT, VERSION, "model", "governor fit");

  private ModelFile() {}

  /**
   * Writes a model, whole or not at all: to a new file beside the target, which is then moved onto it.
   *
   * @throws java.io.UncheckedIOException if it cannot be written; an earlier file at {@code target} then stays
   */
  public static void write(Path target, SavedModel model) {
    FRAME.write(target, ModelWriter.model(model));
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if the file is absent, unreadable, no JSON, of another format, of a newer
   *     version, changed since it was written, or wrong in a field, which the message names
   */
  public static SavedModel read(Path file) {
    return model(FRAME.read(file));
  }

  /** A model as it stands under {@code model} in its file, to be put into another file. */
  public static ObjectNode tree(SavedModel model) {
    return ModelWriter.model(model);
  }

  /** The model at a place of another file. */
  public static SavedModel model(ModelNode node) {
    return node.checked(ModelReader::model);
  }

  /** Actions as they stand in a model file. */
  public static ArrayNode tree(ActionSet actions) {
    return ModelWriter.actions(actions);
  }

  /** The actions at a place of another file. */
  public static ActionSet actions(ModelNode node) {
    return node.checked(ModelReader::actions);
  }

  /** A provenance as it stands in a model file. */
  public static ObjectNode tree(Provenance provenance) {
    return ModelWriter.provenance(provenance);
  }

  /** The provenance at a place of another file. */
  public static Provenance provenance(ModelNode node) {
    return node.checked(ModelReader::provenance);
  }
}
