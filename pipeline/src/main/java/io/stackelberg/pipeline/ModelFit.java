package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.HeldOut.OutcomeScores;
import io.stackelberg.pipeline.HeldOut.ResponseScores;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.ReadTurns;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.ResponseEstimator;
import io.stackelberg.response.model.SavedModel;
import io.stackelberg.response.model.SavedOutcomes;
import io.stackelberg.response.model.SoftmaxFollower;
import io.stackelberg.response.model.Unannounced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Fits every named estimator to one log, scores each on turns it was not fitted on, and keeps the best.
 *
 * @param responses response estimators by name
 * @param outcomes outcome estimators by name
 * @param folds folds of the cross-validation
 * @param seed seed of the folds and of the estimators
 * @param progress told what is being fitted
 */
record ModelFit(
    Map<String, ResponseEstimator> responses,
    Map<String, OutcomeEstimator> outcomes,
    int folds,
    long seed,
    Consumer<String> progress) {
  /** Turns per action below which the table is called noise. */
  private static final int FEW_TURNS = 30;

  /** Sessions below which intervals clustered by session are called rough. */
  private static final int FEW_SESSIONS = 20;

  /** The report and what can be saved; empty where no chosen model has a file form. */
  record Fitted(FitReport report, Optional<SavedModel> model) {}

  /**
   * Fits.
   *
   * @param chosen name of the response model to keep; empty for the one of least held-out log-loss
   * @throws InputException if the log cannot carry a response model; the message says what it would take
   */
  Fitted fit(ReadTurns read, Optional<String> chosen) {
    TurnLog free = free(read);
    List<String> cautions = new ArrayList<>();
    requireEnough(read, free);
    caution(read, free, cautions);
    SeedSplitter seeds = new SeedSplitter(seed).task("fit");
    HeldOut heldOut = HeldOut.of(free, folds, seeds);
    Map<String, ResponseScores> scores = new LinkedHashMap<>();
    new TreeMap<>(responses).forEach((name, estimator) -> {
      if (chosen.isEmpty() || chosen.get().equals(name)) {
        progress.accept("response model " + name);
        scores.put(name, heldOut.response(name, estimator, free));
      }
    });
    String response = chosen.orElseGet(() -> best(scores));
    double best = scores.get(response).best();
    double uniform = uniform(free);
    if (!(best < uniform)) {
      cautions.add(
          "no better than a uniform guess: the log does not show what the follower's choice depends on.");
    }
    TurnLog judged = judged(read.log());
    Map<String, OutcomeScores> yields = outcomeScores(judged, seeds);
    if (yields.isEmpty()) {
      cautions.add("no outcome model: " + judged.sessions().size()
          + " sessions have turns with both a judged quality and token counts, expected at least "
          + folds + ".");
    }
    Optional<String> outcome = bestOutcome(yields);
    progress.accept("the chosen models on all turns");
    FollowerModel follower = responses.get(response).fit(free, seeds.generator("whole", response));
    Optional<SoftmaxFollower> saved = follower instanceof SoftmaxFollower softmax
        ? Optional.of(scaled(softmax, scores.get(response)))
        : Optional.empty();
    if (saved.isEmpty()) {
      cautions.add("the response model " + response + " has no file form and is not saved.");
    }
    Optional<SavedOutcomes> yielded = outcome
        .map(name ->
            outcomes.get(name).fit(judged, seeds.generator("whole", name)).model())
        .flatMap(model -> saveable(model, cautions));
    FitReport report = new FitReport(
        read, free.turns().size(), folds, uniform, scores, response, yields, outcome, cautions);
    return new Fitted(
        report,
        saved.isEmpty() && yielded.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new SavedModel(saved, yielded, provenance(read, response, outcome, scores))));
  }

  /**
   * Fits what actions yield, and nothing about the follower's choice.
   *
   * @return empty if fewer sessions than folds have turns with both a judged quality and token counts
   */
  Optional<SavedModel> outcomesOnly(ReadTurns read, TurnLog log) {
    SeedSplitter seeds = new SeedSplitter(seed).task("fit");
    TurnLog judged = judged(log);
    Optional<String> best = bestOutcome(outcomeScores(judged, seeds));
    return best.flatMap(name -> saveable(
            outcomes.get(name).fit(judged, seeds.generator("whole", name)).model(),
            new ArrayList<>()))
        .map(model -> new SavedModel(
            Optional.empty(),
            Optional.of(model),
            new Provenance(
                "stackelberg-governor optimize",
                new TreeMap<>(Map.of("outcome", best.orElseThrow(), "folds", "" + folds)),
                seed,
                new TreeMap<>(Map.of(read.name(), read.sha256())),
                StudyRunner.versions(),
                List.of())));
  }

  private static TurnLog judged(TurnLog log) {
    return new TurnLog(
        log.actions(),
        log.turns().stream()
            .filter(turn -> turn.outcome().quality().isPresent()
                && turn.outcome().tokens().total().isPresent())
            .toList());
  }

  /** Held-out scores; none where sessions are fewer than folds. */
  private Map<String, OutcomeScores> outcomeScores(TurnLog judged, SeedSplitter seeds) {
    Map<String, OutcomeScores> yields = new LinkedHashMap<>();
    if (judged.sessions().size() >= folds) {
      HeldOut heldOut = HeldOut.of(judged, folds, seeds.task("outcomes"));
      new TreeMap<>(outcomes).forEach((name, estimator) -> {
        progress.accept("outcome model " + name);
        yields.put(name, heldOut.outcome(name, estimator, judged));
      });
    }
    return yields;
  }

  private static Optional<String> bestOutcome(Map<String, OutcomeScores> yields) {
    return yields.entrySet().stream()
        .reduce((one, other) ->
            one.getValue().qualityError() < other.getValue().qualityError() ? one : other)
        .map(Map.Entry::getKey);
  }

  private static Optional<SavedOutcomes> saveable(OutcomeModel model, List<String> cautions) {
    if (model instanceof SavedOutcomes outcomes) {
      return Optional.of(outcomes);
    }
    cautions.add("the outcome model has no file form and is not saved.");
    return Optional.empty();
  }

  private static SoftmaxFollower scaled(SoftmaxFollower follower, ResponseScores scores) {
    return scores.isScaled()
        ? new SoftmaxFollower(
            follower.actions(),
            follower.space(),
            follower.outputOf(),
            follower.scores(),
            follower.temperature() * scores.temperature().temperature())
        : follower;
  }

  /** Free turns: announced ones where there are any, else those in which no leader spoke. */
  private static TurnLog free(ReadTurns read) {
    List<Turn> announced = read.log().turns().stream()
        .filter(turn -> !(turn.commitment() instanceof Directive)
            && !(turn.commitment() instanceof Unannounced))
        .toList();
    List<Turn> silent = read.log().turns().stream()
        .filter(turn -> turn.commitment() instanceof Unannounced)
        .toList();
    return new TurnLog(read.log().actions(), announced.isEmpty() ? silent : announced);
  }

  private void requireEnough(ReadTurns read, TurnLog free) {
    String where = " (" + read.name() + ").";
    if (free.turns().isEmpty()) {
      throw InputException.invalid("turns with a free choice is 0, expected at least "
          + FEW_TURNS + " per action: all " + read.log().turns().size()
          + " turns are directives, which the follower obeys" + where
          + "\nMaybe log turns with gov.leader as quality_target and cost_incentive, or none.");
    }
    TreeSet<String> taken = free.turns().stream()
        .map(Turn::action)
        .map(ResourceAction::id)
        .collect(Collectors.toCollection(TreeSet::new));
    if (taken.size() == 1) {
      throw InputException.invalid("actions taken is " + taken
          + ", expected at least 2: from one action no response can be learned" + where
          + "\nMaybe vary gov.leader, or log the turns of more than one configuration; about "
          + FEW_TURNS + " turns of each action are needed.");
    }
    if (free.sessions().size() < folds) {
      throw InputException.invalid("sessions is " + free.sessions().size()
          + ", expected at least --folds = " + folds
          + ": turns are held out by whole sessions" + where
          + "\nMaybe a session id is missing or constant; else log more sessions, about "
          + FEW_SESSIONS + " or more.");
    }
    Turn first = free.turns().get(0);
    if (first.commitment().coordinates().isEmpty()
        && first.context().schema().numeric().isEmpty()
        && first.context().schema().categorical().isEmpty()) {
      throw InputException.invalid(
          "gov.features and gov.leader are absent from every turn, expected one of them: nothing is"
              + " logged that a choice could depend on" + where);
    }
  }

  private static void caution(ReadTurns read, TurnLog free, List<String> cautions) {
    int turns = free.turns().size();
    int actions = (int) free.turns().stream().map(Turn::action).distinct().count();
    int needed = FEW_TURNS * actions;
    if (turns < needed) {
      cautions.add(turns + " turns over " + actions + " actions are too few; the figures above are"
          + " mostly noise. About " + needed + " turns (" + FEW_TURNS
          + " per action) would be a start.");
    }
    int sessions = free.sessions().size();
    if (sessions < FEW_SESSIONS) {
      cautions.add(sessions + " sessions: intervals are rough and the ECE is unknown; about "
          + FEW_SESSIONS + " sessions are needed.");
    }
    int others = read.log().turns().size() - turns;
    long commitments = free.turns().stream().map(Turn::commitment).distinct().count();
    Commitment first = free.turns().get(0).commitment();
    if (first instanceof Unannounced) {
      cautions.add(
          "no leader commitments: the model answers from the context alone and cannot say what"
              + " an announcement would change. Turns with gov.leader, varied at random, would be needed.");
    } else if (commitments == 1) {
      cautions.add("one commitment only (" + first.label() + "): the model cannot say what another"
          + " announcement would change. Vary gov.leader at random.");
    }
    if (others > 0) {
      cautions.add(
          others + " turns (directives, or without a leader) are left out of the response.");
    }
    if (read.inventory().rejected() > 0) {
      cautions.add(read.inventory().rejected() + " of " + read.inventory().lines()
          + " lines were rejected; what remains may not be representative.");
    }
  }

  private static String best(Map<String, ResponseScores> scores) {
    String best = "";
    for (var entry : scores.entrySet()) {
      if (best.isEmpty() || entry.getValue().best() < scores.get(best).best()) {
        best = entry.getKey();
      }
    }
    if (!(scores.get(best).best() < Double.POSITIVE_INFINITY)) {
      throw InputException.invalid("held-out log-loss is infinite for every model of "
          + scores.keySet() + ", expected a finite one: "
          + scores.get(best).logLoss().impossible()
          + " held-out turns took an action that occurs in no other fold."
          + "\nMaybe leave turns of rare actions out, or choose a model with --model.");
    }
    return best;
  }

  /** Mean log number of available actions. */
  private static double uniform(TurnLog free) {
    double sum = 0;
    for (Turn turn : free.turns()) {
      sum += StrictMath.log(
          free.actions().size() - turn.context().unavailableActions().size());
    }
    return sum / free.turns().size();
  }

  private Provenance provenance(
      ReadTurns read,
      String response,
      Optional<String> outcome,
      Map<String, ResponseScores> scores) {
    TreeMap<String, String> options = new TreeMap<>();
    options.put("response", response + " " + responses.get(response));
    outcome.ifPresent(name -> options.put("outcome", name + " " + outcomes.get(name)));
    options.put("folds", "" + folds);
    options.put("scaled", "" + scores.get(response).isScaled());
    options.put("heldOutLogLoss", "" + scores.get(response).best());
    options.put("rejectedLines", "" + read.inventory().rejected());
    TreeMap<String, String> inputs = new TreeMap<>(Map.of(read.name(), read.sha256()));
    return new Provenance(
        "stackelberg-governor fit", options, seed, inputs, StudyRunner.versions(), List.of());
  }
}
