package io.stackelberg.pipeline.reproduce.revision;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import java.util.List;

/** Writes what every pair gave under every run, from which the tables can be computed again. */
final class RevisionDetails {
  private RevisionDetails() {}

  /**
   * Writes {@code tolerated_risk} and {@code pairs}, each with its clause, question, category, document, whether a
   * person's label makes it a risk, the judge's and the verifier's risk before, and under {@code runs} by name the
   * probability that it is at or below the tolerated risk after, the expected tokens (null where unknown), risks left
   * and share deleted, and both worths.
   */
  static void write(ObjectNode details, List<RevisionTrial.Half> halves, double tolerated) {
    details.put("tolerated_risk", tolerated);
    ArrayNode pairs = details.putArray("pairs");
    for (int half = 0; half < halves.size(); half++) {
      for (ScoredClause scored : halves.get(half).scored()) {
        Clause clause = scored.clause();
        ObjectNode pair = pairs.addObject();
        pair.put("clause", clause.id()).put("question", clause.question().name());
        pair.put("category", clause.question().category()).put("half", half);
        pair.put("document", scored.documentIndex()).put("labelled_risky", clause.isRisky());
        pair.put("judge_before", scored.judged()).put("verifier_before", scored.seen());
        ObjectNode runs = pair.putObject("runs");
        scored.arms().forEach((name, score) -> {
          ObjectNode run = runs.putObject(name);
          run.put("within_tolerated", score.within(tolerated));
          known(run, "tokens", score.tokens());
          run.put("judge_after", score.judged()).put("verifier_after", score.seen());
          run.put("deleted", score.deleted());
          known(run, "worth_verifier", score.worthSeen());
          known(run, "worth_judge", score.worthJudged());
        });
      }
    }
  }

  private static void known(ObjectNode run, String name, double value) {
    if (Double.isNaN(value)) {
      run.putNull(name);
    } else {
      run.put(name, Require.finite(name, value));
    }
  }
}
