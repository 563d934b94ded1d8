package io.stackelberg.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Laws of one turn against values worked out by hand or by plain numerical integration. */
class SimulationLawTest {
  private static final SimulatedTasks.Task MEDIAN_CODE = new SimulatedTasks.Task(1, 0, 400);
  private static final int CONSERVATIVE = SimulatedPlay.ACTIONS.indexOf(SimulatedPlay.CONSERVATIVE);

  private static SimulationLaw law(String profile) {
    return new SimulationLaw(SimulationProfile.named(profile), SimulatedPlay.ACTIONS);
  }

  @Test
  void meanTokensBeforeTheCap() {
    // paper-like, code, d = 0, 400 characters, 1,000 tokens of history:
    // input 200 + 1 call of 200 + 400/4 + 1.0 * 1000, output 280.
    SimulationLaw law = law("paper-like");
    var at = law.situation(MEDIAN_CODE, 1000);
    assertEquals(1780, law.uncappedTokens(at, CONSERVATIVE), 1e-9);
    assertEquals(280 / 1780.0, law.outputShare(at, CONSERVATIVE), 1e-12);
    int lean = SimulatedPlay.ACTIONS.indexOf("c0.5-concise-t0");
    assertEquals(200 + 100 + 500 + 280 * 0.543, law.uncappedTokens(at, lean), 1e-9);
    // d = 2 lengthens the answer by exp(0.2 * 2).
    var hard = law.situation(new SimulatedTasks.Task(1, 2, 400), 1000);
    assertEquals(1500 + 280 * Math.exp(0.4), law.uncappedTokens(hard, CONSERVATIVE), 1e-9);
  }

  @Test
  void qualityByHand() {
    // paper-like, code, d = 1, h = 1,000, c0.5-concise-t0: S(c) = 1 - (1 - 0.5/0.9)^1.313, S(v) =
    // S(k) = 0,
    // nothing lost in the middle (500 < 1,500).
    SimulationLaw law = law("paper-like");
    var at = law.situation(new SimulatedTasks.Task(1, 1, 400), 1000);
    double share = 1 - Math.pow(1 - 0.5 / 0.9, 1.313);
    double missing = 1.2 * (1 - 1000 / 1400.0 * share) + 0.2 + 1.2;
    double logit = 1.8 - 0.916 - Math.exp(0.5) * missing;
    int lean = SimulatedPlay.ACTIONS.indexOf("c0.5-concise-t0");
    assertEquals(1 / (1 + Math.exp(-logit)), law.quality(at, lean), 1e-12);
    // Full context sends 4,000 tokens, 2,500 beyond the optimum: 0.2 logits per 1,000.
    var deep = law.situation(MEDIAN_CODE, 4000);
    double half = 1 - Math.pow(0.5, 1.313);
    double full = 1.8 - 1.2 * (1 - 4000 / 4400.0) - 0.2 * (1 - half) - 1.2 * (1 - half) - 0.2 * 2.5;
    assertEquals(1 / (1 + Math.exp(-full)), law.quality(deep, CONSERVATIVE), 1e-12);
  }

  @Test
  void saturatingEffectIsFlatFromItsPlateauOn() {
    assertEquals(0, SimulationLaw.saturating(0, 0.9, 1.3), 0);
    assertEquals(0.75, SimulationLaw.saturating(1, 2, 2), 1e-15);
    assertEquals(1, SimulationLaw.saturating(2, 2, 2), 0);
    assertEquals(1, SimulationLaw.saturating(3, 2, 2), 0);
  }

  @Test
  void cappedMeanEqualsNumericalIntegral() {
    // heavy-tail: cv 2, cap 6,000. E min(T, cap) = ∫ min(M e^{σz - σ²/2}, cap) φ(z) dz, trapezoid
    // rule.
    SimulationLaw law = law("heavy-tail");
    double sigma = Math.sqrt(Math.log(5));
    for (long history : new long[] {0, 1000, 6000}) {
      var at = law.situation(MEDIAN_CODE, history);
      double mean = 780 + history;
      double integral = 0;
      int points = 0;
      for (int step = -100_000; step <= 100_000; step++) {
        double z = step / 10_000.0;
        integral += Math.min(6000, mean * Math.exp(sigma * z - sigma * sigma / 2))
            * Math.exp(-z * z / 2)
            / 10_000;
        points++;
      }
      integral /= Math.sqrt(2 * Math.PI);
      assertEquals(200_001, points);
      assertEquals(integral, law.cappedTokens(at, CONSERVATIVE), 1e-3);
      assertTrue(law.cappedTokens(at, CONSERVATIVE) < mean);
    }
  }

  @Test
  void cappedMeanAtTheMedianByHand() {
    // With M = cap, D = 0: mean M Φ(-σ/2) + cap Φ(-σ/2) = 2 M Φ(-σ/2). cv = 2: σ = 1.26863624,
    // Φ(-0.63431812) = 0.26293736 (table, interpolated to 8 digits by erfc).
    SimulationLaw law = law("heavy-tail");
    var at = law.situation(MEDIAN_CODE, 5220);
    assertEquals(6000, law.uncappedTokens(at, CONSERVATIVE), 1e-9);
    double phi = 0.5 * org.hipparchus.special.Erf.erfc(Math.sqrt(Math.log(5)) / 2 / Math.sqrt(2));
    assertEquals(0.263, phi, 5e-4);
    assertEquals(2 * 6000 * phi, law.cappedTokens(at, CONSERVATIVE), 1e-8);
  }

  @Test
  void meanOfTheClippedNormal() {
    // Symmetric about 1/2: mean 1/2. At 0 the lower half is clipped: s (φ(0) - φ(1/s)) + Φ(-1/s)
    // terms,
    // for s = 0.1 simply s/√(2π). Far outside: the bound.
    assertEquals(0.5, SimulationLaw.meanClipped(0.5, 0.3), 1e-15);
    assertEquals(0.1 / Math.sqrt(2 * Math.PI), SimulationLaw.meanClipped(0, 0.1), 1e-12);
    assertEquals(1, SimulationLaw.meanClipped(5, 0.1), 1e-15);
    assertEquals(0, SimulationLaw.meanClipped(-5, 0.1), 1e-15);
    assertEquals(0.3, SimulationLaw.meanClipped(0.3, 1e-9), 1e-12);
  }

  @Test
  void theJudgeIsBlindToAShareOfWhatIsMissing() {
    // adversarial: blindness 0.9, length bias -0.15. At z = z' = 0 the judge reports
    // m' + b (log factor - σ²/2), with the bracket of unmet needs times 0.1.
    SimulationLaw law = law("adversarial");
    var at = law.situation(MEDIAN_CODE, 1000);
    int lean = SimulatedPlay.ACTIONS.indexOf("c0.5-concise-t0");
    double share = 1 - Math.pow(0.5, 1.313);
    double missing = 2.0 * (1 - 1000 / 1400.0 * share) + 1.0 + 1.5;
    double seen = 1 / (1 + Math.exp(-(1.8 - 0.1 * missing)));
    double bias = -0.15 * (Math.log(0.543) - Math.log(1.16) / 2);
    assertEquals(seen + bias, law.judged(at, lean, 0, 0), 1e-12);
    assertEquals(1 / (1 + Math.exp(-(1.8 - missing))), law.quality(at, lean), 1e-12);
  }
}
