package io.stackelberg.leader.baseline;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.catalog.SessionGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.ExpectedSessionPlan;
import io.stackelberg.leader.SessionPlan;
import io.stackelberg.leader.SessionPlanner;
import io.stackelberg.leader.SessionProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Budget pacing by dynamic programming over the turns of a session.
 *
 * <p>Where sessions carry a budget of tokens, it is kept strictly: {@link SessionPlanner#plan} over what is
 * left, with each action's tokens at five quantiles of the log. Elsewhere what was spent is not part of a
 * context; the budget then binds in expectation, at the share of the reference's use that was cheapest within
 * the slack in practice, and the two plans drawn from are drawn from in every turn, which leaves the means as
 * they are.
 *
 * <p>Source: Bellman (1957) [bellman1957dynamic]; as a rival in bidding, Cai et al. (2017) [cai2017realtime].
 */
public final class PacingPlan {
  private static final double[] SHARES = {0.5, 0.6, 0.7, 0.8, 0.9, 1};
  private static final double[] QUANTILES = {0.1, 0.3, 0.5, 0.7, 0.9};
  private static final int LEVELS = 500;
  private static final int UNITS = 1000;
  private static final int LONGEST = 200;
  private static final int FEWEST = 5;

  private PacingPlan() {}

  /** The baseline. */
  public static Baseline pacing() {
    return new Described(
        "paces a session's budget by dynamic programming over the efficient actions: the tokens left where a"
            + " budget is armed, else a mean use per session tuned on practice",
        PacingPlan::train);
  }

  private static LeaderPolicy train(Practice practice, RandomGenerator random) {
    long budget = ActionLadder.contexts(practice).stream()
        .mapToLong(context -> context.state().tokensLeft().orElse(0))
        .max()
        .orElse(0);
    Rehearsal rehearsal = new Rehearsal(practice, random);
    Sessions sessions = new Sessions(practice, ActionLadder.played(practice, rehearsal));
    return budget > 0 && practice.unit() == CostUnit.TOKENS
        ? sessions.strict((int) Math.min(budget, Integer.MAX_VALUE))
        : sessions.tuned(rehearsal);
  }

  /** Sessions of mean turns over the efficient actions. */
  private static final class Sessions {
    private final Practice practice;
    private final ActionLadder ladder;
    private final List<ActionLadder.Rung> rungs;
    private final List<Commitment> menu;
    private final ObedientFollower follower;
    private final double[][] quality;

    Sessions(Practice practice, ActionLadder ladder) {
      this.practice = practice;
      this.ladder = ladder;
      rungs = ladder.efficient();
      menu = rungs.stream().map(rung -> (Commitment) rung.directive()).toList();
      follower = new ObedientFollower(
          ActionSet.named(rungs.stream().map(rung -> rung.directive().action()).toList()));
      quality = quality();
    }

    /**
     * Quality by turn and action: what was played, and by how much the prediction over the log's contexts of that
     * turn differs from the prediction over all.
     */
    private double[][] quality() {
      List<Context> contexts = ActionLadder.contexts(practice);
      int horizon = Math.min(
          LONGEST,
          1
              + contexts.stream()
                  .mapToInt(context -> context.state().turn())
                  .max()
                  .orElse(0));
      double[][] sums = new double[horizon + 1][rungs.size()];
      int[][] counts = new int[horizon + 1][rungs.size()];
      for (Context context : contexts) {
        int turn = context.state().turn();
        for (int index = 0; turn < horizon && index < rungs.size(); index++) {
          if (rungs.get(index).directive().isFeasible(context)) {
            double predicted =
                practice.outcomes().expect(context, rungs.get(index).action()).quality();
            for (int row : new int[] {turn, horizon}) {
              counts[row][index]++;
              sums[row][index] += predicted;
            }
          }
        }
      }
      double[][] byTurn = new double[horizon][rungs.size()];
      for (int turn = 0; turn < horizon; turn++) {
        for (int index = 0; index < rungs.size(); index++) {
          byTurn[turn][index] = rungs.get(index).quality()
              + mean(sums, counts, turn, index)
              - mean(sums, counts, horizon, index);
        }
      }
      return byTurn;
    }

    /** The mean of a turn; over all turns where the action was never available in it. */
    private static double mean(double[][] sums, int[][] counts, int turn, int index) {
      int row = counts[turn][index] > 0 ? turn : counts.length - 1;
      return counts[row][index] > 0 ? sums[row][index] / counts[row][index] : 0;
    }

    private SessionProblem problem(int budget, List<SessionGame.Action> actions) {
      return new SessionProblem(
          quality.length,
          budget,
          menu,
          follower,
          actions,
          SessionProblem::plainContext,
          (turn, commitment, action) -> quality[turn - 1][action]);
    }

    /** The budget that contexts carry, never exceeded while a turn's tokens stay within the quantiles. */
    LeaderPolicy strict(int budget) {
      int unit = Math.max(1, budget / LEVELS);
      SessionPlan plan = new SessionPlanner(SessionPlanner.Options.DEFAULT.withTokensPerUnit(unit))
          .plan(problem(budget, rungs.stream().map(this::observed).toList()), SolveLimits.DEFAULT);
      return Arms.of(practice).policy(context -> {
        int turn = Math.min(quality.length, context.state().turn() + 1);
        long left = Math.max(0, Math.min(budget, context.state().tokensLeft().orElse(0)));
        return plan.commit(turn, (int) left).orElse(ladder.cheapest().directive());
      });
    }

    private SessionGame.Action observed(ActionLadder.Rung rung) {
      int[] sorted = practice.log().turns().stream()
          .filter(turn -> turn.action().id().equals(rung.directive().action()))
          .mapToInt(turn -> (int) StrictMath.ceil(Rehearsal.cost(practice, turn)))
          .sorted()
          .toArray();
      List<Integer> tokens = new ArrayList<>();
      if (sorted.length < FEWEST) {
        tokens.add((int) StrictMath.ceil(rung.cost()));
      } else {
        for (double share : QUANTILES) {
          tokens.add(sorted[(int) (share * sorted.length)]);
        }
      }
      double probability = 1.0 / tokens.size();
      return new SessionGame.Action(
          rung.directive().action(),
          0,
          tokens,
          tokens.stream().map(any -> probability).toList());
    }

    /** A budget in expectation, as a share of what the reference uses. */
    LeaderPolicy tuned(Rehearsal rehearsal) {
      double reference = ladder.reference().cost();
      List<SessionGame.Action> actions = rungs.stream()
          .map(rung -> new SessionGame.Action(
              rung.directive().action(),
              0,
              List.of((int) StrictMath.round(UNITS * rung.cost() / ScalarReward.scale(reference))),
              List.of(1.0)))
          .toList();
      List<LeaderPolicy> candidates = new ArrayList<>(List.of(rehearsal.reference()));
      for (double share : SHARES) {
        ExpectedSessionPlan plan = new SessionPlanner(SessionPlanner.Options.DEFAULT)
            .planInExpectation(
                problem((int) (share * UNITS * quality.length), actions), SolveLimits.DEFAULT);
        planned(plan).ifPresent(candidates::add);
      }
      return rehearsal.cheapest(candidates);
    }

    private Optional<LeaderPolicy> planned(ExpectedSessionPlan plan) {
      if (plan.dearer().isEmpty()) {
        return Optional.empty();
      }
      Arms arms = Arms.of(practice);
      return Optional.of(context -> {
        int turn = Math.min(plan.dearer().size() - 1, context.state().turn());
        return MixedCommitment.between(
            arms.feasible(context, plan.dearer().get(turn)),
            arms.feasible(context, plan.cheaper().get(turn)),
            plan.share());
      });
    }
  }
}
