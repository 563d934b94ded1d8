package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {
  private static CheckResult check(List<CertificateCheck.Candidate> candidates, int chosen) {
    return CertificateCheck.check(
        candidates,
        chosen,
        0.05,
        CertificateCheck.Selection.SAME_DATA,
        CertificateCheck.Cover.NONE,
        Rigour.FINITE_SAMPLE);
  }

  private static List<Double> quantity(CheckResult result, String name) {
    return result.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }

  @Test
  void boundsHoldWheneverTheIntervalsDo() {
    // 1,000 random candidate sets whose intervals cover by construction; error and regret
    // enumerated.
    SplittableRandom random = new SplittableRandom(19);
    int refuted = 0;
    for (int instance = 0; instance < 1000; instance++) {
      int size = 1 + random.nextInt(6);
      double[] real = random.doubles(size).toArray();
      List<CertificateCheck.Candidate> candidates = new ArrayList<>();
      double error = 0;
      double best = 0;
      for (double value : real) {
        double surrogate = value + random.nextDouble(-0.2, 0.2);
        candidates.add(new CertificateCheck.Candidate(
            value - 0.1 * random.nextDouble(),
            value + 0.1 * random.nextDouble(),
            surrogate,
            0.05 / size));
        error = Math.max(error, Math.abs(value - surrogate));
        best = Math.max(best, value);
      }
      int chosen = random.nextInt(size);
      CheckResult result = check(candidates, chosen);
      assertInstanceOf(CheckResult.Holds.class, result, "instance " + instance);
      List<Double> errors = quantity(result, "eps_value");
      assertTrue(errors.get(0) <= error && error <= errors.get(1), "instance " + instance);
      double regret = best - real[chosen];
      for (String bound : List.of("regret_transfer", "regret_direct", "regret_bound")) {
        assertTrue(regret <= quantity(result, bound).get(0) + 1e-12, bound + " " + instance);
      }
      refuted += errors.get(0) > 0 ? 1 : 0;
    }
    assertTrue(refuted > 100, "a surrogate that is off is refuted where the data allow it");
  }

  @Test
  void theWinnerOfManyIsNotCertifiedByItsOwnInterval() {
    List<CertificateCheck.Candidate> arms =
        Collections.nCopies(100, CertificateCheck.Candidate.hoeffding(0.5, 400, 0.5, 0.05));
    CheckResult curse = check(arms, 3);
    assertInstanceOf(CheckResult.Violated.class, curse);
    assertEquals(0.0059, quantity(curse, "all_cover_if_independent").get(0), 5e-5);
    // Chosen on other data its own interval is valid, but its regret stays unknown.
    CheckResult split = CertificateCheck.check(
        arms,
        3,
        0.05,
        CertificateCheck.Selection.OTHER_DATA,
        CertificateCheck.Cover.NONE,
        Rigour.FINITE_SAMPLE);
    assertInstanceOf(CheckResult.Inconclusive.class, split);
    assertInstanceOf(
        CheckResult.Holds.class,
        check(
            Collections.nCopies(
                100, CertificateCheck.Candidate.hoeffding(0.5, 400, 0.5, 0.05 / 100)),
            3));
  }

  @Test
  @Tag("slow")
  void theCurseIsRealAndTheCertificateEscapesIt() {
    // 100 fair coins, 200 tosses each: how often the winner's lower end exceeds the truth 0.5.
    // Simultaneous intervals may do so in a share of at most 0.05 + 3·√(0.05·0.95/500) = 0.079.
    SplittableRandom random = new SplittableRandom(20);
    int pointwise = 0;
    int simultaneous = 0;
    for (int repetition = 0; repetition < 500; repetition++) {
      double winner = 0;
      for (int arm = 0; arm < 100; arm++) {
        int heads = 0;
        for (int toss = 0; toss < 200; toss++) {
          heads += random.nextBoolean() ? 1 : 0;
        }
        winner = Math.max(winner, heads / 200.0);
      }
      pointwise +=
          CertificateCheck.Candidate.hoeffding(winner, 200, 0.5, 0.05).lower() > 0.5 ? 1 : 0;
      simultaneous +=
          CertificateCheck.Candidate.hoeffding(winner, 200, 0.5, 0.0005).lower() > 0.5 ? 1 : 0;
    }
    assertTrue(simultaneous <= 0.079 * 500, simultaneous + " of 500");
    assertTrue(pointwise > 0.079 * 500, pointwise + " of 500");
  }

  @Test
  void smallerDeltaWidensAndRelabellingChangesNothing() {
    double[] means = {0.7, 0.74, 0.6};
    double[] surrogate = {0.73, 0.75, 0.66};
    double before = 0;
    for (double delta : new double[] {0.2, 0.05, 0.01}) {
      List<CertificateCheck.Candidate> candidates = new ArrayList<>();
      for (int index = 0; index < 3; index++) {
        candidates.add(
            CertificateCheck.Candidate.hoeffding(means[index], 400, surrogate[index], delta / 3));
      }
      CheckResult result = CertificateCheck.check(
          candidates,
          1,
          delta,
          CertificateCheck.Selection.SAME_DATA,
          CertificateCheck.Cover.NONE,
          Rigour.FINITE_SAMPLE);
      double bound = quantity(result, "regret_bound").get(0);
      assertTrue(bound > before);
      before = bound;
      Collections.rotate(candidates, 1);
      assertEquals(
          bound,
          quantity(
                  CertificateCheck.check(
                      candidates,
                      2,
                      delta,
                      CertificateCheck.Selection.SAME_DATA,
                      CertificateCheck.Cover.NONE,
                      Rigour.FINITE_SAMPLE),
                  "regret_bound")
              .get(0),
          1e-15);
    }
  }

  @Test
  void aGridAddsItsCoverAndSampledEndsBoundNothing() {
    List<CertificateCheck.Candidate> candidates = List.of(
        new CertificateCheck.Candidate(0.4, 0.5, 0.45, 0.02),
        new CertificateCheck.Candidate(0.5, 0.6, 0.55, 0.02));
    // 2 · 0.01 · √2/2 = 0.0141421356 on top of max(0, 0.5 − 0.5).
    CheckResult cover = CertificateCheck.check(
        candidates,
        1,
        0.05,
        CertificateCheck.Selection.SAME_DATA,
        new CertificateCheck.Cover(2, 0.01, 2),
        Rigour.FINITE_SAMPLE);
    assertEquals(0.0141421356, quantity(cover, "regret_direct").get(0), 1e-9);
    assertTrue(cover.detail().contains("Lipschitz"));
    assertInstanceOf(
        CheckResult.Inconclusive.class,
        CertificateCheck.check(
            candidates,
            1,
            0.05,
            CertificateCheck.Selection.SAME_DATA,
            CertificateCheck.Cover.NONE,
            Rigour.SAMPLED));
  }
}
