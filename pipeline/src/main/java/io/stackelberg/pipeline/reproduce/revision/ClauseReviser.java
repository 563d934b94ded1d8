package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.Require;
import java.util.Optional;
import java.util.OptionalLong;

/** Drafts a revision of a clause; keeps no state between calls. */
@FunctionalInterface
public interface ClauseReviser {
  /** A draft; empty where nothing can be done within the request. */
  Optional<Draft> revise(Request request);

  /**
   * What is asked of the reviser.
   *
   * @param question what makes the text risky
   * @param text the clause as it stands
   * @param outerRound how often the leader has asked, from 1: a later round allows a deeper cut
   * @param budget what was announced; empty where nothing was
   * @param tokensLeft tokens that the draft may cost at most
   */
  record Request(
      RiskQuestion question,
      String text,
      int outerRound,
      Optional<RiskBudget> budget,
      OptionalLong tokensLeft) {
    public Request {
      Require.atLeast("outerRound", outerRound, 1);
    }
  }

  /**
   * A draft.
   *
   * @param text the clause as it would stand, possibly empty
   * @param tokens what the draft cost, where that is known
   * @param chance probability that it takes effect, in (0, 1]; 1 where the text alone shows what came of it
   */
  record Draft(String text, OptionalLong tokens, double chance) {
    public Draft {
      Require.inRange("chance", chance, Double.MIN_VALUE, 1);
    }
  }
}
