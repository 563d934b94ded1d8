package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Habit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Two halves of documents: on each the leader chooses budgets and the judge is trained, on the other they are scored.
 *
 * @param executor who revises and verifies in the scored runs; budgets are chosen with the rules
 * @param tolerated the risk above which a pair needs revision; fixed before any run
 * @param worth what the leader maximises
 * @param menu what may be announced in a category
 */
record RevisionTrial(
    RevisionExecutor executor, double tolerated, LeaderWorth worth, List<RiskBudget> menu) {
  /** Leaves the clause alone: it is looked at once. */
  static final String NONE = "no revision";

  /** One draft at most, nothing announced. */
  static final String SINGLE = "unguided, one draft";

  /** The same rounds as guided, nothing announced: the null instruction. */
  static final String UNGUIDED = "unguided";

  /** Fixed rounds whatever the verifier says, nothing announced. */
  static final String ITERATIVE = "iterative, fixed rounds";

  /** The chosen risk budgets without token budgets. */
  static final String NO_TOKENS = "no token budget";

  /** The chosen token budgets without risk budgets. */
  static final String NO_RISK = "no risk budget";

  /** The one budget that is best for all categories together. */
  static final String UNIFORM = "one budget for all";

  /** The chosen budgets per category. */
  static final String GUIDED = "guided";

  private static final Habit ROUNDS = new Habit(3, 2, Habit.End.RISK_ALLOWED);

  RevisionTrial {
    menu = List.copyOf(menu);
  }

  /** The game as the leader knows it when choosing. */
  BudgetChoice.Game game() {
    return new BudgetChoice.Game(
        RevisionExecutor.rules().rounds(), ROUNDS, ROUNDS, tolerated, worth);
  }

  /**
   * One half's choice and what it yields on the other half.
   *
   * @param choice the menu evaluated on the first half
   * @param chosen the budgets
   * @param uniform the best single budget; empty where saying nothing is best
   * @param judge trained on the first half
   * @param scored the clauses of the other half
   */
  record Half(
      BudgetChoice choice,
      BudgetChoice.Chosen chosen,
      Optional<RiskBudget> uniform,
      ClauseVerifier judge,
      List<ScoredClause> scored) {}

  /** Deals the documents into two halves of equal number, or one more in the first. */
  static Map<String, Integer> halves(List<Clause> clauses, RandomGenerator random) {
    List<String> documents = new ArrayList<>(
        clauses.stream().map(Clause::document).distinct().sorted().toList());
    for (int last = documents.size() - 1; last > 0; last--) {
      Collections.swap(documents, last, random.nextInt(last + 1));
    }
    Map<String, Integer> halves = new HashMap<>();
    documents.forEach(document -> halves.put(document, halves.size() % 2));
    return halves;
  }

  /** Chooses on the one half and scores on the other. */
  Half run(List<Clause> choosing, List<Clause> scoring, Map<String, Integer> documentIndex) {
    BudgetChoice choice = new BudgetChoice(game(), choosing, menu);
    BudgetChoice.Chosen chosen = choice.choose(choice.dearest());
    Optional<RiskBudget> uniform = choice.uniform();
    ClauseVerifier judge = remembering(new TrainedVerifier(choosing));
    List<RevisionArm> arms = arms(chosen.budgets(), uniform);
    List<Clause> sample = executor.largestSample().isPresent()
        ? scoring.stream()
            .sorted(Comparator.comparing(Clause::id)
                .thenComparing(clause -> clause.question().name()))
            .limit(executor.largestSample().getAsInt())
            .toList()
        : scoring;
    // A verdict heard again is booked again but not asked again.
    RevisionRounds rounds = new RevisionRounds(
        executor.rounds().reviser(), remembering(executor.rounds().verifier()));
    List<ScoredClause> scored = new ArrayList<>();
    for (Clause clause : sample) {
      Map<String, RevisionArm.Score> scores = new LinkedHashMap<>();
      for (RevisionArm arm : arms) {
        scores.put(arm.name(), arm.score(clause, rounds, judge, worth, tolerated));
      }
      scored.add(new ScoredClause(
          clause,
          documentIndex.get(clause.document()),
          judge.verify(clause.question(), clause.text()).risk(),
          scores.get(NONE).seen(),
          scores));
    }
    return new Half(choice, chosen, uniform, judge, scored);
  }

  private List<RevisionArm> arms(
      Map<String, Optional<RiskBudget>> chosen, Optional<RiskBudget> uniform) {
    return List.of(
        new RevisionArm(
            NONE, new Habit(0, 1, Habit.End.RISK_ALLOWED), category -> Optional.empty()),
        new RevisionArm(
            SINGLE, new Habit(1, 1, Habit.End.RISK_ALLOWED), category -> Optional.empty()),
        new RevisionArm(UNGUIDED, ROUNDS, category -> Optional.empty()),
        new RevisionArm(
            ITERATIVE, new Habit(3, 2, Habit.End.ROUNDS_OVER), category -> Optional.empty()),
        new RevisionArm(
            NO_TOKENS,
            ROUNDS,
            category -> announced(chosen, category)
                .map(budget -> new RiskBudget(budget.residualRisk(), RiskBudget.UNLIMITED))),
        new RevisionArm(
            NO_RISK,
            ROUNDS,
            category -> announced(chosen, category)
                .map(budget -> new RiskBudget(tolerated, budget.tokensPerClause()))),
        new RevisionArm(UNIFORM, ROUNDS, category -> uniform),
        new RevisionArm(GUIDED, ROUNDS, category -> announced(chosen, category)));
  }

  /** A category that the choosing half lacks is told nothing. */
  private static Optional<RiskBudget> announced(
      Map<String, Optional<RiskBudget>> chosen, String category) {
    return chosen.getOrDefault(category, Optional.empty());
  }

  /** The same verdicts, each computed once; for one thread. */
  private static ClauseVerifier remembering(ClauseVerifier verifier) {
    Map<List<String>, ClauseVerifier.Verdict> known = new HashMap<>();
    return (question, text) -> known.computeIfAbsent(
        List.of(question.name(), text), absent -> verifier.verify(question, text));
  }
}
