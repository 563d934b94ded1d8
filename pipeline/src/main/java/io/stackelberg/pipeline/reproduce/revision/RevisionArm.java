package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Habit;
import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One way of running the revision, to be compared with others.
 *
 * @param name shown in tables
 * @param habit how the follower works
 * @param budget what is announced for a category; empty for nothing
 */
record RevisionArm(String name, Habit habit, Function<String, Optional<RiskBudget>> budget) {
  /**
   * One possible end of a clause.
   *
   * @param probability in (0, 1]
   * @param judged the judge's risk at the end
   * @param trace what happened
   */
  record End(double probability, double judged, Trace trace) {}

  /**
   * What an arm made of a clause, in expectation over the declared law of success.
   *
   * @param ends every possible end
   * @param tokens task, announcement, drafts and verdicts; NaN where one is unknown
   * @param judged the judge's risk left
   * @param seen the verifier's risk left
   * @param deleted share of the text deleted
   * @param worthSeen to the leader, with the verifier's risk; NaN where tokens are unknown
   * @param worthJudged to the leader, with the judge's risk; NaN where tokens are unknown
   */
  record Score(
      List<End> ends,
      double tokens,
      double judged,
      double seen,
      double deleted,
      double worthSeen,
      double worthJudged) {
    /** Probability that the judge sees at most this risk at the end. */
    double within(double tolerated) {
      double probability = 0;
      for (End end : ends) {
        probability += end.judged() <= tolerated ? end.probability() : 0;
      }
      // Probabilities of all ends sum to 1 but for rounding.
      return Math.min(1, probability);
    }
  }

  /** Runs the arm on a clause through every outcome of its drafts. */
  Score score(
      Clause clause,
      RevisionRounds rounds,
      ClauseVerifier judge,
      LeaderWorth worth,
      double toleratedRisk) {
    Optional<RiskBudget> announced = budget.apply(clause.question().category());
    long announcement = BudgetChoice.announced(clause, announced);
    List<End> ends = new ArrayList<>();
    double[] sums = new double[6];
    for (Luck.Weighted<Trace> outcome :
        Luck.outcomes(luck -> rounds.run(clause, announced, habit, toleratedRisk, luck))) {
      Trace trace = outcome.value();
      double judged = judge.verify(clause.question(), trace.text()).risk();
      ends.add(new End(outcome.probability(), judged, trace));
      double[] values = {
        trace.tokens().isPresent() ? trace.tokens().getAsLong() + announcement : Double.NaN,
        judged,
        trace.riskSeen(),
        LeaderWorth.deletedShare(clause.text(), trace.text()),
        worth.of(clause, trace, trace.riskSeen(), announcement),
        worth.of(clause, trace, judged, announcement)
      };
      for (int value = 0; value < values.length; value++) {
        sums[value] += outcome.probability() * values[value];
      }
    }
    return new Score(List.copyOf(ends), sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
  }
}
