package io.stackelberg.response;

import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Choice among response estimators by cross-validated log-loss, sessions kept together, and a refit of the
 * chosen one on all turns.
 *
 * <p>Judged are turns with a commitment other than a {@link Directive} whose action occurs in the other
 * folds. A turn whose action does not would be impossible to every candidate alike; such turns are counted
 * and left out. A candidate that gives probability 0 to a judged turn has infinite loss.
 *
 * <p>Every fit has a generator of its own, drawn before the first: the result does not depend on which
 * other candidates stand behind a candidate. Memory: one loss per turn and candidate.
 *
 * <p>Source: Stone (1974) [stone1974crossvalidatory]; one-standard-error rule: Breiman et al. (1984)
 * [breiman1984cart], here with the error of the paired difference to the best, robust within sessions.
 *
 * @param candidates estimators by name, in the order of preference among equals: simplest first
 * @param options the options
 */
public record ResponseSelection(Map<String, ResponseEstimator> candidates, Options options)
    implements ResponseEstimator {
  /** Which candidate is chosen. */
  public enum Rule {
    /** The one of least mean log-loss; the first of these. */
    LEAST_LOSS,
    /** The first whose mean log-loss exceeds the least by at most one standard error. */
    ONE_STANDARD_ERROR
  }

  /**
   * Options.
   *
   * @param folds folds of the cross-validation, at least 2; at most one per session is used
   * @param rule which candidate is chosen
   */
  public record Options(int folds, Rule rule) {
    /** Five folds, least loss. */
    public static final Options DEFAULT = new Options(5, Rule.LEAST_LOSS);

    public Options {
      Require.atLeast("folds", folds, 2);
    }

    /** The same options with another number of folds. */
    public Options withFolds(int other) {
      return new Options(other, rule);
    }

    /** The same options with another rule. */
    public Options withRule(Rule other) {
      return new Options(folds, other);
    }
  }

  /**
   * Cross-validated log-loss of one candidate, in nats per turn.
   *
   * @param name of the candidate
   * @param impossible judged turns whose action it gave probability 0
   * @param logLoss mean with its error over sessions; empty where {@code impossible} is above 0: infinite
   * @param excess mean difference to the least loss, with its error; empty where either is infinite
   */
  public record Score(
      String name, int impossible, Optional<MeanEstimate> logLoss, Optional<MeanEstimate> excess) {}

  /**
   * What was chosen, and why.
   *
   * @param scores one per candidate, in their order
   * @param judged turns judged, at least 1
   * @param unseen turns left out because their action does not occur in the other folds
   * @param chosen name of the chosen candidate
   * @param model the chosen candidate fitted to all turns
   */
  public record Result(
      List<Score> scores, int judged, int unseen, String chosen, FollowerModel model) {
    public Result {
      scores = List.copyOf(scores);
    }
  }

  public ResponseSelection {
    Require.atLeast("number of candidates", candidates.size(), 1);
    candidates = Collections.unmodifiableMap(new LinkedHashMap<>(candidates));
  }

  @Override
  public FollowerModel fit(TurnLog log, RandomGenerator random) {
    return select(log, random).model();
  }

  /**
   * Scores all candidates, chooses one and refits it.
   *
   * @param log turns of at least two sessions in which some action occurs twice
   * @param random the only source of randomness
   * @throws IllegalArgumentException if there is nothing to judge, or every candidate has infinite loss
   */
  public Result select(TurnLog log, RandomGenerator random) {
    TurnLog free = new TurnLog(
        log.actions(),
        log.turns().stream()
            .filter(turn -> !(turn.commitment() instanceof Directive))
            .toList());
    Require.atLeast(
        "number of sessions with a commitment other than a directive",
        free.sessions().size(),
        2);
    Folds folds = Folds.draw(free, Math.min(options.folds(), free.sessions().size()), random);
    Require.atLeast("number of turns to judge", folds.sessions.length, 1);
    Map<String, double[]> losses = new LinkedHashMap<>();
    Map<String, Long> refitSeeds = new LinkedHashMap<>();
    for (Map.Entry<String, ResponseEstimator> candidate : candidates.entrySet()) {
      RandomGenerator own = new SplittableRandom(random.nextLong());
      losses.put(candidate.getKey(), folds.losses(candidate.getValue(), own));
      refitSeeds.put(candidate.getKey(), own.nextLong());
    }
    List<Score> scores = scores(losses, folds.sessions);
    String chosen = choose(scores);
    return new Result(
        scores,
        folds.sessions.length,
        folds.unseen,
        chosen,
        candidates.get(chosen).fit(log, new SplittableRandom(refitSeeds.get(chosen))));
  }

  private static List<Score> scores(Map<String, double[]> losses, int[] sessions) {
    Map<String, Optional<MeanEstimate>> means = new LinkedHashMap<>();
    losses.forEach((name, loss) -> means.put(
        name,
        impossible(loss) > 0
            ? Optional.empty()
            : Optional.of(ClusteredMeans.mean(loss, sessions))));
    String best = "";
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, Optional<MeanEstimate>> mean : means.entrySet()) {
      if (mean.getValue().isPresent() && mean.getValue().get().mean() < least) {
        best = mean.getKey();
        least = mean.getValue().get().mean();
      }
    }
    List<Score> scores = new ArrayList<>();
    for (String name : losses.keySet()) {
      Optional<MeanEstimate> excess = Optional.empty();
      if (means.get(name).isPresent()) {
        double[] differences = losses.get(name).clone();
        for (int turn = 0; turn < differences.length; turn++) {
          differences[turn] -= losses.get(best)[turn];
        }
        excess = Optional.of(ClusteredMeans.mean(differences, sessions));
      }
      scores.add(new Score(name, impossible(losses.get(name)), means.get(name), excess));
    }
    return scores;
  }

  private static int impossible(double[] losses) {
    int count = 0;
    for (double loss : losses) {
      count += loss == Double.POSITIVE_INFINITY ? 1 : 0;
    }
    return count;
  }

  private String choose(List<Score> scores) {
    boolean tolerant = options.rule() == Rule.ONE_STANDARD_ERROR;
    for (Score score : scores) {
      if (score.excess().isPresent()) {
        MeanEstimate excess = score.excess().get();
        if (excess.mean() <= (tolerant ? excess.standardError() : 0)) {
          return score.name();
        }
      }
    }
    throw Require.unexpected("log-loss of every candidate", "infinite", "a finite one");
  }

  /** Fitting parts and judged turns of the folds. */
  private record Folds(List<TurnLog> fitted, List<List<Turn>> judged, int[] sessions, int unseen) {
    static Folds draw(TurnLog log, int count, RandomGenerator random) {
      Map<String, Integer> foldOf = GroupFolds.draw(log.sessions(), count, random);
      Map<String, Integer> index = new LinkedHashMap<>();
      List<TurnLog> fitted = new ArrayList<>();
      List<List<Turn>> judged = new ArrayList<>();
      List<Integer> sessions = new ArrayList<>();
      int unseen = 0;
      for (int fold = 0; fold < count; fold++) {
        List<Turn> rest = new ArrayList<>();
        List<Turn> held = new ArrayList<>();
        boolean[] seen = new boolean[log.actions().size()];
        for (Turn turn : log.turns()) {
          if (foldOf.get(turn.context().session()) != fold) {
            rest.add(turn);
            seen[log.actions().indexOf(turn.action().id())] = true;
          }
        }
        for (Turn turn : log.turns()) {
          if (foldOf.get(turn.context().session()) == fold) {
            if (seen[log.actions().indexOf(turn.action().id())]) {
              held.add(turn);
              sessions.add(
                  index.computeIfAbsent(turn.context().session(), session -> index.size()));
            } else {
              unseen++;
            }
          }
        }
        fitted.add(new TurnLog(log.actions(), rest));
        judged.add(held);
      }
      return new Folds(
          fitted, judged, sessions.stream().mapToInt(Integer::intValue).toArray(), unseen);
    }

    /** Log-loss of every judged turn, fold by fold. */
    double[] losses(ResponseEstimator estimator, RandomGenerator random) {
      double[] losses = new double[sessions.length];
      int next = 0;
      for (int fold = 0; fold < fitted.size(); fold++) {
        RandomGenerator own = new SplittableRandom(random.nextLong());
        if (!judged.get(fold).isEmpty()) {
          TurnLog log = fitted.get(fold);
          FollowerModel model = estimator.fit(log, own);
          for (Turn turn : judged.get(fold)) {
            double[] response = model.respond(turn.context(), turn.commitment());
            int action = log.actions().indexOf(turn.action().id());
            losses[next++] = 0 - StrictMath.log(response[action]);
          }
        }
      }
      return losses;
    }
  }
}
