package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Permutes features among the contexts of a log: the control that has nothing to learn. */
final class FeatureShuffle {
  private FeatureShuffle() {}

  /** The log with each context carrying the features of another, drawn by a random permutation. */
  static TurnLog of(TurnLog log, RandomGenerator random) {
    Map<String, Context> byId = new LinkedHashMap<>();
    log.turns().forEach(turn -> byId.putIfAbsent(turn.context().id(), turn.context()));
    List<Context> donors = new ArrayList<>(byId.values());
    for (int last = donors.size() - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      Context kept = donors.get(last);
      donors.set(last, donors.get(other));
      donors.set(other, kept);
    }
    Map<String, Context> shuffled = new LinkedHashMap<>();
    int position = 0;
    for (Context context : byId.values()) {
      shuffled.put(context.id(), context.withFeaturesOf(donors.get(position++)));
    }
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : log.turns()) {
      turns.add(new Turn(
          shuffled.get(turn.context().id()),
          turn.commitment(),
          turn.commitmentPropensity(),
          turn.action(),
          turn.outcome()));
    }
    return new TurnLog(log.actions(), turns);
  }
}
