package io.stackelberg.pipeline;

import io.stackelberg.environment.Recording;
import io.stackelberg.environment.ReplayExecutor;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Arena over recorded outcomes: a policy's score is the exact expectation over its lottery, the follower's
 * response and the replicates.
 *
 * <p>With an obedient follower the menu is the actions themselves; otherwise it is the given commitments
 * and the baseline.
 */
final class RecordedArena implements Arena {
  private final ReplayExecutor executor;
  private final Map<Part, List<Context>> parts;
  private final CostUnit unit;
  private final Directive baseline;
  private final List<Commitment> menu;
  private final SeedSplitter seeds;

  /**
   * An arena.
   *
   * @param executor the recordings and the follower
   * @param parts contexts of each part; the baseline is available at every evaluation context
   * @param commitments the menu, without the baseline, of a follower that does not obey; ignored for one that does
   * @param seeds generators of the logging leader and the follower's draws
   */
  RecordedArena(
      ReplayExecutor executor,
      Map<Part, List<Context>> parts,
      CostUnit unit,
      Directive baseline,
      List<Commitment> commitments,
      SeedSplitter seeds) {
    this.executor = executor;
    this.parts = Map.copyOf(parts);
    this.unit = unit;
    this.baseline = baseline;
    this.seeds = seeds;
    List<Commitment> all = new ArrayList<>();
    if (isObedient()) {
      executor.actions().actions().forEach(action -> all.add(Directive.of(action)));
    } else {
      all.addAll(commitments);
      all.add(baseline);
    }
    menu = List.copyOf(all);
  }

  private boolean isObedient() {
    return executor.follower() instanceof ObedientFollower;
  }

  @Override
  public ActionSet actions() {
    return executor.actions();
  }

  @Override
  public CostUnit unit() {
    return unit;
  }

  @Override
  public Directive baseline() {
    return baseline;
  }

  @Override
  public List<Commitment> menu() {
    return menu;
  }

  @Override
  public Optional<FollowerModel> knownFollower() {
    return isObedient() ? Optional.of(executor.follower()) : Optional.empty();
  }

  @Override
  public Optional<Truth> truth() {
    return Optional.of(new Truth(executor.follower(), (context, action) -> {
      double[] means = means(context, action);
      return new ExpectedOutcome(means[0], known(means[1]), known(means[2]));
    }));
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  @Override
  public List<Context> contexts(Part part) {
    return parts.get(part);
  }

  /**
   * Obedient follower: every recorded outcome once. Otherwise each context is played once under each
   * commitment of the menu.
   */
  @Override
  public TurnLog log(Part part) {
    return isObedient() ? recorded(part) : played(part);
  }

  /** Every recorded outcome of a part as a turn in which the action was directed. */
  TurnLog recorded(Part part) {
    List<Turn> turns = new ArrayList<>();
    for (Context context : parts.get(part)) {
      for (int action = 0; action < actions().size(); action++) {
        for (Outcome outcome : executor.outcomes(context, action)) {
          turns.add(new Turn(
              context,
              Directive.of(actions().get(action)),
              OptionalDouble.empty(),
              actions().get(action),
              outcome));
        }
      }
    }
    return new TurnLog(actions(), turns);
  }

  private TurnLog played(Part part) {
    List<Turn> turns = new ArrayList<>();
    for (Context context : parts.get(part)) {
      for (Commitment commitment : menu) {
        if (commitment.isFeasible(context)) {
          Turn turn = executor.execute(
              context, commitment, seeds.generator("log", context.id(), commitment.label()));
          turns.add(new Turn(
              context,
              commitment,
              OptionalDouble.of(1.0 / menu.size()),
              turn.action(),
              turn.outcome()));
        }
      }
    }
    return new TurnLog(actions(), turns);
  }

  @Override
  public Play play(LeaderPolicy policy, Part part) {
    Play.Builder play = new Play.Builder(unit, actions().size());
    for (Context context : parts.get(part)) {
      MixedCommitment drawn = policy.commit(context);
      if (drawn.support().stream().anyMatch(commitment -> !commitment.isFeasible(context))) {
        continue; // a fixed action that was never recorded here: the row has one turn less
      }
      double[] shares = new double[actions().size()];
      double[] memberQuality = new double[drawn.support().size()];
      double[] sums = new double[3];
      for (int member = 0; member < memberQuality.length; member++) {
        double[] response = executor.follower().respond(context, drawn.support().get(member));
        double probability = drawn.probabilities().get(member);
        for (int action = 0; action < response.length; action++) {
          if (response[action] > 0) {
            double[] means = means(context, action);
            memberQuality[member] += response[action] * means[0];
            shares[action] += probability * response[action];
            for (int index = 0; index < sums.length; index++) {
              sums[index] += probability * response[action] * means[index];
            }
          }
        }
      }
      play.add(context, drawn, memberQuality, sums[0], sums[1], sums[2], shares);
    }
    return play.build();
  }

  /** Means over replicates of quality, tokens and money; NaN where a replicate does not know. */
  private double[] means(Context context, int action) {
    return means(executor.outcomes(context, action));
  }

  private static double[] means(List<Outcome> outcomes) {
    double[] sums = new double[3];
    for (Outcome outcome : outcomes) {
      sums[0] += outcome.quality().orElse(Double.NaN);
      sums[1] += CostUnit.TOKENS.of(outcome).orElse(Double.NaN);
      sums[2] += CostUnit.USD.of(outcome).orElse(Double.NaN);
    }
    for (int index = 0; index < sums.length; index++) {
      sums[index] /= outcomes.size();
    }
    return sums;
  }

  @Override
  public TurnExecutor practice() {
    List<Recording> recordings = new ArrayList<>();
    for (Context context : parts.get(Part.FIT)) {
      List<List<Outcome>> outcomes = new ArrayList<>();
      for (int action = 0; action < actions().size(); action++) {
        outcomes.add(executor.outcomes(context, action));
      }
      recordings.add(new Recording(context, outcomes));
    }
    return new ReplayExecutor(recordings, executor.follower());
  }

  @Override
  public List<NamedPlay> oracles(Part part) {
    List<NamedPlay> oracles = new ArrayList<>();
    oracles.add(new NamedPlay(
        "oracle",
        oracle(part),
        "chooses on the outcomes it is scored on: best quality, then least cost"));
    boolean replicated = false;
    for (Context context : parts.get(part)) {
      for (int action = 0; action < actions().size(); action++) {
        replicated |= executor.outcomes(context, action).size() > 1;
      }
    }
    if (replicated) {
      oracles.add(new NamedPlay(
          "oracle-other-replicates",
          oracleOnOtherReplicates(part, false),
          "chooses on the other replicates of the same context, is scored on the one left out"));
      oracles.add(
          new NamedPlay(
              "oracle-split-half",
              oracleOnOtherReplicates(part, true),
              "chooses on half of a context's replicates, is scored on the other half, and the reverse"));
    }
    return oracles;
  }

  private Play oracle(Part part) {
    Play.Builder play = new Play.Builder(unit, actions().size());
    for (Context context : parts.get(part)) {
      double[][] means = new double[actions().size()][];
      for (int action = 0; action < means.length; action++) {
        List<Outcome> outcomes = executor.outcomes(context, action);
        means[action] = outcomes.isEmpty() ? null : means(outcomes);
      }
      int best = best(means);
      addChoice(play, context, best, means[best]);
    }
    return play.build();
  }

  /** Scored on one replicate at a time, or on the odd and on the even ones. */
  private Play oracleOnOtherReplicates(Part part, boolean isSplitInHalf) {
    Play.Builder play = new Play.Builder(unit, actions().size());
    for (Context context : parts.get(part)) {
      int replicates = Integer.MAX_VALUE;
      for (int action = 0; action < actions().size(); action++) {
        int recorded = executor.outcomes(context, action).size();
        replicates = recorded > 1 ? Math.min(replicates, recorded) : replicates;
      }
      if (replicates == Integer.MAX_VALUE) {
        continue;
      }
      double[] sums = new double[3];
      double[] shares = new double[actions().size()];
      int folds = isSplitInHalf ? 2 : replicates;
      for (int fold = 0; fold < folds; fold++) {
        int held = fold;
        IntPredicate isHeld =
            replicate -> isSplitInHalf ? replicate % 2 == held : replicate == held;
        double[][] means = new double[actions().size()][];
        for (int action = 0; action < means.length; action++) {
          List<Outcome> all = executor.outcomes(context, action);
          means[action] = all.size() > 1 ? means(where(all, isHeld.negate())) : null;
        }
        int best = best(means);
        double[] scored = means(where(executor.outcomes(context, best), isHeld));
        shares[best] += 1.0 / folds;
        for (int index = 0; index < sums.length; index++) {
          sums[index] += scored[index] / folds;
        }
      }
      play.add(
          context,
          MixedCommitment.pure(baseline),
          new double[] {sums[0]},
          sums[0],
          sums[1],
          sums[2],
          shares);
    }
    return play.build();
  }

  private static List<Outcome> where(List<Outcome> outcomes, IntPredicate kept) {
    return IntStream.range(0, outcomes.size())
        .filter(kept)
        .mapToObj(outcomes::get)
        .toList();
  }

  private int best(double[][] means) {
    int cost = unit == CostUnit.TOKENS ? 1 : 2;
    int best = -1;
    for (int action = 0; action < means.length; action++) {
      if (means[action] != null
          && (best < 0
              || means[action][0] > means[best][0]
              || means[action][0] == means[best][0] && means[action][cost] < means[best][cost])) {
        best = action;
      }
    }
    return best;
  }

  private void addChoice(Play.Builder play, Context context, int action, double[] means) {
    double[] shares = new double[actions().size()];
    shares[action] = 1;
    play.add(
        context,
        MixedCommitment.pure(Directive.of(actions().get(action))),
        new double[] {means[0]},
        means[0],
        means[1],
        means[2],
        shares);
  }
}
