package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the report shows beside the verdict. */
class DiagnosticsTest {
  @TempDir
  Path folder;

  @Test
  void equalValuesStayTogetherAndUnknownOnesAreLeftOut() {
    double[] values = {0.2, Double.NaN, 0.9, 0.2, 0.5, 0.2};
    int[] ranked = Predicted.ranked(values);
    assertArrayEquals(new int[] {2, 4, 0, 3, 5}, ranked);
    assertArrayEquals(new int[] {2, 5}, Predicted.cuts(values, ranked, 2));
    assertArrayEquals(new int[] {1, 2, 5}, Predicted.cuts(values, ranked, 5));
    assertArrayEquals(new int[0], Predicted.cuts(values, new int[0], 5));
  }

  @Test
  void effectiveSampleSizeIsThatOfTheWeights() {
    // Weights 1.6, 0.4, 3.2, 0.8/3: (Σw)²/Σw² = 2.2933151432.
    Directive zero = new Directive("zero");
    Directive one = new Directive("one");
    LeaderPolicy policy = context -> new MixedCommitment(List.of(zero, one), List.of(0.8, 0.2));
    List<Turn> logged = new ArrayList<>();
    double[] propensities = {0.5, 0.5, 0.25, 0.75};
    for (int turn = 0; turn < propensities.length; turn++) {
      Directive drawn = turn % 2 == 0 ? zero : one;
      logged.add(new Turn(
          Plays.context("q" + turn, "s" + turn),
          drawn,
          OptionalDouble.of(propensities[turn]),
          new NamedAction(drawn.action()),
          new Outcome(OptionalDouble.empty(), TokenCount.UNKNOWN, Optional.empty())));
    }
    ObjectNode found = Slices.effective("any", policy, logged);
    assertEquals(2.2933151432, found.path("effective").asDouble(), 1e-9);
    assertEquals(3.2, found.path("largestWeight").asDouble(), 1e-12);
  }

  @Test
  void budgetUseIsTheMeanOverTheSessionsThatGotThere() {
    // Session a: 100, 60 left; session b: 50 left and no second turn; session c has none armed.
    ArrayNode points = Slices.budget(List.of(
        context("a", 0, OptionalLong.of(100)),
        context("b", 0, OptionalLong.of(50)),
        context("c", 0, OptionalLong.empty()),
        context("a", 1, OptionalLong.of(60))));
    assertEquals(2, points.size());
    assertEquals(0, points.path(0).path("used").asDouble());
    assertEquals(2, points.path(0).path("sessions").asInt());
    assertEquals(0.4, points.path(1).path("used").asDouble(), 1e-12);
    assertEquals(1, points.path(1).path("sessions").asInt());
  }

  private static Context context(String session, int turn, OptionalLong left) {
    return new Context(
        session + turn,
        session,
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        new SessionState(turn, 0, left, OptionalDouble.empty()),
        Set.of());
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"obedient", "quantal"})
  void aRunHoldsWhatItsOwnFilesSay(String follower) {
    Path run = folder.resolve("run");
    Path study = Launches.study(folder, 0.5, 5);
    assertEquals(
        0, Launches.run(study, run, "--set", "environment.follower=" + follower).code());
    JsonNode results = Launches.results(run);

    // The claims are those that certify builds from the files, by the same options.
    ObjectNode certificate = RunCertificate.build(run, RunCertificate.Options.DEFAULT, "now", ".");
    ArrayNode claims = (ArrayNode) certificate.path("claims");
    claims.forEach(claim -> ((ObjectNode) claim).remove("constants"));
    assertEquals(claims.toString(), results.path("certificate").path("claims").toString());
    assertEquals(certificate.path("declared"), results.path("certificate").path("declared"));

    // Kinds, weighted by what the baseline spends on them, give back the saving of the whole.
    JsonNode repaired = Launches.policy(results, "repaired");
    double baseline = 0;
    double cost = 0;
    int turns = 0;
    for (JsonNode kind : results.path("kinds").path("rows")) {
      turns += kind.path("turns").asInt();
      baseline += kind.path("turns").asInt() * kind.path("baselineCost").asDouble();
      cost += kind.path("turns").asInt() * kind.path("meanCost").asDouble();
    }
    assertEquals(repaired.path("n").asInt(), turns);
    assertEquals(repaired.path("saving").path("estimate").asDouble(), 1 - cost / baseline, 1e-9);

    // Shares are shares; the last point of risk and coverage is the whole policy.
    for (String column : List.of("logged", "learned", "repaired")) {
      assertEquals(
          1,
          results
              .path("support")
              .path("commitments")
              .valueStream()
              .mapToDouble(row -> row.path(column).asDouble())
              .sum(),
          1e-9,
          column);
    }
    JsonNode learned = Launches.policy(results, "learned");
    JsonNode points = results.path("riskCoverage").path("points");
    JsonNode whole = points.path(points.size() - 1);
    assertEquals(1, whole.path("coverage").asDouble());
    assertEquals(
        learned.path("qualityChange").path("estimate").asDouble(),
        -whole.path("risk").path("estimate").asDouble(),
        1e-9);
    assertEquals(
        learned.path("saving").path("low").asDouble(),
        whole.path("saving").path("low").asDouble(),
        1e-9);

    // Bins of the learned policy's outcomes average to its means, where all is predicted.
    JsonNode quality = results.path("calibration").path("outcomes").path(1).path("quality");
    double observed = quality
        .path("bins")
        .valueStream()
        .mapToDouble(bin ->
            bin.path("turns").asInt() * bin.path("observed").path("estimate").asDouble())
        .sum();
    assertEquals(
        learned.path("meanQuality").asDouble(), observed / quality.path("turns").asInt(), 1e-9);
    assertEquals(
        follower.equals("quantal"), results.path("calibration").path("response").isObject());
    assertEquals(
        follower.equals("quantal"),
        results.path("support").path("effectiveSampleSize").isArray());
    assertFalse(results.path("budgets").path("armed").asBoolean());
    JsonNode pass = learned.path("costOfPassInterval");
    assertEquals(learned.path("costOfPass").asDouble(), pass.path("estimate").asDouble(), 1e-9);
    assertTrue(pass.path("low").asDouble() < pass.path("high").asDouble());
  }
}
