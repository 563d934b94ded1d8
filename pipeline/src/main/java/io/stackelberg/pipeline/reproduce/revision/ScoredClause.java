package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A clause with the judge's and the verifier's first risk and what every arm made of it.
 *
 * @param documentIndex the cluster of the clause
 * @param judged before any revision, by the judge
 * @param seen before any revision, by the verifier
 * @param arms by name, in the order of the table
 */
record ScoredClause(
    Clause clause,
    int documentIndex,
    double judged,
    double seen,
    Map<String, RevisionArm.Score> arms) {

  /**
   * Risk Resolution Rate: among the pairs of clause and category whose risk the judge puts above the tolerated one
   * before revision, the share that it puts at or below it afterwards.
   *
   * <p>The tolerated risk is fixed before any run and is not the announced one: against that, announcing a high
   * budget would resolve everything. The reviser never sees the judge.
   *
   * @param included which pairs count at all
   * @return with a 95 % interval over documents, asymptotic and cut to [0, 1]; empty where no pair is above the tolerated risk
   */
  static Optional<Interval> resolutionRate(
      List<ScoredClause> clauses, String arm, double tolerated, Predicate<ScoredClause> included) {
    List<ScoredClause> above = clauses.stream()
        .filter(included)
        .filter(scored -> scored.judged() > tolerated)
        .toList();
    if (above.isEmpty()) {
      return Optional.empty();
    }
    Interval rate = ClusteredMeans.mean(
            above.stream()
                .mapToDouble(scored -> scored.arms().get(arm).within(tolerated))
                .toArray(),
            documents(above))
        .interval(0.95);
    double estimate = Math.max(0, Math.min(1, rate.estimate()));
    return Optional.of(new Interval(estimate, Math.max(0, rate.low()), Math.min(1, rate.high())));
  }

  /**
   * Tokens of all pairs over the expected number of resolved ones.
   *
   * @return with a 95 % interval over documents by linearisation; empty where nothing is resolved or a cost is
   *     unknown
   */
  static Optional<Interval> tokensPerResolved(
      List<ScoredClause> clauses, String arm, double tolerated) {
    double[] resolved = clauses.stream()
        .mapToDouble(
            scored -> scored.judged() > tolerated ? scored.arms().get(arm).within(tolerated) : 0)
        .toArray();
    double[] tokens =
        clauses.stream().mapToDouble(scored -> scored.arms().get(arm).tokens()).toArray();
    double sum = 0;
    double known = 0;
    for (int index = 0; index < resolved.length; index++) {
      sum += resolved[index];
      known += tokens[index];
    }
    if (!(sum > 0) || Double.isNaN(known)) {
      return Optional.empty();
    }
    Interval saving =
        ClusteredMeans.saving(resolved, tokens, documents(clauses)).interval(0.95);
    return Optional.of(new Interval(1 - saving.estimate(), 1 - saving.high(), 1 - saving.low()));
  }

  /** The cluster of each. */
  static int[] documents(List<ScoredClause> clauses) {
    return clauses.stream().mapToInt(ScoredClause::documentIndex).toArray();
  }
}
