package io.stackelberg.response.inference;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How many types the data ask for.
 *
 * @param rows one per number of types, from 1
 * @param types the number with the smallest BIC
 */
public record TypeSelection(List<Row> rows, int types) {
  /**
   * One number of types.
   *
   * @param types the number
   * @param bic −2 logL + parameters · log(sessions); empty if the fit failed
   * @param overOneType held-out gain in log-likelihood per session over a single type, in nats, clustered by
   *     session; empty if the fit failed in some fold
   */
  public record Row(int types, OptionalDouble bic, Optional<Interval> overOneType) {}

  public TypeSelection {
    rows = List.copyOf(Require.nonEmpty("rows", rows));
    Require.atLeast("types", types, 1);
  }

  /**
   * Whether a single type is rejected: the BIC prefers several, and on sessions left out they predict
   * better than one beyond the interval's doubt.
   */
  public boolean rejectsSingleType() {
    return types > 1
        && rows.get(types - 1).overOneType().map(gain -> gain.low() > 0).orElse(false);
  }
}
