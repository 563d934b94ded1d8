package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a logged decision of a bandit says. */
record BanditTurn(
    String session, String action, List<String> available, Optional<BigDecimal> propensity) {
  /** The turn; its cost to be minimised, where there is one, says of the quality what was asked for. */
  ImportedTurn turn(Optional<BigDecimal> cost, ImportRequest.BanditQuality meaning) {
    ImportedTurn turn = new ImportedTurn(session);
    turn.action(action, "logged");
    if (!available.isEmpty()) {
      if (!available.contains(action)) {
        throw Require.unexpected(
            "action", action, "one of " + available.size() + " available ones");
      }
      ArrayNode ids = turn.line().putArray("gov.actions_available");
      available.forEach(ids::add);
    }
    propensity.ifPresent(probability -> {
      if (probability.signum() <= 0 || probability.compareTo(BigDecimal.ONE) > 0) {
        throw Require.unexpected("propensity", probability, "a number in (0, 1]");
      }
      turn.line().put("gov.propensity", probability).put("gov.propensity.source", "logged");
    });
    cost.ifPresent(value -> {
      turn.outcome().put("cost", value);
      switch (meaning) {
        case NEGATED_COST -> turn.quality(value.negate(), "negated cost");
        case ONE_MINUS_COST -> turn.quality(BigDecimal.ONE.subtract(value), "1 - cost");
        default -> {}
      }
    });
    return turn;
  }
}
