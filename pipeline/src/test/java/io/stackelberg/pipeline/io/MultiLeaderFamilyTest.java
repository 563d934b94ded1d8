package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiLeaderFamilyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MultiLeaderFamily family = new MultiLeaderFamily();

  @ParameterizedTest
  @ValueSource(strings = {"direct", "gauss-seidel", "jacobi"})
  void everyReferenceProblemIsRight(String solver) {
    String home = System.getProperty("governor.home", "..");
    Path file = Path.of(home).resolve("../shared/data/bilevel/multi-leader.json");
    assumeTrue(Files.isRegularFile(file), "reference problems are not here: " + file);
    int compared = 0;
    for (JsonNode problem : ProblemFile.read(file)) {
      String id = problem.get("id").asText();
      assertTrue(family.recognises(problem), id);
      SolvedProblem solved =
          family.solve(problem, solver, SolveLimits.DEFAULT, new SplittableRandom(1));
      JsonNode known = problem.get("known");
      if (known.path("equilibriumExists").isBoolean()
          && !known.get("equilibriumExists").asBoolean()) {
        // Best replies cycle; only the enumeration can tell that there is nothing to find.
        assertEquals(
            solver.equals("direct") ? StopReason.INFEASIBLE : StopReason.EVALUATION_LIMIT,
            solved.stopReason(),
            id);
        assertTrue(solved.value().isNull(), id);
        compared++;
        continue;
      }
      if (solver.equals("jacobi") && solved.stopReason() != StopReason.CONVERGED) {
        // Simultaneous best replies diverge where the coupling is strong; then nothing is claimed.
        assertTrue(solved.value().isNull() && solved.verified().isEmpty(), id);
        continue;
      }
      assertEquals(StopReason.CONVERGED, solved.stopReason(), id);
      assertFalse(solved.verified().isEmpty(), id);
      String status = solved.point().path("smallGain").path("status").asText();
      assertTrue(List.of("CERTIFIED", "UNKNOWN").contains(status), id + " " + solved.point());
      double tolerance = problem.get("tolerance").asDouble();
      for (String name :
          new String[] {"leaderProfits", "leaderCosts", "profits", "principalPayoffs"}) {
        if (known.has(name)) {
          compare(id + " " + name, known.get(name), solved.value(), tolerance);
          compared++;
        }
      }
      known.fieldNames().forEachRemaining(name -> {
        if (solved.point().has(name)) {
          compare(id + " " + name, known.get(name), solved.point().get(name), tolerance);
        }
      });
      if (known.has("equilibriumSet")) {
        JsonNode x = solved.point().get("x");
        assertEquals(1, x.get(0).asDouble() + x.get(1).asDouble(), tolerance, id);
        assertEquals(0, solved.point().get("y").asDouble(), tolerance, id);
        compared++;
      }
    }
    assertTrue(compared >= (solver.equals("jacobi") ? 8 : 13), "compared " + compared);
  }

  private static void compare(String name, JsonNode expected, JsonNode found, double tolerance) {
    if (expected.isArray()) {
      assertEquals(expected.size(), found.size(), name);
      for (int index = 0; index < expected.size(); index++) {
        compare(name + "[" + index + "]", expected.get(index), found.get(index), tolerance);
      }
    } else if (expected.isNumber()) {
      double value = expected.asDouble();
      assertEquals(value, found.asDouble(), tolerance * Math.max(1, Math.abs(value)), name);
    } else {
      assertEquals(expected, found, name);
    }
  }

  @Test
  void gamesInWordsAreRead() throws JsonProcessingException {
    // Follower y = max(0, (6 − 2 x1)/3); the leader pays 1 per unit of x and 3 per unit of y: slope
    // 1 − 2 below
    // the kink at x = 3, so x = 3 and the cost is 3.
    SolvedProblem solved =
        solve("min over y >= 0 of y*(2*x1 - 6) + 1.5*y^2", "min over x1 in [-1,5] of x1 + 3*y");
    assertEquals(StopReason.CONVERGED, solved.stopReason());
    assertEquals(3, solved.value().get(0).asDouble(), 1e-12);
    assertEquals(3, solved.point().get("x").get(0).asDouble(), 1e-12);
  }

  @Test
  void theSmallGainCertificateOfLinearQuadraticLeadersIsThatOfT7() throws JsonProcessingException {
    // H = 1, B = (1, 1), Q = (q1, q2), R = (r1, r2): y = x1 + x2, so the field is [[q1 + r1, r1],
    // [r2, q2 + r2]].
    // With r = (4, 0.1) and q = (−3, 0.9) it is [[1, 4], [0.1, 1]]: the known answer of theory T7.
    SolvedProblem solved = linearQuadratic("[[[-3]], [[0.9]]]", "[[[4]], [[0.1]]]");
    assertEquals(StopReason.CONVERGED, solved.stopReason());
    JsonNode gain = solved.point().path("smallGain");
    assertEquals("CERTIFIED", gain.path("status").asText());
    assertEquals(0.6324555320, gain.path("gain_radius").asDouble(), 1e-7);
    assertEquals(0.3675444680, gain.path("margin").asDouble(), 1e-7);
    assertEquals(1.6324555320, gain.path("lipschitz").asDouble(), 1e-6);
    assertEquals(0.2758399505, gain.path("euler_limit").asDouble(), 1e-6);
    assertEquals(0.1204556379, gain.path("runge_kutta_limit").asDouble(), 1e-6);
    assertEquals(0.0031754163, gain.path("band").path(0).asDouble(), 1e-7);
    assertEquals(0.1968245837, gain.path("band").path(1).asDouble(), 1e-6);
  }

  @Test
  void strongCouplingIsUnknownNotDivergent() throws JsonProcessingException {
    // [[1, 4], [0.5, 1]]: gain radius √2. The equilibrium is found and certified; its dynamics are
    // not.
    SolvedProblem solved = linearQuadratic("[[[-3]], [[0.5]]]", "[[[4]], [[0.5]]]");
    assertEquals(StopReason.CONVERGED, solved.stopReason());
    JsonNode gain = solved.point().path("smallGain");
    assertEquals("UNKNOWN", gain.path("status").asText());
    assertEquals(Math.sqrt(2), gain.path("gain_radius").asDouble(), 1e-7);
  }

  private SolvedProblem linearQuadratic(String own, String curvature)
      throws JsonProcessingException {
    return family.solve(
        JSON.readTree("{\"id\":\"lq\",\"model\":\"lq-epec\",\"data\":{\"H\":[[1]],\"c\":[1],"
            + "\"B\":[[[1]],[[1]]],\"Q\":" + own
            + ",\"d\":[[1],[2]],\"e\":[[0],[0]],\"R\":" + curvature + "}}"),
        "direct",
        SolveLimits.DEFAULT,
        new SplittableRandom(1));
  }

  @Test
  void theAgencyEquilibriumCarriesItsCertificates() throws JsonProcessingException {
    // Theory T6, C: uniform couplings |b| of 0.5022978371 and 0.4977021629, so ρ(Γ)² is their
    // product.
    StringBuilder utility = new StringBuilder();
    for (double share : new double[] {0.4, 0.2, 0.4}) {
      utility.append(utility.length() == 0 ? "" : ",").append(0.5 * Math.log(share));
    }
    SolvedProblem solved = family.solve(
        JSON.readTree("{\"id\":\"C\",\"model\":\"common-agency-softmax\",\"data\":{\"beta\":2,"
            + "\"agentUtility\":[" + utility
            + "],\"principalValue\":[[2,0,1],[0,2,1]]}}"),
        "direct",
        SolveLimits.DEFAULT,
        new SplittableRandom(1));
    assertEquals(StopReason.CONVERGED, solved.stopReason());
    JsonNode gain = solved.point().path("smallGain");
    assertEquals("CERTIFIED", gain.path("status").asText());
    assertEquals(
        Math.sqrt(0.5022978371 * 0.4977021629), gain.path("gain_radius").asDouble(), 1e-6);
    JsonNode unique = solved.point().path("uniqueness");
    assertEquals("UNIQUE", unique.path("status").asText());
    assertEquals(1, unique.path("index_sum").asInt());
  }

  @Test
  void threeEquilibriaAreToldByTheAgencysOwnResult() throws JsonProcessingException {
    // T6-X: one equilibrium is returned, and the result says that it is not the only one.
    double p = 1.74e-4;
    String utility =
        Math.log(1 - 3 * p) + "," + Math.log(p) + "," + Math.log(p) + "," + Math.log(p);
    SolvedProblem solved = family.solve(
        JSON.readTree("{\"id\":\"X\",\"model\":\"common-agency-softmax\",\"data\":{\"beta\":1,"
            + "\"agentUtility\":[" + utility
            + "],\"principalValue\":[[0,-20,3,3],[0,3,-20,3],[0,3,3,-20]]}}"),
        "gauss-seidel",
        SolveLimits.DEFAULT,
        new SplittableRandom(1));
    assertEquals(StopReason.CONVERGED, solved.stopReason());
    assertEquals("NOT_UNIQUE", solved.point().path("uniqueness").path("status").asText());
  }

  @Test
  void malformedDataIsNamed() {
    InputException word = assertThrows(
        InputException.class, () -> solve("min over y >= 0 of y*(x1) + y^2/2", "max x1"));
    assertTrue(word.getMessage().startsWith("data.leaders[0] is \"max x1\""), word.getMessage());
    assertThrows(
        InputException.class,
        () -> solve("min over y >= 0 of y*(x1*x2) + y^2/2", "min over x1 in [0,1] of x1 + y"));
    assertThrows(
        InputException.class,
        () -> solve("min over y >= 0 of y*(x1) + y^2/2", "min over x1 in [0,1] of x1 + z"));
    InputException missing = assertThrows(
        InputException.class,
        () -> family.solve(
            JSON.readTree("{\"id\":\"a\",\"model\":\"lq-epec\",\"data\":{}}"),
            "direct",
            SolveLimits.DEFAULT,
            new SplittableRandom(1)));
    assertEquals(
        "data.H is missing, expected an array of rows (problem \"a\").", missing.getMessage());
  }

  private SolvedProblem solve(String follower, String leader) throws JsonProcessingException {
    JsonNode problem =
        JSON.readTree("{\"id\":\"words\",\"model\":\"epec-qp\",\"data\":{\"follower\":\"" + follower
            + "\",\"leaders\":[\"" + leader + "\"]}}");
    return family.solve(problem, "direct", SolveLimits.DEFAULT, new SplittableRandom(1));
  }
}
