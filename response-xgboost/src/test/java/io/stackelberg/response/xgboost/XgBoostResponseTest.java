package io.stackelberg.response.xgboost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.response.BoostedTreesResponse;
import io.stackelberg.response.FrequencyResponse;
import io.stackelberg.response.model.ModelFile;
import io.stackelberg.response.model.SavedModel;
import io.stackelberg.response.model.SoftmaxFollower;
import io.stackelberg.response.model.TreeScores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XgBoostResponseTest {
  private static final XgBoostResponse XGBOOST =
      new XgBoostResponse(XgBoostResponse.Options.DEFAULT);

  private static FollowerModel fit(TurnLog log, long seed) {
    return XGBOOST.fit(log, new SplittableRandom(seed));
  }

  private static double[][] responses(FollowerModel model) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] responses = new double[200][];
    Arrays.setAll(responses, index -> {
      double[] point = Interactions.point(random);
      return model.respond(Interactions.context("new", point), Interactions.announcement(point));
    });
    return responses;
  }

  @Test
  void learnsInteractions() {
    TurnLog log = Interactions.log(4_000, 7);
    double excess = Interactions.excess(fit(log, 1));
    double frequencies = Interactions.excess(
        new FrequencyResponse(FrequencyResponse.Options.DEFAULT).fit(log, new SplittableRandom(1)));
    // Of what there is to learn beyond the frequencies at least nine tenths.
    assertTrue(excess < 0.1 * frequencies, excess + " against " + frequencies);
  }

  @Test
  @Tag("slow")
  void learnsAsMuchAsTheTreesInJava() {
    TurnLog log = Interactions.log(4_000, 8);
    double excess = Interactions.excess(fit(log, 1));
    double java = Interactions.excess(new BoostedTreesResponse(BoostedTreesResponse.Options.DEFAULT)
        .fit(log, new SplittableRandom(1)));
    // The same method by other code: neither loses more than a fifth of its excess and 0.01 to the
    // other.
    assertTrue(Math.abs(excess - java) < 0.2 * java + 0.01, excess + " against " + java);
  }

  @Test
  void noiseLeavesTheFrequencies() {
    // The action is independent of everything: no more than a percent may be lost against the
    // truth.
    SplittableRandom random = new SplittableRandom(3);
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < 2_000; turn++) {
      turns.add(Interactions.turn(turn, Interactions.point(random), random.nextInt(3)));
    }
    FollowerModel model = fit(new TurnLog(Interactions.ACTIONS, turns), 1);
    double loss = 0;
    double[][] responses = responses(model);
    for (double[] response : responses) {
      for (int action = 0; action < 3; action++) {
        loss -= StrictMath.log(response[action]) / 3 / responses.length;
      }
    }
    assertTrue(loss < 1.01 * StrictMath.log(3), "log-loss " + loss);
  }

  @Test
  void withoutGainExactlyTheFrequenciesRemain() {
    // One context throughout leaves nothing to split on, and one round of shrinkage 0.1 from equal
    // scores ends far from three turns of an action in four.
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < 400; turn++) {
      turns.add(Interactions.turn(turn, new double[] {0, 0, 0.5, 0.5}, turn % 4 == 0 ? 1 : 0));
    }
    SoftmaxFollower model =
        (SoftmaxFollower) new XgBoostResponse(XgBoostResponse.Options.DEFAULT.withRounds(1))
            .fit(new TurnLog(Interactions.ACTIONS, turns), new SplittableRandom(1));
    double[] score = new double[2];
    model.scores().score(new double[model.scores().inputs()], score);
    // Smoothed by one each: 301 and 101 of 402.
    assertEquals(StrictMath.log(301 / 402.0), score[0]);
    assertEquals(StrictMath.log(101 / 402.0), score[1]);
  }

  @Test
  void manyRoundsReachTheFrequenciesFromEqualScores() {
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < 400; turn++) {
      turns.add(Interactions.turn(turn, new double[] {0, 0, 0.5, 0.5}, turn % 4 == 0 ? 1 : 0));
    }
    double[] response = responses(fit(new TurnLog(Interactions.ACTIONS, turns), 1))[0];
    assertEquals(0.75, response[0], 0.005);
  }

  @Test
  void sameSeedSameModelAndAnotherSeedAnother() {
    TurnLog log = Interactions.log(400, 9);
    double[][] first = responses(fit(log, 1));
    double[][] second = responses(fit(log, 1));
    for (int index = 0; index < first.length; index++) {
      assertArrayEquals(first[index], second[index]);
    }
    assertFalse(Arrays.deepEquals(first, responses(fit(log, 2))));
  }

  @Test
  void isSavedAndLoadedToTheBit(@TempDir Path folder) {
    SoftmaxFollower model = (SoftmaxFollower) fit(Interactions.log(1_000, 12), 1);
    Path file = folder.resolve("model.json");
    Provenance provenance =
        new Provenance("test", new TreeMap<>(), 1, new TreeMap<>(), new TreeMap<>(), List.of());
    ModelFile.write(file, new SavedModel(Optional.of(model), Optional.empty(), provenance));
    FollowerModel read = ModelFile.read(file).follower().orElseThrow();
    assertTrue(Arrays.deepEquals(responses(model), responses(read)));
  }

  @Test
  void anActionThatNeverOccursHasProbabilityZero() {
    SoftmaxFollower model = (SoftmaxFollower) fit(Interactions.log(1_000, 10), 1);
    assertTrue(model.scores() instanceof TreeScores);
    for (double[] response : responses(model)) {
      assertEquals(0, response[3]);
      assertTrue(response[0] > 0 && response[1] > 0 && response[2] > 0);
    }
  }

  @Test
  void oneActionIsCertain() {
    List<Turn> turns = List.of(Interactions.turn(0, new double[] {0, 0, 0.5, 0.5}, 2));
    double[] response = responses(fit(new TurnLog(Interactions.ACTIONS, turns), 1))[0];
    assertArrayEquals(new double[] {0, 0, 1, 0}, response);
  }

  @Test
  void refusesWhatNoFloatHolds() {
    List<Turn> turns = List.of(
        Interactions.turn(0, new double[] {0, 0, 0.5, 0.5}, 0),
        Interactions.turn(4, new double[] {1, 0, 0.5, 0.5}, 1),
        Interactions.turn(8, new double[] {0, 1, 0.5, 1e300}, 1));
    TurnLog log = new TurnLog(Interactions.ACTIONS, turns);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> fit(log, 1));
    assertTrue(refused.getMessage().contains("within the range of floats"), refused.getMessage());
  }

  @Test
  void refusesOptionsOutOfRange() {
    XgBoostResponse.Options options = XgBoostResponse.Options.DEFAULT;
    assertThrows(IllegalArgumentException.class, () -> options.withRounds(0));
    assertThrows(IllegalArgumentException.class, () -> options.withDepth(21));
    assertThrows(IllegalArgumentException.class, () -> options.withShrinkage(0));
    assertThrows(IllegalArgumentException.class, () -> options.withRowShare(1.5));
    assertThrows(IllegalArgumentException.class, () -> options.withLeafWeight(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> options.withHoldOut(1));
  }

  /** In a process of its own, for what the native library prints passes by Java's streams. */
  @Test
  @Tag("slow")
  void printsNothing() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SilentFit.class.getName())
        .redirectErrorStream(true)
        .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("", printed);
    assertEquals(0, process.waitFor());
  }

  /** The program of {@link #printsNothing}. */
  static final class SilentFit {
    private SilentFit() {}

    public static void main(String[] arguments) {
      fit(Interactions.log(400, 11), 1);
    }
  }
}
