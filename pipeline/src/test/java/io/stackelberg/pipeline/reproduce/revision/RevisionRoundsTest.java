package io.stackelberg.pipeline.reproduce.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Habit;
import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Stop;
import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Trace;
import io.stackelberg.pipeline.reproduce.revision.RiskQuestion.Reading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Three toy clauses, worked out by hand. */
class RevisionRoundsTest {
  private static final RiskQuestion AUDIT =
      new RiskQuestion("audit", "control", Reading.EXPOSURE, List.of("audit"), "");
  private static final RiskQuestion CAP = new RiskQuestion(
      "cap", "liability", Reading.PROTECTION, List.of("cap", "exceed"), "A cap none exceed.");
  private static final Habit GUIDED = new Habit(3, 2, Habit.End.RISK_ALLOWED);
  private static final RevisionRounds RULES = RevisionExecutor.rules().rounds();

  // 24 characters, 6 tokens: one cue, presence 1 - 0.4 = 0.6.
  private static final Clause SHORT = clause(AUDIT, true, "We may audit your books.");
  // 28 characters, 7 tokens: no cue, presence 0.05, risk of the missing protection 0.95.
  private static final Clause LACKING = clause(CAP, false, "Each party pays its own fees");
  // No cue of an exposure: risk 0.05.
  private static final Clause HARMLESS = clause(AUDIT, false, "This Agreement is in force.");

  private static Clause clause(RiskQuestion question, boolean isPresent, String text) {
    return new Clause("c", "d", question, isPresent, text);
  }

  @Test
  void aNoticeThenALimitBringAnAuditRightDown() {
    // Round 1, notice (59 characters, 15 tokens) at chance 0.9: 0.6 · 0.6 = 0.36, still above 0.3.
    // Round 2, limit at chance 0.8: 0.6 · 0.6² = 0.216.
    List<Luck.Weighted<Trace>> outcomes = Luck.outcomes(
        luck -> RULES.run(SHORT, Optional.of(new RiskBudget(0.3, 10_000)), GUIDED, 0.5, luck));

    Trace first = outcomes.get(0).value();
    assertEquals(0.9 * 0.8, outcomes.get(0).probability(), 1e-12);
    assertEquals(0.216, first.riskSeen(), 1e-12);
    assertEquals(Stop.RISK_ALLOWED, first.stop());
    assertEquals(2, first.drafts());
    assertEquals(1, outcomes.stream().mapToDouble(Luck.Weighted::probability).sum(), 1e-12);
    // Every draft fails with 0.1² · 0.2² · 0.3²; the clause then stands as it was.
    double failed = outcomes.stream()
        .filter(outcome -> outcome.value().text().equals(SHORT.text()))
        .mapToDouble(Luck.Weighted::probability)
        .sum();
    assertEquals(0.1 * 0.1 * 0.2 * 0.2 * 0.3 * 0.3, failed, 1e-12);
  }

  @Test
  void tokensAreThoseReadAndWritten() {
    // Verdict on 6 tokens: 7. Draft: 6 read + 15 written = 21. Verdict on 24 + 1 + 59 = 84
    // characters: 22.
    Trace trace =
        RULES.run(SHORT, Optional.of(new RiskBudget(0.4, 10_000)), GUIDED, 0.5, chance -> true);

    assertEquals(
        "We may audit your books. This applies only after thirty days' prior written notice.",
        trace.text());
    assertEquals(OptionalLong.of(7 + 21 + 22), trace.tokens());
    assertEquals(0.36, trace.riskSeen(), 1e-12);
  }

  @Test
  void aDraftBeyondTheTokenBudgetIsNotBegun() {
    // 7 tokens for the first verdict leave 5, one less than even a strike (6 read, nothing written)
    // costs.
    Trace none =
        RULES.run(SHORT, Optional.of(new RiskBudget(0.4, 12)), GUIDED, 0.5, chance -> true);
    assertEquals(SHORT.text(), none.text());
    assertEquals(OptionalLong.of(7), none.tokens());
    assertEquals(0, none.drafts());
    assertEquals(Stop.TOKENS_SPENT, none.stop());

    // 20 left: a notice costs 21 and a limit more, so that the third round's strike is the first
    // draft.
    Trace struck =
        RULES.run(SHORT, Optional.of(new RiskBudget(0.4, 27)), GUIDED, 0.5, chance -> true);
    assertEquals("", struck.text());
    assertEquals(OptionalLong.of(7 + 6 + 1), struck.tokens());
    assertEquals(1, struck.drafts());

    // 21 left: the notice is written, and its verdict heard beyond the budget.
    Trace noticed =
        RULES.run(SHORT, Optional.of(new RiskBudget(0.4, 28)), GUIDED, 0.5, chance -> true);
    assertEquals(OptionalLong.of(28 + 22), noticed.tokens());
    assertEquals(Stop.RISK_ALLOWED, noticed.stop());
  }

  @Test
  void aMissingProtectionIsAddedOnce() {
    // Both cues stand in the added sentence: presence 1 - 0.4² = 0.84, risk 0.16.
    Trace trace = RULES.run(LACKING, Optional.empty(), GUIDED, 0.5, chance -> true);

    assertEquals("Each party pays its own fees A cap none exceed.", trace.text());
    assertEquals(0.16, trace.riskSeen(), 1e-12);
    assertEquals(1, trace.drafts());
    // Fixed rounds find nothing more to add.
    assertEquals(
        Stop.NO_DRAFT,
        RULES
            .run(
                LACKING,
                Optional.empty(),
                new Habit(3, 2, Habit.End.ROUNDS_OVER),
                0.5,
                chance -> true)
            .stop());
  }

  @Test
  void aHarmlessClauseIsLookedAtAndLeft() {
    Trace trace = RULES.run(HARMLESS, Optional.empty(), GUIDED, 0.5, chance -> true);

    assertEquals(HARMLESS.text(), trace.text());
    assertEquals(0, trace.drafts());
    assertEquals(0.05, trace.riskSeen(), 1e-12);
    assertEquals(Stop.RISK_ALLOWED, trace.stop());
  }

  @Test
  void aDeclaredChanceIsLowerForLongAndResistingClauses() {
    assertEquals(0.9, RuleReviser.chance(RuleReviser.Operator.NOTICE, "short"), 1e-12);
    assertEquals(
        0.75, RuleReviser.chance(RuleReviser.Operator.NOTICE, "an irrevocable right"), 1e-12);
    assertEquals(
        0.45, RuleReviser.chance(RuleReviser.Operator.STRIKE, "Perpetual. ".repeat(50)), 1e-12);
  }

  @Test
  void drawnRunsAgreeWithTheExactExpectation() {
    List<Luck.Weighted<Trace>> outcomes = Luck.outcomes(
        luck -> RULES.run(SHORT, Optional.of(new RiskBudget(0.3, 10_000)), GUIDED, 0.5, luck));
    double exact = outcomes.stream()
        .mapToDouble(outcome -> outcome.probability() * outcome.value().riskSeen())
        .sum();
    SplittableRandom random = new SplittableRandom(11);
    double sum = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      sum += RULES
          .run(SHORT, Optional.of(new RiskBudget(0.3, 10_000)), GUIDED, 0.5, Luck.drawn(random))
          .riskSeen();
    }
    // Risks lie within [0, 0.6]: Hoeffding at 1e-6 is 0.6 · sqrt(log(2e6) / 40,000) = 0.0115.
    assertEquals(exact, sum / runs, 0.0115);
  }

  @Test
  void anUnknownCostEndsALimitedBudgetAndStaysUnknown() {
    RevisionRounds silent = new RevisionRounds(
        request ->
            Optional.of(new ClauseReviser.Draft(request.text() + "!", OptionalLong.empty(), 1)),
        (question, text) -> new ClauseVerifier.Verdict(0.9, OptionalLong.of(1)));
    Trace trace =
        silent.run(SHORT, Optional.of(new RiskBudget(0.3, 10_000)), GUIDED, 0.5, chance -> true);

    assertEquals(Stop.COST_UNKNOWN, trace.stop());
    assertEquals(1, trace.drafts());
    assertTrue(trace.tokens().isEmpty());
  }
}
