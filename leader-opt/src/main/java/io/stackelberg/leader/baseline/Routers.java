package io.stackelberg.leader.baseline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Baselines that choose between two actions: the reference, which is dear, and a cheaper one. Which one is part
 * of what is tuned; see {@link Pair#all}.
 */
public final class Routers {
  private static final double[] SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
  private static final double PENALTY = 1;

  private Routers() {}

  /**
   * The dear action where its predicted gain of quality exceeds a threshold; the cheapest threshold that stayed
   * within the slack in practice, among the deciles of the prediction.
   *
   * <p>Source: Ong et al. (2025) [ong2025routellm].
   */
  public static Baseline routerThreshold() {
    return new Described(
        "directs the reference where its predicted gain of quality over a cheaper action exceeds a threshold"
            + " tuned on practice",
        (practice, random) -> {
          Rehearsal rehearsal = new Rehearsal(practice, random);
          List<LeaderPolicy> candidates = new ArrayList<>(List.of(rehearsal.reference()));
          Pair.all(practice, rehearsal)
              .forEach(pair -> candidates.addAll(pair.candidates(pair::gain)));
          return rehearsal.cheapest(candidates);
        });
  }

  /**
   * The cheap action unless a scorer, learned from practice, predicts that it fails; the threshold is the
   * cheapest that stayed within the slack.
   *
   * <p>Source: Chen, Zaharia and Zou (2024) [chen2024frugalgpt]. There a failed answer is redone; here a turn is
   * played once, so the scorer judges the coming turn from its features and the session's quality so far.
   */
  public static Baseline cascade() {
    return new Described(
        "directs a cheaper action unless its predicted probability of failing (quality below the reference's"
            + " mean less the slack) exceeds a threshold tuned on practice; a turn cannot be redone here",
        (practice, random) -> {
          Rehearsal rehearsal = new Rehearsal(practice, random);
          List<Pair> pairs = Pair.all(practice, rehearsal);
          // For each pair one to learn its scorer and one per candidate; three for the reference.
          int share = rehearsal.share(pairs.size() * (SHARES.length + 2) + 3);
          double floor = rehearsal.floor(share);
          Features features = new Features(ActionLadder.contexts(practice));
          List<LeaderPolicy> candidates = new ArrayList<>(List.of(rehearsal.reference()));
          for (Pair pair : pairs) {
            RidgeRegression failures = new RidgeRegression(features.size(), 1, PENALTY);
            rehearsal.play(
                "scorer",
                share,
                context -> pair.arms.feasible(context, pair.cheap.directive()),
                turn -> failures.add(
                    features.of(turn.context()), Rehearsal.quality(turn) < floor ? 1 : 0));
            candidates.addAll(
                pair.candidates(context -> failures.predict(features.of(context), 0)));
          }
          return rehearsal.cheapest(candidates, share);
        });
  }

  /**
   * Options of the conformal gate.
   *
   * @param rate violations per turn that are tolerated, in (0, 1)
   * @param confidence with which they are, in (0, 1)
   */
  public record GateOptions(double rate, double confidence) {
    /** One turn in ten, at 95 per cent. */
    public static final GateOptions DEFAULT = new GateOptions(0.1, 0.95);

    public GateOptions {
      Require.inOpenUnitInterval("rate", rate);
      Require.inOpenUnitInterval("confidence", confidence);
    }

    /** The same options with another rate. */
    public GateOptions withRate(double other) {
      return new GateOptions(other, confidence);
    }

    /** The same options with another confidence. */
    public GateOptions withConfidence(double other) {
      return new GateOptions(rate, other);
    }
  }

  /**
   * The cheap action where the predicted loss is small enough: the laxest threshold up to which each one's rate
   * of violations has an upper confidence bound within the tolerated rate.
   *
   * <p>A violation is a turn given to the cheap action that falls short of the reference's, under equal luck,
   * by more than the slack. Thresholds are tested in a fixed order, strict to lax, so that no correction for
   * their number is due. The bound takes turns as independent; sessions of several turns are not, and there it
   * is approximate. Source: Clopper and Pearson (1934) [clopper1934use]; fixed order: Angelopoulos et al.
   * (2025) [angelopoulos2025learn].
   */
  public static Baseline conformalGate(GateOptions options) {
    return new Described(
        "directs a cheaper action where the reference's predicted gain is small; threshold: the laxest whose"
            + " rate of turns that fall short by more than the slack has a Clopper-Pearson bound within "
            + options.rate(),
        (practice, random) -> gate(practice, options, random));
  }

  private static LeaderPolicy gate(Practice practice, GateOptions options, RandomGenerator random) {
    Rehearsal rehearsal = new Rehearsal(practice, random);
    List<Pair> pairs = Pair.all(practice, rehearsal);
    // Each turn is played in its session, then, for each pair, by both actions under equal luck.
    int turns = rehearsal.share(1 + 2 * pairs.size());
    long luck = random.nextLong();
    List<Context> contexts = new ArrayList<>();
    rehearsal.play(
        "gate",
        turns,
        context -> Arms.of(practice).feasible(context, practice.reference()),
        turn -> contexts.add(turn.context()));
    LeaderPolicy best = rehearsal.reference();
    double most = 0;
    for (Pair pair : pairs) {
      List<double[]> seen = new ArrayList<>();
      for (int index = 0; index < contexts.size(); index++) {
        Context context = contexts.get(index);
        if (pair.isOpen(context)) {
          double dear = quality(practice, context, practice.reference(), luck + index);
          double cheap = quality(practice, context, pair.cheap.directive(), luck + index);
          seen.add(new double[] {pair.gain(context), cheap < dear - practice.slack() ? 1 : 0});
        }
      }
      for (double threshold : pair.thresholds(pair::gain)) {
        int violations = 0;
        int given = 0;
        for (double[] turn : seen) {
          given += turn[0] <= threshold ? 1 : 0;
          violations += turn[0] <= threshold ? (int) turn[1] : 0;
        }
        // The error is shared among the pairs; within one, thresholds are tested in order.
        double delta = (1 - options.confidence()) / pairs.size();
        if (seen.isEmpty() || upperBound(violations, seen.size(), delta) > options.rate()) {
          break;
        }
        double saved = given * (pair.dear.cost() - pair.cheap.cost());
        if (saved > most) {
          most = saved;
          best = pair.where(pair::gain, threshold);
        }
      }
    }
    return best;
  }

  private static double quality(
      Practice practice, Context context, Commitment commitment, long luck) {
    return Rehearsal.quality(
        practice.executor().execute(context, commitment, new SplittableRandom(luck)));
  }

  /**
   * The Clopper-Pearson upper bound: the largest rate at which as few events have probability delta.
   *
   * @return in [0, 1], by bisection to 1e-12
   */
  static double upperBound(int events, int trials, double delta) {
    if (events == trials) {
      return 1;
    }
    double low = 0;
    double high = 1;
    while (high - low > 1e-12) {
      double rate = (low + high) / 2;
      if (atMost(events, trials, rate) > delta) {
        low = rate;
      } else {
        high = rate;
      }
    }
    return high;
  }

  /** Probability of at most this many events, for a rate in (0, 1). */
  private static double atMost(int events, int trials, double rate) {
    double log = trials * StrictMath.log1p(-rate);
    double sum = 0;
    for (int count = 0; count <= events; count++) {
      sum += StrictMath.exp(log);
      log += StrictMath.log((trials - count) * rate / ((count + 1) * (1 - rate)));
    }
    return sum;
  }

  /** The two actions and what is predicted of them. */
  private static final class Pair {
    private final Practice practice;
    private final ActionLadder ladder;
    private final Arms arms;
    private final ActionLadder.Rung cheap;
    private final ActionLadder.Rung dear;

    private Pair(Practice practice, ActionLadder ladder, ActionLadder.Rung cheap) {
      this.practice = practice;
      this.ladder = ladder;
      this.arms = Arms.of(practice);
      this.cheap = cheap;
      this.dear = ladder.reference();
    }

    /**
     * The reference with the action that saves most per quality lost, with the cheapest, and with the efficient
     * one in the middle; none where nothing is cheaper. Actions are played first, on half of the turns left.
     */
    static List<Pair> all(Practice practice, Rehearsal rehearsal) {
      ActionLadder ladder = ActionLadder.played(practice, rehearsal);
      List<ActionLadder.Rung> efficient = ladder.efficient();
      Set<ActionLadder.Rung> cheap = new LinkedHashSet<>(
          List.of(ladder.neighbour(), efficient.get(0), efficient.get(efficient.size() / 2)));
      return cheap.stream()
          .filter(rung -> rung.cost() < ladder.reference().cost())
          .map(rung -> new Pair(practice, ladder, rung))
          .toList();
    }

    /** Whether both actions are available. */
    boolean isOpen(Context context) {
      return cheap.directive().isFeasible(context) && practice.reference().isFeasible(context);
    }

    /** Predicted gain of quality of the dear action; 0 where one is unavailable. */
    double gain(Context context) {
      return isOpen(context)
          ? practice.outcomes().expect(context, dear.action()).quality()
              - practice.outcomes().expect(context, cheap.action()).quality()
          : 0;
    }

    /** Deciles of a score over the log's contexts, below, and above all of it. */
    double[] thresholds(ToDoubleFunction<Context> score) {
      double[] sorted =
          ActionLadder.contexts(practice).stream().mapToDouble(score).sorted().toArray();
      double[] thresholds = new double[SHARES.length + 1];
      for (int index = 0; index < SHARES.length; index++) {
        thresholds[index] = sorted[(int) (SHARES[index] * (sorted.length - 1))];
      }
      thresholds[SHARES.length] = Double.POSITIVE_INFINITY;
      return Arrays.stream(thresholds).distinct().toArray();
    }

    /** The cheap action where the score is at most the threshold. */
    LeaderPolicy where(ToDoubleFunction<Context> score, double threshold) {
      return ladder.where(
          context -> score.applyAsDouble(context) <= threshold,
          cheap.directive(),
          practice.reference());
    }

    /** One policy per threshold. */
    List<LeaderPolicy> candidates(ToDoubleFunction<Context> score) {
      List<LeaderPolicy> candidates = new ArrayList<>();
      for (double threshold : thresholds(score)) {
        candidates.add(where(score, threshold));
      }
      return candidates;
    }
  }
}
