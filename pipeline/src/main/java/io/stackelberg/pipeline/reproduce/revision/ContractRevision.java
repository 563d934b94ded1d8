package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.stats.Interval;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.reproduce.Reproduction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Risk-constrained revision of labelled contract clauses: what announcing risk and token budgets is worth.
 *
 * <p>Expectations over the rule-based reviser's declared law of success are exact, so that the seed decides nothing
 * but the halves of documents. A chat model plays both roles where the environment names one ({@link
 * RevisionExecutor}); each of its answers is then taken as it came.
 *
 * <p>Source: Xu et al. (2026) [xu2026rcbsf] for the three roles and the Risk Resolution Rate, whose definition here
 * ({@link ScoredClause#resolutionRate}) is this project's.
 */
public final class ContractRevision implements Reproduction {
  private static final String FILE = "contract-clauses/contract-clauses.csv";
  private static final double TOLERATED = 0.5;
  private static final double[] LEVELS = {0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};
  private static final LeaderWorth WORTH = new LeaderWorth(1e-4, 0.3);

  private final RevisionExecutor executor;

  /** The study with the executor that the environment names; rules where it names none. */
  public ContractRevision() {
    this(RevisionExecutor.fromEnvironment(System::getenv));
  }

  /** The study with this executor. */
  public ContractRevision(RevisionExecutor executor) {
    this.executor = executor;
  }

  @Override
  public String summary() {
    return "risk and token budgets per category for revising contract clauses, against unguided runs";
  }

  @Override
  public Findings run(Setting setting) {
    Path file = setting.folders().stream()
        .flatMap(folder ->
            Stream.of(folder.resolve("../shared/data").resolve(FILE), folder.resolve(FILE)))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> InputException.absent(
            FILE + " is absent, expected it under ../shared/data or the working directory."));
    List<Clause> clauses = Clause.read(file, RiskQuestion.all());
    Map<String, Integer> documents = new HashMap<>();
    clauses.forEach(clause -> documents.putIfAbsent(clause.document(), documents.size()));
    Map<String, Integer> halfOf =
        RevisionTrial.halves(clauses, setting.seeds().generator("halves"));
    RevisionTrial trial = new RevisionTrial(executor, TOLERATED, WORTH, menu(setting.isBrief()));
    List<RevisionTrial.Half> halves = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      int scoring = half;
      halves.add(trial.run(
          clauses.stream()
              .filter(clause -> halfOf.get(clause.document()) != scoring)
              .toList(),
          clauses.stream()
              .filter(clause -> halfOf.get(clause.document()) == scoring)
              .toList(),
          documents));
      setting.progress().accept("contract revision: half " + (half + 1) + " of 2 scored");
    }
    List<ScoredClause> scored =
        halves.stream().flatMap(half -> half.scored().stream()).toList();

    Findings findings = new Findings(
        "contract-revision",
        "Risk-constrained revision of contract clauses",
        "What do risk and token budgets per category, announced by a leader, add to a follower that revises and"
            + " verifies clauses on its own?",
        executor.evidence() + " " + clauses.size() + " labelled pairs of clause and question from "
            + documents.size()
            + " documents; labels say what a clause contains, none says whether a revision is"
            + " good. No legal advice.");
    ablation(findings, scored);
    agreement(findings, scored);
    budgets(findings, halves);
    RevisionClaims.state(findings, halves, scored, TOLERATED, WORTH);
    curves(findings, halves.get(0), scored);
    RevisionDetails.write(findings.details(), halves, TOLERATED);
    return findings;
  }

  /** What may be announced in a category. */
  private static List<RiskBudget> menu(boolean isBrief) {
    double[] risks = isBrief ? new double[] {0.35, 0.5} : new double[] {0.2, 0.35, 0.5, 0.65};
    long[] tokens = isBrief ? new long[] {250, 1000} : new long[] {125, 250, 500, 1000, 2000};
    List<RiskBudget> menu = new ArrayList<>();
    for (double risk : risks) {
      for (long limit : tokens) {
        menu.add(new RiskBudget(risk, limit));
      }
    }
    return menu;
  }

  private static void ablation(Findings findings, List<ScoredClause> scored) {
    var table = findings.table(
        "ablation",
        "Risk Resolution Rate: share of pairs judged above " + TOLERATED
            + " before and at or below it after, by a judge the reviser never sees; 95 % intervals over documents, asymptotic",
        "run",
        "resolution rate",
        "low",
        "high",
        "rate, labelled risky only",
        "tokens per pair",
        "tokens per resolved risk",
        "tokens low",
        "tokens high",
        "judge's risk left",
        "verifier's risk left",
        "text deleted",
        "worth, verifier's risk",
        "worth, judge's risk");
    for (String arm : scored.get(0).arms().keySet()) {
      Optional<Interval> rate = ScoredClause.resolutionRate(scored, arm, TOLERATED, pair -> true);
      Optional<Interval> risky = ScoredClause.resolutionRate(
          scored, arm, TOLERATED, pair -> pair.clause().isRisky());
      Optional<Interval> tokens = ScoredClause.tokensPerResolved(scored, arm, TOLERATED);
      table.row(
          arm,
          or(rate.map(Interval::estimate)),
          or(rate.map(Interval::low)),
          or(rate.map(Interval::high)),
          or(risky.map(Interval::estimate)),
          mean(scored, arm, RevisionArm.Score::tokens),
          or(tokens.map(Interval::estimate)),
          or(tokens.map(Interval::low)),
          or(tokens.map(Interval::high)),
          mean(scored, arm, RevisionArm.Score::judged),
          mean(scored, arm, RevisionArm.Score::seen),
          mean(scored, arm, RevisionArm.Score::deleted),
          mean(scored, arm, RevisionArm.Score::worthSeen),
          mean(scored, arm, RevisionArm.Score::worthJudged));
    }
  }

  private static void agreement(Findings findings, List<ScoredClause> scored) {
    boolean[] verifier = answers(scored, pair -> pair.seen() > TOLERATED);
    boolean[] judge = answers(scored, pair -> pair.judged() > TOLERATED);
    boolean[] person = answers(scored, pair -> pair.clause().isRisky());
    int[] documents = ScoredClause.documents(scored);
    var table = findings.table(
        "agreement",
        "Who agrees with whom that a clause, before revision, is a risk; 95 % intervals over documents",
        "pair of raters",
        "share agreed",
        "share low",
        "share high",
        "kappa",
        "kappa low",
        "kappa high");
    Agreement seen = row(table, "verifier and judge", verifier, judge, documents);
    Agreement verified = row(table, "verifier and person's label", verifier, person, documents);
    Agreement judged = row(table, "judge and person's label", judge, person, documents);
    boolean better = verified.kappa().low() > 0 && judged.kappa().low() > 0;
    findings.state(
        "Verifier and judge both recognise what a person labelled as a risk better than chance.",
        better ? Standing.HOLDS : Standing.OPEN,
        "Kappa of the verifier " + verified.kappa().estimate() + " ("
            + verified.kappa().low() + " to "
            + verified.kappa().high() + "), of the judge " + judged.kappa().estimate() + " ("
            + judged.kappa().low() + " to " + judged.kappa().high() + "), between them "
            + seen.kappa().estimate()
            + "; the verifier's cues were written with the data in sight, the judge was"
            + " trained on the other half.");
  }

  private static Agreement row(
      Findings.Table table, String name, boolean[] first, boolean[] second, int[] documents) {
    Agreement agreement = Agreement.of(first, second, documents);
    table.row(
        name,
        agreement.share().estimate(),
        agreement.share().low(),
        agreement.share().high(),
        agreement.kappa().estimate(),
        agreement.kappa().low(),
        agreement.kappa().high());
    return agreement;
  }

  private static void budgets(Findings findings, List<RevisionTrial.Half> halves) {
    var table = findings.table(
        "budgets",
        "Budgets chosen on one half (first, second) per category, and what each adds to the mean worth of all clauses of its half",
        "category",
        "expected gain, first",
        "expected gain, second",
        "residual risk, first",
        "tokens per clause, first",
        "residual risk, second",
        "tokens per clause, second");
    Map<String, double[]> rows = new TreeMap<>();
    for (int half = 0; half < 2; half++) {
      RevisionTrial.Half one = halves.get(half);
      for (int category = 0; category < one.choice().categories().size(); category++) {
        String name = one.choice().categories().get(category);
        double[] row = rows.computeIfAbsent(
            name,
            absent -> IntStream.range(0, 6).mapToDouble(cell -> Double.NaN).toArray());
        row[half] = one.choice().gain(category);
        int at = 2 + 2 * half;
        one.chosen().budgets().get(name).ifPresent(budget -> {
          row[at] = budget.residualRisk();
          row[at + 1] = budget.tokensPerClause();
        });
      }
    }
    rows.forEach(table::row);
  }

  private static void curves(
      Findings findings, RevisionTrial.Half half, List<ScoredClause> scored) {
    var rates = findings.curves(
        "resolution",
        "Resolution rate by tolerated risk",
        "Each curve asks the judge at another tolerated risk; the table's figures are those at "
            + TOLERATED + ".",
        "tolerated risk",
        "Risk Resolution Rate");
    for (String arm : scored.get(0).arms().keySet()) {
      double[] rate = new double[LEVELS.length];
      for (int level = 0; level < rate.length; level++) {
        rate[level] = or(ScoredClause.resolutionRate(scored, arm, LEVELS[level], pair -> true)
            .map(Interval::estimate));
      }
      rates.line(arm, LEVELS, rate);
    }
    double dearest = half.choice().dearest();
    double[] limits = new double[21];
    double[] values = new double[limits.length];
    double[] bounds = new double[limits.length];
    double[] silence = new double[limits.length];
    for (int index = 0; index < limits.length; index++) {
      limits[index] =
          BudgetChoice.TASK_TOKENS + (dearest - BudgetChoice.TASK_TOKENS) * index / 20.0;
      BudgetChoice.Chosen chosen = half.choice().choose(limits[index]);
      values[index] = chosen.worth();
      bounds[index] = chosen.bound();
      silence[index] = chosen.values().get(0);
    }
    findings
        .curves(
            "announcing",
            "What announcing is worth",
            "Expected worth per clause on the first choosing half as announcements may cost more; it starts at"
                + " saying nothing and never falls below it.",
            "tokens per clause for task and announcement",
            "worth per clause")
        .line("chosen budgets", limits, values)
        .line("proved bound", limits, bounds)
        .line("saying nothing", limits, silence);
  }

  private static boolean[] answers(List<ScoredClause> scored, Predicate<ScoredClause> yes) {
    boolean[] answers = new boolean[scored.size()];
    for (int index = 0; index < answers.length; index++) {
      answers[index] = yes.test(scored.get(index));
    }
    return answers;
  }

  private static double mean(
      List<ScoredClause> scored, String arm, ToDoubleFunction<RevisionArm.Score> part) {
    return scored.stream()
        .mapToDouble(pair -> part.applyAsDouble(pair.arms().get(arm)))
        .average()
        .orElseThrow();
  }

  private static double or(Optional<Double> value) {
    return value.orElse(Double.NaN);
  }
}
