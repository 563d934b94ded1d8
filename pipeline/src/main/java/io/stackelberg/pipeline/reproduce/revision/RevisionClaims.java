package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.GuidanceCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What the study claims of guidance, each with the check that decides. */
final class RevisionClaims {
  private RevisionClaims() {}

  /**
   * States dominance in expectation, the flag for an unaffordable null instruction, strictness on unseen documents
   * in the verifier's and the judge's eyes, resolution against the unguided run, and the price of a resolved risk.
   */
  static void state(
      Findings findings,
      List<RevisionTrial.Half> halves,
      List<ScoredClause> scored,
      double tolerated,
      LeaderWorth worth) {
    List<CheckResult> inExpectation = new ArrayList<>();
    for (RevisionTrial.Half half : halves) {
      inExpectation.add(half.chosen().dominance());
      for (int category = 0; category < half.choice().categories().size(); category++) {
        inExpectation.add(half.choice().dominance(category));
      }
    }
    long held =
        inExpectation.stream().filter(CheckResult.Holds.class::isInstance).count();
    findings.state(
        "Guidance dominance: on the half where budgets are chosen, the expected worth with guidance is never below"
            + " that without.",
        held == inExpectation.size() ? Standing.HOLDS : Standing.FAILS,
        held + " of " + inExpectation.size()
            + " checks hold, over both halves and each category, by exact expectation with the rule-based executor. "
            + halves.get(0).chosen().dominance().detail());
    CheckResult dear =
        halves.get(0).choice().choose(BudgetChoice.TASK_TOKENS - 1).dominance();
    CheckResult compulsory = halves.get(0).choice().compulsory();
    findings.state(
        "A limit that admits not even the null instruction is flagged, whether other announcements are affordable or"
            + " not: dominance is then not claimed.",
        dear instanceof CheckResult.Holds || compulsory instanceof CheckResult.Holds
            ? Standing.FAILS
            : Standing.HOLDS,
        "Below the price of the bare task: " + dear.detail() + " Silence alone too dear: "
            + compulsory.detail());
    double[] gains = perDocument(scored, RevisionArm.Score::worthSeen);
    if (IntStream.range(0, gains.length).allMatch(index -> Double.isFinite(gains[index]))) {
      CheckResult strict = GuidanceCheck.checkStrict(gains, range(scored, worth), 0.05);
      findings.state(
          "On the half that the leader did not see, guidance is strictly better in the verifier's eyes.",
          standing(strict),
          strict.detail() + " " + meanGain(gains));
      double[] judged = perDocument(scored, RevisionArm.Score::worthJudged);
      CheckResult independent = GuidanceCheck.checkStrict(judged, range(scored, worth), 0.05);
      findings.state(
          "On the half that the leader did not see, guidance is strictly better in the judge's eyes.",
          standing(independent),
          independent.detail() + " " + meanGain(judged)
              + " The leader chose by the verifier's risk, which the judge does not share.");
    } else {
      findings.state(
          "On the half that the leader did not see, guidance is strictly better.",
          Standing.OPEN,
          "Tokens of some calls are unknown, and with them the worth.");
    }
    findings.state(
        "Published: an average Risk Resolution Rate of 84.21 %, above iterative baselines.",
        Standing.QUOTED,
        "Xu et al. (2026) with language models on their own benchmark; quoted, not reproduced, and not comparable"
            + " with the table, whose rate is defined here.");
    Optional<Interval> more = resolvedMore(scored, tolerated);
    findings.state(
        "Guided revision resolves more risks than the same follower unguided, by the judge.",
        more.isEmpty() || more.get().contains(0)
            ? Standing.OPEN
            : more.get().low() > 0 ? Standing.HOLDS : Standing.FAILS,
        more.map(gain -> "Difference of the resolution rates, paired, " + gain.estimate() + " ("
                + gain.low() + " to " + gain.high() + ", 95 % over documents).")
            .orElse("No pair is above the tolerated risk."));
    for (String other : List.of(RevisionTrial.ITERATIVE, RevisionTrial.UNGUIDED)) {
      Optional<Double> guided = tokensPerResolved(scored, RevisionTrial.GUIDED, tolerated);
      Optional<Double> unguided = tokensPerResolved(scored, other, tolerated);
      findings.state(
          "Guided revision spends fewer tokens per resolved risk than the run \"" + other + "\".",
          guided.isEmpty() || unguided.isEmpty()
              ? Standing.OPEN
              : guided.get() < unguided.get() ? Standing.HOLDS : Standing.FAILS,
          "Tokens per resolved risk: guided " + guided.map(String::valueOf).orElse("unknown")
              + ", the other " + unguided.map(String::valueOf).orElse("unknown")
              + "; a comparison of estimates, the table has the intervals.");
    }
  }

  private static Optional<Double> tokensPerResolved(
      List<ScoredClause> scored, String arm, double tolerated) {
    return ScoredClause.tokensPerResolved(scored, arm, tolerated).map(Interval::estimate);
  }

  private static Optional<Interval> resolvedMore(List<ScoredClause> scored, double tolerated) {
    List<ScoredClause> above =
        scored.stream().filter(pair -> pair.judged() > tolerated).toList();
    return above.isEmpty()
        ? Optional.empty()
        : Optional.of(ClusteredMeans.mean(
                above.stream()
                    .mapToDouble(pair -> pair.arms().get(RevisionTrial.GUIDED).within(tolerated)
                        - pair.arms().get(RevisionTrial.UNGUIDED).within(tolerated))
                    .toArray(),
                ScoredClause.documents(above))
            .interval(0.95));
  }

  private static Standing standing(CheckResult result) {
    return result instanceof CheckResult.Holds
        ? Standing.HOLDS
        : result instanceof CheckResult.Violated ? Standing.FAILS : Standing.OPEN;
  }

  private static String meanGain(double[] gains) {
    Interval gain =
        ClusteredMeans.mean(gains, IntStream.range(0, gains.length).toArray()).interval(0.95);
    return "Mean gain per document " + gain.estimate() + ", by Student's t " + gain.low() + " to "
        + gain.high() + ".";
  }

  /** Guided minus unguided worth, a mean per document. */
  private static double[] perDocument(
      List<ScoredClause> scored, ToDoubleFunction<RevisionArm.Score> part) {
    Map<Integer, List<Double>> gains = new TreeMap<>();
    for (ScoredClause pair : scored) {
      gains
          .computeIfAbsent(pair.documentIndex(), absent -> new ArrayList<>())
          .add(part.applyAsDouble(pair.arms().get(RevisionTrial.GUIDED))
              - part.applyAsDouble(pair.arms().get(RevisionTrial.UNGUIDED)));
    }
    return gains.values().stream()
        .mapToDouble(
            values -> values.stream().mapToDouble(value -> value).average().orElseThrow())
        .toArray();
  }

  /** A bound on any gain, from the lengths of the clauses and the number of rounds alone. */
  private static double range(List<ScoredClause> scored, LeaderWorth worth) {
    long longest = scored.stream()
        .mapToLong(pair -> Clause.tokens(pair.clause().text()))
        .max()
        .orElseThrow();
    // At most six drafts and seven verdicts, each reading and writing the clause with a few added
    // sentences; a model
    // may write more, and is then refused by the check rather than clipped.
    return 1 + worth.deletionLoss() + worth.pricePerToken() * 20 * (longest + 200);
  }
}
