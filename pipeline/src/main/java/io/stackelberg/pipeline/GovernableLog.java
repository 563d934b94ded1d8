package io.stackelberg.pipeline;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.pipeline.io.ContextFields;
import io.stackelberg.response.model.Unannounced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A log as the governor's own decisions: announcements where every turn carries one, else the actions themselves.
 *
 * <p>Where no leader spoke, the action that was taken counts as directed, and its logged probability as that of
 * the directive. Where only some turns were announced, the probability of an announcement is not that of the
 * action that followed, and is left unknown.
 *
 * @param log the turns
 * @param isAnnounced whether the commitments are announcements
 */
record GovernableLog(TurnLog log, boolean isAnnounced) {
  /** The view that a log allows. */
  static GovernableLog of(TurnLog log) {
    boolean announced =
        log.turns().stream().allMatch(turn -> turn.commitment() instanceof Announcement);
    return announced ? new GovernableLog(log, true) : directed(log);
  }

  /** The actions themselves as commitments. */
  static GovernableLog directed(TurnLog log) {
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : log.turns()) {
      boolean isOwn = turn.commitment() instanceof Unannounced
          || turn.commitment().equals(Directive.of(turn.action()));
      turns.add(new Turn(
          turn.context(),
          Directive.of(turn.action()),
          isOwn ? turn.commitmentPropensity() : OptionalDouble.empty(),
          turn.action(),
          turn.outcome()));
    }
    return new GovernableLog(new TurnLog(log.actions(), turns), false);
  }

  /** The same decisions at contexts of another schema, features matched by name. */
  GovernableLog matched(FeatureSchema schema) {
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : log.turns()) {
      Context context = ContextFields.matched(turn.context(), schema);
      turns.add(new Turn(
          context, turn.commitment(), turn.commitmentPropensity(), turn.action(), turn.outcome()));
    }
    return new GovernableLog(new TurnLog(log.actions(), turns), isAnnounced);
  }

  /** Turns of each commitment, in order of first appearance. */
  Map<Commitment, Integer> counts() {
    Map<Commitment, Integer> counts = new LinkedHashMap<>();
    log.turns().forEach(turn -> counts.merge(turn.commitment(), 1, Integer::sum));
    return counts;
  }

  /** Turns of known quality. */
  int withQuality() {
    return (int) log.turns().stream()
        .filter(turn -> turn.outcome().quality().isPresent())
        .count();
  }

  /** Turns of known propensity. */
  int withPropensity() {
    return (int) log.turns().stream()
        .filter(turn -> turn.commitmentPropensity().isPresent())
        .count();
  }
}
