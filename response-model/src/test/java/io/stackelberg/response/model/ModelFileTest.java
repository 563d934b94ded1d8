package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
  @TempDir
  Path folder;

  private Path written(SavedModel model) {
    Path file = folder.resolve("model.json");
    ModelFile.write(file, model);
    return file;
  }

  private Path written(String scores) {
    return written(SavedModels.model(scores, new SplittableRandom(3)));
  }

  @ParameterizedTest
  @CsvSource({
    "linear, 1",
    "linear, 2",
    "trees, 1",
    "trees, 2",
    "trees, 3",
    "network, 1",
    "network, 2"
  })
  void predictsTheSameToTheBit(String scores, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    SavedModel model = SavedModels.model(scores, random);
    Path file = written(model);
    SavedModel read = ModelFile.read(file);
    for (Context context : SavedModels.contexts(random, 50)) {
      Announcement announcement = new Announcement(random.nextDouble(), random.nextDouble());
      assertArrayEquals(
          model.follower().orElseThrow().respond(context, announcement),
          read.follower().orElseThrow().respond(context, announcement),
          0);
      assertEquals(
          model.outcomes().orElseThrow().expect(context, 0),
          read.outcomes().orElseThrow().expect(context, 0));
    }
    assertEquals(model.provenance(), read.provenance());
    assertEquals(
        model.follower().orElseThrow().actions().actions(),
        read.follower().orElseThrow().actions().actions());
    Path again = folder.resolve("again.json");
    ModelFile.write(again, read);
    assertEquals(Files.readString(file), Files.readString(again));
  }

  @Test
  void anActionThatNeverOccurredIsStillRefused() {
    SplittableRandom random = new SplittableRandom(5);
    Path file = written(new SavedModel(
        Optional.empty(),
        Optional.of(SavedModels.outcomes(false, random)),
        SavedModels.provenance()));
    SavedModel read = ModelFile.read(file);
    assertTrue(read.follower().isEmpty());
    Context context = SavedModels.context("x", random);
    assertEquals(
        "action is \"b\", expected an action that occurs in the fitting data.",
        assertThrows(
                IllegalArgumentException.class,
                () -> read.outcomes().orElseThrow().expect(context, 1))
            .getMessage());
  }

  /** The class path of a deployment: the vocabulary, this module and Jackson; smile is not there. */
  @ParameterizedTest
  @ValueSource(strings = {"linear", "trees", "network"})
  void loadsAndPredictsWithoutSmile(String scores) throws Exception {
    Path file = written(scores);
    URL[] path = Stream.of(
            FollowerModel.class,
            ModelFile.class,
            PredictFromFile.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonProperty.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .distinct()
        .toArray(URL[]::new);
    try (URLClassLoader alone = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      assertThrows(
          ClassNotFoundException.class,
          () -> alone.loadClass("smile.classification.LogisticRegression"));
      Class<?> type = alone.loadClass(PredictFromFile.class.getName());
      @SuppressWarnings("unchecked")
      Function<Path, double[]> predict =
          (Function<Path, double[]>) type.getDeclaredConstructor().newInstance();
      assertArrayEquals(new PredictFromFile().apply(file), predict.apply(file), 0);
    }
  }

  @Test
  void anEarlierFileIsReplacedAndNothingElseIsLeft() throws IOException {
    written("linear");
    written("trees");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("model.json"), files.map(file -> "" + file.getFileName()).toList());
    }
    assertTrue(
        ModelFile.read(folder.resolve("model.json")).follower().orElseThrow().scores()
            instanceof TreeScores);
  }

  private String refusal(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), text);
    return assertThrows(IllegalArgumentException.class, () -> ModelFile.read(file))
        .getMessage();
  }

  @Test
  void aFileThatIsNoModelIsRefused() throws IOException {
    assertEquals(
        "model file is " + folder.resolve("none.json") + ", expected a file (it does not exist).",
        assertThrows(
                IllegalArgumentException.class, () -> ModelFile.read(folder.resolve("none.json")))
            .getMessage());
    assertTrue(refusal("PK\u0003\u0004").startsWith("the file is not valid JSON: "));
    assertEquals("""
        format is missing, expected "stackelberg-model" (bad.json).
        Maybe this is another JSON file, not one written by governor fit.""", refusal("{\"a\": 1}"));
    assertTrue(refusal("[1, 2]").startsWith("format is missing"));
    assertEquals("the file is empty, expected one JSON object (bad.json).", refusal(""));
    Path latin = Files.write(folder.resolve("latin.json"), new byte[] {'"', (byte) 0xe4, '"'});
    assertTrue(assertThrows(IllegalArgumentException.class, () -> ModelFile.read(latin))
        .getMessage()
        .startsWith("model file is latin.json, expected readable UTF-8 text ("));
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    String text = Files.readString(written("linear"));
    assertEquals("""
        version is 3, expected 1 or 2 (bad.json).
        Maybe a newer release of this program wrote it.""", refusal(text.replaceFirst("\"version\" : 2", "\"version\" : 3")));
  }

  @Test
  void versionOneWithoutATypeOfOutcomesIsRead() throws IOException {
    Path file = written("linear");
    String text = Files.readString(file)
        .replaceFirst("\"version\" : 2", "\"version\" : 1")
        .replaceFirst("\"type\" : \"lines\",\\s*", "");
    Path old = Files.writeString(folder.resolve("old.json"), rehashed(text));
    Context context = SavedModels.context("new", new SplittableRandom(4));
    assertEquals(
        ModelFile.read(file).outcomes().orElseThrow().expect(context, 0),
        ModelFile.read(old).outcomes().orElseThrow().expect(context, 0));
  }

  @Test
  void treesOfOutcomesRefuseAnActionThatNeverOccurred() {
    Path file = written("trees");
    Context context = SavedModels.context("new", new SplittableRandom(4));
    assertEquals(
        "action is \"c0.7-verbose-t1\", expected an action that occurs in the fitting data.",
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelFile.read(file).outcomes().orElseThrow().expect(context, 3))
            .getMessage());
  }

  /** Every cut and every changed digit is found. */
  @Test
  @Tag("slow")
  void damageIsFound() throws IOException {
    String text = Files.readString(written("network"));
    for (int length = 0; length < text.length() - 1; length += 37) {
      String message = refusal(text.substring(0, length));
      assertTrue(message.contains("bad.json"), message);
    }
    SplittableRandom random = new SplittableRandom(8);
    for (int change = 0; change < 200; change++) {
      int at = random.nextInt(text.length());
      char was = text.charAt(at);
      if (Character.isDigit(was)) {
        char other = was == '9' ? '8' : (char) (was + 1);
        String message = refusal(text.substring(0, at) + other + text.substring(at + 1));
        assertTrue(message.contains("(bad.json)"), message);
      }
    }
    assertTrue(refusal(text + "{}").startsWith("the file is followed by other text"));
    assertTrue(refusal(text + " ").startsWith("sha256 is"));
  }

  /** The text with its hash made right again, as a careful forger would. */
  private static String rehashed(String text) throws IOException {
    String zeros = "0".repeat(64);
    String blank =
        text.replaceFirst("\"sha256\" : \"[0-9a-f]{64}\"", "\"sha256\" : \"" + zeros + '"');
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(blank.getBytes(StandardCharsets.UTF_8));
      return blank.replaceFirst(zeros, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IOException(impossible);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linear|\"temperature\" : [0-9.E-]+|\"temperature\" : -1.0"
            + "|model.follower: temperature is -1.0, expected a finite number > 0 (bad.json).",
        "linear|\"temperature\" : [0-9.E-]+|\"temperature\" : 1e999"
            + "|model.follower.temperature is \"Infinity\", expected a finite number (bad.json).",
        "linear|\"temperature\" : [0-9.E-]+|\"temperature\" : \"NaN\""
            + "|model.follower.temperature is \"NaN\", expected a finite number (bad.json).",
        "linear|\"temperature\" :|\"heat\" :|model.follower.temperature is missing, expected a value"
            + " (bad.json).",
        "linear|\"outputOf\" : \\[ 0,|\"outputOf\" : [ 7,"
            + "|model.follower: output is 7, expected in [-1, 3) (bad.json).",
        "linear|\"outputOf\" : \\[ 0,|\"outputOf\" : ["
            + "|model.follower: length of outputOf is 3, expected 4 (bad.json).",
        "linear|\"weights\" : \\[ \\[ [0-9.E-]+,|\"weights\" : [ ["
            + "|model.follower.scores: length of weights[1] is 10, expected 9 (bad.json).",
        "linear|\"type\" : \"linear\"|\"type\" : \"forest\""
            + "|model.follower.scores.type is \"forest\", expected linear, trees or network (bad.json).",
        "linear|\"id\" : \"c0.1-concise-t1\"|\"id\" : \"c0.2-concise-t1\""
            + "|model.follower.actions[0].id is \"c0.2-concise-t1\", expected c0.1-concise-t1 (bad.json).",
        "trees|\"roots\" : \\[ 0,|\"roots\" : [ -1,|model.follower.scores.roots is [-1,",
        "trees|\"base\" : \\[ [0-9.E-]+,|\"base\" : [|model.follower.scores.outputOf is [",
        "trees|\"left\" : \\[ -?[0-9]+,|\"left\" : [|model.follower.scores.left is of length",
        "trees|\"column\" : \\[ -?[0-9]+,|\"column\" : [ 99,|model.follower.scores: node 0 is column 99",
        "trees|\"occurred\" : \\[ true,|\"occurred\" : [|model.outcomes: number of occurred is 3, expected 4",
        "trees|\"factors\" : \\[ 1.1,|\"factors\" : [ -1.1,|model.outcomes.tokens: factor is -1.1, expected",
        "trees|\"factors\" : \\[ 1.1,|\"factors\" : [|model.outcomes: number of factors of tokens is 3",
        "linear|\"type\" : \"lines\"|\"type\" : \"curves\""
            + "|model.outcomes.type is \"curves\", expected lines or trees (bad.json).",
        "network|\"layers\" : \\[ \\[|\"layers\" : [ [ ], [|model.follower.scores.layers[0] is empty"
      })
  void aWrongFieldIsNamed(String scores, String pattern, String replacement, String message)
      throws IOException {
    String text = Files.readString(written(scores));
    String changed = text.replaceFirst(pattern, Matcher.quoteReplacement(replacement));
    String told = refusal(rehashed(changed));
    assertTrue(told.startsWith(message), told);
  }
}
