package io.stackelberg.theory;

import static io.stackelberg.theory.Answers.assertNumbers;
import static io.stackelberg.theory.Answers.holds;
import static io.stackelberg.theory.Answers.violated;

import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.ShortfallUtility;
import io.stackelberg.game.catalog.SessionGame;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** C23 on the session S1, and C24. */
class SessionCheckTest {
  private static final SessionGame S1 = new SessionGame(
      2,
      0.05,
      List.of(
          new SessionGame.Action("lean", 0.6, List.of(3), List.of(1.0)),
          new SessionGame.Action("rich", 0.9, List.of(6, 8), List.of(0.5, 0.5))));

  private static CheckResult s1(int budget, OptionalDouble value, OptionalInt first) {
    return SessionCheck.check(S1, budget, value, first);
  }

  @Test
  void valuesOfS1() {
    CheckResult ten = holds(s1(10, OptionalDouble.of(0.9), OptionalInt.of(0)));
    assertNumbers(ten, "value", 1e-9, 0.9);
    assertNumbers(ten, "greedy_first", 0, 1);
    assertNumbers(ten, "greedy_value", 1e-9, 0.775);
    assertNumbers(ten, "greedy_regret", 1e-9, 0.125);
    assertNumbers(holds(s1(16, OptionalDouble.of(1.1), OptionalInt.of(1))), "first", 0, 1);
    CheckResult eleven = holds(s1(11, OptionalDouble.of(1), OptionalInt.of(1)));
    assertNumbers(eleven, "first_values", 1e-9, 1, 1);
    holds(s1(11, OptionalDouble.of(1), OptionalInt.of(0)));
    assertNumbers(holds(s1(2, OptionalDouble.of(0), OptionalInt.empty())), "value", 0, 0);
  }

  @Test
  void theGreedyStartIsRefuted() {
    violated(s1(10, OptionalDouble.empty(), OptionalInt.of(1)), Rigour.EXACT, "is worth 0.775");
    violated(s1(10, OptionalDouble.of(0.95), OptionalInt.empty()), Rigour.EXACT, "claimed 0.95");
    violated(s1(5, OptionalDouble.empty(), OptionalInt.of(1)), Rigour.EXACT, "worth -Infinity");
  }

  @Test
  void aCommitmentWhoseDrawsMayExceedTheBudgetIsNotFeasible() {
    // One commitment that draws rich with probability 0.1: with 7 tokens it may need 8.
    double[][] responses = {{0.9, 0.1}};
    assertNumbers(
        holds(SessionCheck.check(S1, responses, 7, OptionalDouble.empty(), OptionalInt.empty())),
        "value",
        0,
        0);
    // With 8 tokens one turn: 0.9 · 0.45 + 0.1 · 0.55; then at most 5 are left and it ends.
    assertNumbers(
        holds(SessionCheck.check(S1, responses, 8, OptionalDouble.empty(), OptionalInt.empty())),
        "value",
        1e-9,
        0.46);
  }

  @Test
  void theShortfallOfR1IsValid() {
    ShortfallUtility r1 = new ShortfallUtility(1, 2, 1, 0.5, IncentiveForm.SUBSIDY, 1);
    double[] targets = {0, 0.5, 1};
    double[] costs = {0, 0.2, 1};
    double[][] outcomes = {{0.5, 0.3}, {1, 1}};
    holds(TargetGamingCheck.check(
        (target, cost, quality, tokens) -> r1.of(cost, quality, tokens), targets, costs, outcomes));
    violated(
        TargetGamingCheck.check(
            (target, cost, quality, tokens) -> -2 * Math.max(0, target - quality) - tokens,
            targets,
            costs,
            outcomes),
        Rigour.EXACT,
        "under q = 0.0 and");
    holds(TargetGamingCheck.checkForm(false, 2));
    violated(TargetGamingCheck.checkForm(true, 2), Rigour.EXACT, "2.0 more under q = 0");
    holds(TargetGamingCheck.checkForm(true, 0));
  }
}
