package io.stackelberg.response.ope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.MeanBounds;
import io.stackelberg.response.ope.OffPolicyResult.Estimated;
import io.stackelberg.response.ope.ValueInterval.Bound;
import io.stackelberg.response.ope.ValueInterval.Rigour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffPolicyEstimatorTest {
  private static final OffPolicyEstimator IPS = new InversePropensity();
  private static final OffPolicyEstimator SNIPS = new SelfNormalisedInversePropensity();
  private static final OffPolicyEstimator DR = new DoublyRobust();

  static Estimated estimate(OffPolicyEstimator method, LoggedDecisions decisions) {
    OffPolicyResult result = method.estimate(decisions);
    assertTrue(result instanceof Estimated, result.toString());
    return (Estimated) result;
  }

  static OffPolicyEstimator switching(double threshold) {
    return new Switch(Switch.Options.DEFAULT.withThreshold(threshold));
  }

  static OffPolicyEstimator switchingDr(double threshold) {
    return new SwitchDoublyRobust(Switch.Options.DEFAULT.withThreshold(threshold));
  }

  /** Two arms, four turns, the logging probability of the other arm being 1 − that of the taken one. */
  private static LoggedDecisions known() {
    int[] arms = {0, 1, 0, 1};
    double[] propensities = {0.5, 0.5, 0.25, 0.75};
    double[] rewards = {1, 0.2, 0.8, 0.4};
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      // The feature is the logging probability of arm 0.
      double first = arms[i] == 0 ? propensities[i] : 1 - propensities[i];
      turns.add(
          Bandit.turn("s" + i, 0, first, arms[i], OptionalDouble.of(propensities[i]), rewards[i]));
    }
    LeaderPolicy logging = context -> {
      double first = context.numeric(0).orElseThrow();
      return Bandit.lottery(first, 1 - first);
    };
    MixedCommitment target = Bandit.lottery(0.8, 0.2);
    return LoggedDecisions.of(new TurnLog(Bandit.ARMS, turns), context -> target, Reward.quality())
        .withLogging(logging)
        .withModel((context, commitment) -> commitment.equals(Bandit.arm(0)) ? 0.7 : 0.3);
  }

  @Test
  void knownAnswers() {
    // Worked example: w = (1.6, 0.4, 3.2, 4/15), w r = (1.6, 0.08, 2.56, 0.10667), q̂(x, π) = 0.62.
    LoggedDecisions known = known();
    assertEquals(0.62, estimate(new DirectMethod(), known).value(), 1e-12);
    assertEquals(1.0866666667, estimate(IPS, known).value(), 5e-11);
    assertEquals(0.7951219512, estimate(SNIPS, known).value(), 5e-11);
    assertEquals(0.8166666667, estimate(DR, known).value(), 5e-11);
    assertEquals(0.7266666667, estimate(switching(2), known).value(), 5e-11);
    assertEquals(0.7366666667, estimate(switchingDr(2), known).value(), 5e-11);
    WeightDiagnostics weights = estimate(IPS, known).weights().orElseThrow();
    assertEquals(2.2933151432, weights.effectiveTurns(), 5e-11);
    assertEquals(2.2933151432, weights.effectiveSessions(), 5e-11);
    assertEquals(3.2, weights.largestWeight(), 1e-12);
    assertEquals((1.6 + 0.4 + 3.2 + 4.0 / 15) / 4, weights.meanWeight().mean(), 1e-12);
    assertEquals(OptionalDouble.of(0), weights.uncoveredShare());
  }

  @Test
  void knownLowerBoundOfNonNegativeValues() {
    // (2, 0, 0, 2) x 25, λ(m) = min(1/4, 1/(2m)), α = 0.05: for m < 2 the capital is
    // ((1 + (2 − m)/4)(1 − m/4))^50, so the bound solves (1.5 − m/4)(1 − m/4) = 20^(1/50).
    double[] values = new double[100];
    double[] bets = new double[100];
    for (int i = 0; i < 100; i++) {
      values[i] = i % 4 == 0 || i % 4 == 3 ? 2 : 0;
      bets[i] = 0.25;
    }
    double bound = NonNegativeBetting.lowerBound(values, bets, 0.05);
    assertEquals(0.7587814622, bound, 5e-11);
    double c = Math.pow(20, 1.0 / 50);
    double root = 4 * (2.5 - Math.sqrt(6.25 - 4 * (1.5 - c))) / 2;
    assertEquals(root, bound, 1e-12);
  }

  @Test
  void boundsOfOneTurnSessionsAreTheFormulasOnTurns() {
    LoggedDecisions known = known().withLargestWeight(4);
    double[] terms = {1.6 / 4, 0.08 / 4, 2.56 / 4, 0.4 * 4 / 15 / 4};
    double mean = 1.0866666666666667 / 4;
    double variance = 0;
    for (double term : terms) {
      variance += (term - mean) * (term - mean) / 3;
    }
    double radius = 4 * MeanBounds.empiricalBernsteinTwoSided(variance, 4, 0.05);
    ValueInterval interval =
        estimate(IPS, known).interval(Bound.EMPIRICAL_BERNSTEIN).orElseThrow();
    assertEquals(4 * mean - radius, interval.low(), 1e-9);
    assertEquals(4 * mean + radius, interval.high(), 1e-9);
    assertEquals(Rigour.FINITE_SAMPLE, interval.rigour());
  }

  @Test
  void methodsGiveTheIntervalsTheyCanJustify() {
    LoggedDecisions known = known();
    assertEquals(List.of(), bounds(new DirectMethod(), known));
    assertEquals(List.of(Bound.NON_NEGATIVE_BETTING, Bound.STUDENT), bounds(IPS, known));
    assertEquals(List.of(Bound.STUDENT), bounds(SNIPS, known));
    assertEquals(List.of(Bound.STUDENT), bounds(DR, known));
    assertEquals(
        List.of(Bound.EMPIRICAL_BERNSTEIN, Bound.BETTING, Bound.STUDENT),
        bounds(DR, known.withLargestWeight(4)));
    assertEquals(
        List.of(Bound.EMPIRICAL_BERNSTEIN, Bound.BETTING, Bound.STUDENT),
        bounds(switchingDr(2), known));
    // Cross-fitted models tie the sessions together; bounds that do not use the model survive.
    RewardModel model = known.model().orElseThrow();
    LoggedDecisions crossed = known
        .withLargestWeight(4)
        .withModel(RewardModel.crossFitted(
            Map.of("s0", 0, "s1", 1, "s2", 0, "s3", 1), List.of(model, model)));
    assertEquals(List.of(Bound.STUDENT), bounds(DR, crossed));
    assertEquals(List.of(Bound.STUDENT), bounds(switchingDr(2), crossed));
    assertEquals(4, bounds(switching(2), crossed).size());
    assertEquals(estimate(DR, known).value(), estimate(DR, crossed).value(), 0);
    assertEquals(Rigour.ASYMPTOTIC, Bound.STUDENT.rigour());
  }

  private static List<Bound> bounds(OffPolicyEstimator method, LoggedDecisions decisions) {
    return estimate(method, decisions).intervals().stream()
        .map(ValueInterval::bound)
        .toList();
  }

  @Test
  void switchBecomesItsNeighboursAtTheEndsOfTheThreshold() {
    LoggedDecisions decisions = bandit(60, 2, 3L);
    double direct = estimate(new DirectMethod(), decisions).value();
    double none = Double.POSITIVE_INFINITY;
    assertEquals(
        estimate(IPS, decisions).value(), estimate(switching(none), decisions).value(), 0);
    assertEquals(
        estimate(DR, decisions).value(), estimate(switchingDr(none), decisions).value(), 0);
    assertEquals(direct, estimate(switching(0), decisions).value(), 1e-12);
    assertEquals(direct, estimate(switchingDr(0), decisions).value(), 1e-12);
    assertEquals(0, estimate(switching(none), decisions).biasBound().orElseThrow(), 0);
    assertEquals(1, estimate(switching(0), decisions).biasBound().orElseThrow(), 1e-12);
    // With nothing weighted nothing is known: each finite interval spans the whole range.
    for (ValueInterval interval : estimate(switching(0), decisions).intervals()) {
      assertTrue(interval.low() <= 0 && interval.high() >= 1 - 1e-12, interval.toString());
    }
    // Mass on {w > 2}: 0.7 at the contexts of kind 0 (weight 3.5), 0.6 at the others (weight 2.4).
    double share = decisions.log().turns().stream()
        .mapToDouble(turn -> turn.context().numeric(0).orElseThrow() == 0 ? 0.7 : 0.6)
        .average()
        .orElseThrow();
    assertEquals(share, estimate(switching(2), decisions).biasBound().orElseThrow(), 1e-12);
  }

  @Test
  void rewardsAreRescaledFromTheirRangeAndBack() {
    // Cost 100 (1 − quality) in [0, 100]: minus cost is 100 quality − 100, and so are value and
    // bounds.
    LoggedDecisions quality = bandit(50, 1, 12L);
    List<Turn> turns = quality.log().turns().stream()
        .map(turn -> new Turn(
            turn.context(),
            turn.commitment(),
            turn.commitmentPropensity(),
            turn.action(),
            new Outcome(
                OptionalDouble.empty(),
                TokenCount.of(Math.round(100 * (1 - turn.outcome().quality().orElseThrow())), 0),
                Optional.empty())))
        .toList();
    RewardModel model = quality.model().orElseThrow();
    LoggedDecisions cost = LoggedDecisions.of(
            new TurnLog(Bandit.ARMS, turns),
            quality.target(),
            Reward.minusCost(CostUnit.TOKENS, 100))
        .withLogging(quality.logging().orElseThrow())
        .withLargestWeight(Bandit.LARGEST_WEIGHT)
        .withModel((context, commitment) -> 100 * model.expect(context, commitment) - 100);
    for (OffPolicyEstimator method : List.of(IPS, SNIPS, DR, switching(2), switchingDr(2))) {
      Estimated one = estimate(method, quality);
      Estimated other = estimate(method, cost);
      assertEquals(100 * one.value() - 100, other.value(), 1e-9);
      assertEquals(one.intervals().size(), other.intervals().size());
      for (int i = 0; i < one.intervals().size(); i++) {
        assertEquals(
            100 * one.intervals().get(i).low() - 100, other.intervals().get(i).low(), 1e-6);
        assertEquals(
            100 * one.intervals().get(i).high() - 100, other.intervals().get(i).high(), 1e-6);
      }
    }
  }

  @Test
  void intervalsOfSwitchDoNotTrustTheModel() {
    LoggedDecisions decisions = bandit(60, 1, 14L);
    Estimated low = estimate(switching(2), decisions.withModel((context, commitment) -> 0));
    Estimated high = estimate(switching(2), decisions.withModel((context, commitment) -> 1));
    assertEquals(low.intervals(), high.intervals());
    assertEquals(high.value() - low.value(), low.biasBound().orElseThrow(), 1e-12);
  }

  @Test
  void intervalsWidenWithTheirConfidence() {
    LoggedDecisions decisions = bandit(80, 1, 21L);
    OffPolicyEstimator wide =
        new InversePropensity(OffPolicyEstimator.Options.DEFAULT.withConfidence(0.99));
    List<ValueInterval> at95 = estimate(IPS, decisions).intervals();
    List<ValueInterval> at99 = estimate(wide, decisions).intervals();
    assertEquals(4, at95.size());
    for (int i = 0; i < at95.size(); i++) {
      assertTrue(at99.get(i).low() <= at95.get(i).low());
      assertTrue(at99.get(i).high() >= at95.get(i).high());
    }
  }

  @Test
  void predictionsOutsideTheRangeAreClippedAndCounted() {
    LoggedDecisions decisions =
        known().withModel((context, commitment) -> commitment.equals(Bandit.arm(0)) ? 1.2 : 0.3);
    Estimated direct = estimate(new DirectMethod(), decisions);
    assertEquals(0.8 * 1 + 0.2 * 0.3, direct.value(), 1e-12);
    assertEquals(4, direct.clippedPredictions());
    assertEquals(0, estimate(IPS, decisions).clippedPredictions());
  }

  @Test
  void wrongPropensitiesShowInTheMeanWeight() {
    LoggedDecisions decisions = bandit(400, 1, 31L);
    List<Turn> halved = decisions.log().turns().stream()
        .map(turn -> new Turn(
            turn.context(),
            turn.commitment(),
            OptionalDouble.of(turn.commitmentPropensity().orElseThrow() / 2),
            turn.action(),
            turn.outcome()))
        .toList();
    LoggedDecisions plain =
        LoggedDecisions.of(decisions.log(), decisions.target(), decisions.reward());
    assertTrue(estimate(IPS, plain).weights().orElseThrow().meanWeightPValue() > 0.01);
    WeightDiagnostics doubled = estimate(IPS, with(plain, halved)).weights().orElseThrow();
    assertTrue(doubled.meanWeightPValue() < 1e-6, doubled.toString());
    assertEquals(OptionalDouble.empty(), doubled.uncoveredShare());
  }

  @Test
  void modelsAverageTheFollowersResponse() {
    RewardModel quality = RewardModel.quality(
        new ObedientFollower(Bandit.ARMS),
        (context, action) -> new ExpectedOutcome(
            0.25 * action, OptionalDouble.of(10 * action), OptionalDouble.empty()));
    RewardModel cost = RewardModel.minusCost(
        new ObedientFollower(Bandit.ARMS),
        (context, action) -> new ExpectedOutcome(
            0.25 * action, OptionalDouble.of(10 * action), OptionalDouble.empty()),
        CostUnit.TOKENS);
    var context = known().log().turns().get(0).context();
    assertEquals(0.5, quality.expect(context, Bandit.arm(2)), 0);
    assertEquals(-20, cost.expect(context, Bandit.arm(2)), 0);
  }

  @Test
  void declarationsAreChecked() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> known().withLargestWeight(0.5))
        .getMessage()
        .contains("largestWeight is 0.5"));
    assertThrows(IllegalArgumentException.class, () -> switching(Double.NaN));
    assertThrows(
        IllegalArgumentException.class,
        () -> LoggedDecisions.of(
            new TurnLog(Bandit.ARMS, List.of()), Bandit.target(), Reward.quality()));
    assertFalse(estimate(IPS, known()).assumptions().isEmpty());
  }

  static LoggedDecisions bandit(int sessions, int turnsPerSession, long seed) {
    return LoggedDecisions.of(
            Bandit.log(sessions, turnsPerSession, new Random(seed)),
            Bandit.target(),
            Reward.quality())
        .withLogging(Bandit.logging())
        .withModel(Bandit.model(0.6))
        .withLargestWeight(Bandit.LARGEST_WEIGHT);
  }

  static LoggedDecisions with(LoggedDecisions decisions, List<Turn> turns) {
    return new LoggedDecisions(
        new TurnLog(decisions.log().actions(), turns),
        decisions.target(),
        decisions.reward(),
        decisions.logging(),
        decisions.model(),
        decisions.largestWeight());
  }
}
