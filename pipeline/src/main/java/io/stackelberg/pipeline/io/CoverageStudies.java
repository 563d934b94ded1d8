package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.game.Require;
import io.stackelberg.theory.Verdict;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The finished studies of one coverage scenario: a file of one JSON object per line, the first of which says what was
 * asked, the others being the studies 0, 1, 2 and so on.
 *
 * <p>Studies are appended in their order, so that the file is the same whatever the number of threads and however
 * often it was interrupted; a last line that was cut off is dropped on opening. One process at a time.
 */
public final class CoverageStudies implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel channel;
  private final List<Finished> studies;

  /**
   * What all studies of the file share; a file that says otherwise is not continued.
   *
   * @param schema version of the format
   * @param scenario name of the scenario
   * @param seed of the experiment
   * @param design SHA-256 of the study's settings
   * @param truthSessions simulated for a policy's true values
   */
  public record Header(
      @JsonProperty("schema") String schema,
      @JsonProperty("scenario") String scenario,
      @JsonProperty("seed") long seed,
      @JsonProperty("design") String design,
      @JsonProperty("truthSessions") int truthSessions) {
    /** Version of the format. */
    public static final String SCHEMA = "coverage/1";
  }

  /**
   * One interval, what was claimed by it, and the truth.
   *
   * @param mode how sessions were counted: fixed beforehand, or stopped when shown
   * @param claim what it is about
   * @param sessions number of sessions it rests on
   * @param threshold that the quantity is claimed to exceed
   * @param lower lower end; −infinity where nothing is known
   * @param upper upper end; +infinity where nothing is known
   * @param truth true value
   */
  public record Statement(
      @JsonProperty("mode") String mode,
      @JsonProperty("claim") String claim,
      @JsonProperty("sessions") int sessions,
      @JsonProperty("threshold") double threshold,
      @JsonProperty("lower") double lower,
      @JsonProperty("upper") double upper,
      @JsonProperty("truth") double truth) {
    /** Whether the truth lies outside. */
    public boolean missesTruth() {
      return !(lower <= truth && truth <= upper);
    }

    /** What the interval says of the claim. */
    public Verdict.Finding verdict() {
      if (lower > threshold) {
        return Verdict.Finding.SHOWN;
      }
      return upper <= threshold ? Verdict.Finding.CONTRADICTED : Verdict.Finding.OPEN;
    }

    /** Whether what it says is false. */
    public boolean errs() {
      return verdict() == Verdict.Finding.SHOWN && !(truth > threshold)
          || verdict() == Verdict.Finding.CONTRADICTED && truth > threshold;
    }
  }

  /**
   * One finished study.
   *
   * @param study its number, from 0
   * @param policy kind of policy that was evaluated
   * @param savingError standard error of the true saving
   * @param changeError standard error of the true change of quality
   * @param sampleError standard error of the change of quality over the study's own sessions
   * @param statements all that was stated
   */
  public record Finished(
      @JsonProperty("study") int study,
      @JsonProperty("policy") String policy,
      @JsonProperty("savingError") double savingError,
      @JsonProperty("changeError") double changeError,
      @JsonProperty("sampleError") double sampleError,
      @JsonProperty("statements") List<Statement> statements) {
    public Finished {
      statements = List.copyOf(statements);
    }
  }

  private CoverageStudies(FileChannel channel, List<Finished> studies) {
    this.channel = channel;
    this.studies = studies;
  }

  /**
   * Opens a file, or begins it.
   *
   * @throws InputException if it was begun otherwise, is damaged, or another process holds it
   */
  public static CoverageStudies open(Path file, Header header) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) {
          throw busy(file);
        }
        return read(channel, header, file);
      } catch (OverlappingFileLockException held) {
        channel.close();
        throw busy(file);
      } catch (IOException | RuntimeException failed) {
        channel.close();
        throw failed;
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static InputException busy(Path file) {
    return InputException.invalid(
        "the file " + file + " is held by another process, expected one run at a time.");
  }

  private static CoverageStudies read(FileChannel channel, Header header, Path file)
      throws IOException {
    String text = Files.readString(file);
    int whole = text.lastIndexOf('\n') + 1;
    List<String> lines = text.substring(0, whole).lines().toList();
    channel.truncate(text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
    channel.position(channel.size());
    CoverageStudies opened = new CoverageStudies(channel, new ArrayList<>());
    if (lines.isEmpty()) {
      opened.write(List.of(header));
      return opened;
    }
    try {
      Header found = JSON.readValue(lines.get(0), Header.class);
      if (!found.equals(header)) {
        throw InputException.invalid("the file " + file + " was begun with " + found + ", expected "
            + header + ".\nMaybe choose another --out, or remove it.");
      }
      for (String line : lines.subList(1, lines.size())) {
        Finished study = JSON.readValue(line, Finished.class);
        if (study.study() != opened.studies.size()) {
          throw Require.unexpected("study", study.study(), "" + opened.studies.size());
        }
        opened.studies.add(study);
      }
    } catch (JsonProcessingException | IllegalArgumentException damaged) {
      throw InputException.invalid("line " + (opened.studies.size() + 2) + " of " + file
          + " is no study in its place, expected one (" + damaged.getMessage() + ").");
    }
    return opened;
  }

  /** The studies so far, in order. */
  public List<Finished> studies() {
    return List.copyOf(studies);
  }

  /** Number of studies so far. */
  public int size() {
    return studies.size();
  }

  /** Appends studies, the next ones in order; they are on disk when this returns. */
  public void append(List<Finished> next) {
    try {
      write(next);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    studies.addAll(next);
  }

  private void write(List<?> objects) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Object object : objects) {
      text.append(JSON.writeValueAsString(object)).append('\n');
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
