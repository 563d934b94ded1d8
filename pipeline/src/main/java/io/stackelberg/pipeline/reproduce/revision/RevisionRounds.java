package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.Require;
import io.stackelberg.pipeline.reproduce.revision.ClauseReviser.Draft;
import io.stackelberg.pipeline.reproduce.revision.ClauseVerifier.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The game of one clause: the leader announces a budget, the reviser drafts, the verifier looks, and the leader asks
 * again, one degree deeper, where the verifier sees more risk than allowed.
 *
 * <p>An outer round is one request of the leader's; its inner rounds are drafts until one takes effect and the
 * verifier is content; a round in which no draft comes passes to the next. Revision ends when the residual risk is
 * allowed, the tokens are spent or rounds are used up. A finite token budget also ends it where a cost is unknown, for it could not be kept. No draft is
 * begun that would exceed the budget; the verdict on a draft that took effect is always heard, so that a clause may
 * end above its budget by the cost of one verdict.
 *
 * <p>Source: Xu et al. (2026) [xu2026rcbsf] for the roles; the rounds are this project's own.
 *
 * @param reviser drafts
 * @param verifier sees the clause before the first draft and after each that took effect
 */
public record RevisionRounds(ClauseReviser reviser, ClauseVerifier verifier) {
  /**
   * How the follower works when nothing ends it earlier.
   *
   * @param outer requests of the leader's, at least 0; 0 leaves the clause alone
   * @param inner drafts per request, at least 1
   * @param end when it stops
   */
  public record Habit(int outer, int inner, End end) {
    /** When a follower stops. */
    public enum End {
      /** When the verifier sees no more than the risk allowed. */
      RISK_ALLOWED,
      /** When its rounds are over, whatever the verifier says: one draft taking effect per request. */
      ROUNDS_OVER
    }

    public Habit {
      Require.atLeast("outer", outer, 0);
      Require.atLeast("inner", inner, 1);
    }
  }

  /** Why revision ended. */
  public enum Stop {
    /** The verifier sees no more risk than allowed. */
    RISK_ALLOWED,
    /** The rounds are used up. */
    ROUNDS_OVER,
    /** No tokens are left, or the last round had no draft within them. */
    TOKENS_SPENT,
    /** The reviser had no draft in the last round. */
    NO_DRAFT,
    /** A cost is unknown under a finite budget. */
    COST_UNKNOWN
  }

  /**
   * What came of a clause.
   *
   * @param text as it stands at the end
   * @param riskSeen the verifier's last risk
   * @param tokens spent on drafts and verdicts; empty where a cost is unknown
   * @param drafts number of drafts, those without effect included
   * @param stop why it ended
   */
  public record Trace(String text, double riskSeen, OptionalLong tokens, int drafts, Stop stop) {}

  /**
   * Revises one clause.
   *
   * @param budget what was announced; empty where nothing was
   * @param toleratedRisk the risk at which a follower without an announcement is content, in [0, 1]
   * @param luck decides which drafts take effect
   */
  public Trace run(
      Clause clause, Optional<RiskBudget> budget, Habit habit, double toleratedRisk, Luck luck) {
    double allowed = budget.map(RiskBudget::residualRisk).orElse(toleratedRisk);
    Spending spending = new Spending(budget
        .filter(RiskBudget::isLimited)
        .map(limited -> OptionalLong.of(limited.tokensPerClause()))
        .orElse(OptionalLong.empty()));
    String text = clause.text();
    Verdict verdict = verifier.verify(clause.question(), text);
    spending.book(verdict.tokens());
    int drafts = 0;
    Stop last = Stop.ROUNDS_OVER;
    for (int outer = 1; outer <= habit.outer(); outer++) {
      for (int inner = 1; inner <= habit.inner(); inner++) {
        if (habit.end() == Habit.End.RISK_ALLOWED && verdict.risk() <= allowed) {
          return spending.trace(text, verdict, drafts, Stop.RISK_ALLOWED);
        }
        Optional<Stop> stop = spending.stop();
        if (stop.isPresent()) {
          return spending.trace(text, verdict, drafts, stop.get());
        }
        Optional<Draft> draft = reviser.revise(
            new ClauseReviser.Request(clause.question(), text, outer, budget, spending.left()));
        if (draft.isEmpty()) {
          last = spending.left().isPresent() ? Stop.TOKENS_SPENT : Stop.NO_DRAFT;
          break;
        }
        last = Stop.ROUNDS_OVER;
        drafts++;
        spending.book(draft.get().tokens());
        if (luck.favours(draft.get().chance())) {
          text = draft.get().text();
          verdict = verifier.verify(clause.question(), text);
          spending.book(verdict.tokens());
          if (habit.end() == Habit.End.ROUNDS_OVER) {
            break;
          }
        }
      }
    }
    boolean isContent = habit.end() == Habit.End.RISK_ALLOWED && verdict.risk() <= allowed;
    return spending.trace(text, verdict, drafts, isContent ? Stop.RISK_ALLOWED : last);
  }

  /** Tokens of one clause. */
  private static final class Spending {
    private final OptionalLong limit;
    private long spent;
    private boolean isKnown = true;

    Spending(OptionalLong limit) {
      this.limit = limit;
    }

    void book(OptionalLong tokens) {
      isKnown &= tokens.isPresent();
      spent += tokens.orElse(0);
    }

    OptionalLong left() {
      return limit.isPresent()
          ? OptionalLong.of(Math.max(0, limit.getAsLong() - spent))
          : OptionalLong.empty();
    }

    Optional<Stop> stop() {
      if (limit.isEmpty()) {
        return Optional.empty();
      }
      if (!isKnown) {
        return Optional.of(Stop.COST_UNKNOWN);
      }
      return spent >= limit.getAsLong() ? Optional.of(Stop.TOKENS_SPENT) : Optional.empty();
    }

    Trace trace(String text, Verdict verdict, int drafts, Stop stop) {
      return new Trace(
          text,
          verdict.risk(),
          isKnown ? OptionalLong.of(spent) : OptionalLong.empty(),
          drafts,
          stop);
    }
  }
}
