package io.stackelberg.environment.price;

import io.stackelberg.game.Require;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Where a table comes from; goes into every result that holds money.
 *
 * @param source file or address, as told by the user
 * @param snapshotDate the day the prices were taken; LiteLLM's file does not say
 * @param currency of every price, three letters
 * @param sha256 of the table's bytes and, after overrides, of that hash with theirs, as 64 hex digits
 */
public record PriceHeader(
    String source, Optional<LocalDate> snapshotDate, String currency, String sha256) {
  public PriceHeader {
    Require.nonBlank("source", source);
    Require.nonBlank("currency", currency);
    Require.nonBlank("sha256", sha256);
  }
}
