package io.stackelberg.repair.calibration;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Plays the acting policy and records what a candidate would have chosen at the same contexts.
 *
 * <p>Passive: the candidate sees every context and changes none, and costs no call. What it would have led to
 * stays unknown, later contexts included.
 *
 * @param executor plays the turns
 * @param acting the policy in force
 * @param candidate the policy that only watches
 */
public record ShadowMode(TurnExecutor executor, LeaderPolicy acting, LeaderPolicy candidate) {
  /**
   * Plays one session to its end.
   *
   * @param session an id of the executor
   * @param random draws commitments and, by the executor, responses and outcomes
   */
  public List<ShadowRecord> play(String session, RandomGenerator random) {
    List<ShadowRecord> records = new ArrayList<>();
    Optional<Context> context = Optional.of(executor.open(session));
    while (context.isPresent()) {
      ShadowRecord record = step(context.get(), random);
      records.add(record);
      context = executor.next(record.played());
    }
    return records;
  }

  /** Plays one turn. */
  public ShadowRecord step(Context context, RandomGenerator random) {
    MixedCommitment drawnFrom = acting.commit(context);
    MixedCommitment wouldDraw = candidate.commit(context);
    Commitment drawn = draw(drawnFrom, random);
    Turn played = executor.execute(context, drawn, random);
    return new ShadowRecord(
        new Turn(
            played.context(),
            played.commitment(),
            OptionalDouble.of(Math.min(1, drawnFrom.probability(drawn))),
            played.action(),
            played.outcome()),
        drawnFrom,
        wouldDraw);
  }

  /** Draws even where only one commitment is possible, so that equal streams pair two policies. */
  private static Commitment draw(MixedCommitment mixed, RandomGenerator random) {
    double uniform = random.nextDouble();
    int last = mixed.support().size() - 1;
    double cumulated = 0;
    for (int member = 0; member < last; member++) {
      cumulated += mixed.probabilities().get(member);
      if (uniform < cumulated) {
        return mixed.support().get(member);
      }
    }
    return mixed.support().get(last);
  }
}
