package io.stackelberg.pipeline.reproduce.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Habit;
import io.stackelberg.pipeline.reproduce.revision.RiskQuestion.Reading;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.GuidanceCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BudgetChoiceTest {
  @Test
  void theKnownAnswersOfGuidanceDominance() {
    // Risks 0.6 and 0.4: a hint on the first at 0.2 leaves -0.4 - 0.2 = -0.6 against -1 without.
    CheckResult holds = GuidanceCheck.check(new double[] {-1, -0.6}, new double[] {0, 0.2}, 0.5, 0);
    assertEquals(0.4, assertInstanceOf(CheckResult.Holds.class, holds).margin(), 1e-12);
    // Every instruction costs 0.7, silence is not allowed: -0.4 - 0.7 < -1.
    assertInstanceOf(
        CheckResult.Violated.class,
        GuidanceCheck.check(new double[] {-1, -1.1}, new double[] {2, 0.7}, 1, 0));
  }

  @Tag("slow")
  @Test
  void aThousandRandomGamesNeverViolateDominanceInExpectation() {
    SplittableRandom random = new SplittableRandom(20260410);
    int strict = 0;
    for (int game = 0; game < 1_000; game++) {
      RandomGame played = new RandomGame(random.split());
      BudgetChoice choice = new BudgetChoice(played.game, played.clauses, played.menu);
      double dearest = choice.dearest();
      double limit = BudgetChoice.TASK_TOKENS
          + random.nextDouble() * 1.1 * (dearest - BudgetChoice.TASK_TOKENS);
      BudgetChoice.Chosen chosen = choice.choose(limit);
      assertInstanceOf(CheckResult.Holds.class, chosen.dominance(), "game " + game);

      // By plain enumeration of all announcements, which share nothing with the price search.
      double[] bounds = played.enumerate(limit);
      double guided = played.worth(chosen.budgets());
      assertTrue(guided >= bounds[0] - 1e-12, "game " + game + ": below saying nothing");
      assertEquals(chosen.worth(), guided, 1e-12, "game " + game);
      assertTrue(guided <= bounds[1] + 1e-12, "game " + game + ": above the best");
      assertTrue(chosen.bound() >= bounds[1] - 1e-9, "game " + game + ": bound below the best");
      double free = played.worth(choice.choose(dearest).budgets());
      assertEquals(played.enumerate(Double.MAX_VALUE)[1], free, 1e-9, "game " + game);
      strict += guided > bounds[0] + 1e-9 ? 1 : 0;

      BudgetChoice.Chosen dear = choice.choose(BudgetChoice.TASK_TOKENS - 0.5);
      assertFalse(dear.dominance() instanceof CheckResult.Holds, "game " + game);
      assertTrue(dear.budgets().isEmpty(), "game " + game);
      assertTrue(Double.isNaN(dear.worth()), "game " + game);
      assertFalse(choice.compulsory() instanceof CheckResult.Holds, "game " + game);
    }
    // Otherwise the test would be about games in which nothing can be gained.
    assertTrue(strict > 100, "strictly better in " + strict + " games");
  }

  /** Three clauses in two categories, a menu of two budgets, a follower with a random law and random risks. */
  private static final class RandomGame {
    private static final List<String> CATEGORIES = List.of("a", "b");

    private final BudgetChoice.Game game;
    private final List<Clause> clauses = new ArrayList<>();
    private final List<RiskBudget> menu;

    RandomGame(SplittableRandom random) {
      for (int index = 0; index < 3; index++) {
        RiskQuestion question = new RiskQuestion(
            "q" + index, CATEGORIES.get(index % 2), Reading.EXPOSURE, List.of("x"), "");
        clauses.add(new Clause("c" + index, "d" + index, question, true, "x"));
      }
      // A draft lengthens the text by a letter; risk and chance depend on its length and question.
      double[][] risk = new double[3][5];
      double[][] chance = new double[3][5];
      long[] cost = new long[3];
      for (int index = 0; index < 3; index++) {
        for (int length = 0; length < 5; length++) {
          risk[index][length] = random.nextDouble();
          chance[index][length] = random.nextDouble(0.05, 1);
        }
        cost[index] = random.nextInt(1, 200);
      }
      RevisionRounds rounds = new RevisionRounds(
          request -> {
            int index = request.question().name().charAt(1) - '0';
            return request.tokensLeft().orElse(Long.MAX_VALUE) < cost[index]
                ? Optional.empty()
                : Optional.of(new ClauseReviser.Draft(
                    request.text() + "x",
                    OptionalLong.of(cost[index]),
                    chance[index][request.text().length()]));
          },
          (question, text) -> new ClauseVerifier.Verdict(
              risk[question.name().charAt(1) - '0'][text.length()], OptionalLong.of(1)));
      Habit habit = new Habit(2, 1, Habit.End.RISK_ALLOWED);
      game = new BudgetChoice.Game(
          rounds,
          habit,
          habit,
          random.nextDouble(),
          new LeaderWorth(random.nextDouble() * 2e-3, 0.2));
      menu = List.of(
          new RiskBudget(random.nextDouble(), random.nextInt(50, 300)),
          new RiskBudget(random.nextDouble(), RiskBudget.UNLIMITED));
    }

    double worth(Map<String, Optional<RiskBudget>> budgets) {
      return clauses.stream()
          .mapToDouble(
              clause -> game.value(clause, budgets.get(clause.question().category())))
          .average()
          .orElseThrow();
    }

    /** Worth of saying nothing and of the best pure announcement within a limit. */
    double[] enumerate(double limit) {
      List<Optional<RiskBudget>> options =
          List.of(Optional.empty(), Optional.of(menu.get(0)), Optional.of(menu.get(1)));
      double best = Double.NEGATIVE_INFINITY;
      for (Optional<RiskBudget> first : options) {
        for (Optional<RiskBudget> second : options) {
          Map<String, Optional<RiskBudget>> budgets = Map.of("a", first, "b", second);
          double price = clauses.stream()
              .mapToDouble(clause ->
                  BudgetChoice.announced(clause, budgets.get(clause.question().category())))
              .average()
              .orElseThrow();
          if (price <= limit) {
            best = Math.max(best, worth(budgets));
          }
        }
      }
      return new double[] {worth(Map.of("a", Optional.empty(), "b", Optional.empty())), best};
    }
  }
}
