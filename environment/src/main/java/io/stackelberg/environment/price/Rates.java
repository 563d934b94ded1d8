package io.stackelberg.environment.price;

import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Prices of one token of each kind, in the table's currency; empty where the table does not say.
 *
 * @param input of an input token that no cache served
 * @param output of an output token
 * @param cacheRead of an input token read from a cache
 * @param cacheWrite of an input token written to a cache for the usual time (minutes)
 * @param cacheWriteLong of an input token written to a cache for an hour
 * @param reasoning of an output token of hidden reasoning, where priced apart
 */
public record Rates(
    Optional<BigDecimal> input,
    Optional<BigDecimal> output,
    Optional<BigDecimal> cacheRead,
    Optional<BigDecimal> cacheWrite,
    Optional<BigDecimal> cacheWriteLong,
    Optional<BigDecimal> reasoning) {
  /** Nothing is known. */
  public static final Rates UNKNOWN = new Rates(
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty());

  public Rates {
    for (Optional<BigDecimal> rate :
        List.of(input, output, cacheRead, cacheWrite, cacheWriteLong, reasoning)) {
      if (rate.isPresent() && rate.get().signum() < 0) {
        throw Require.unexpected("rate", rate.get(), "a number >= 0");
      }
    }
  }

  /** Prices of input and output alone. */
  public static Rates of(BigDecimal input, BigDecimal output) {
    return new Rates(
        Optional.of(input),
        Optional.of(output),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** These prices, and those of {@code other} where these are silent. */
  public Rates orElse(Rates other) {
    return new Rates(
        input.or(other::input),
        output.or(other::output),
        cacheRead.or(other::cacheRead),
        cacheWrite.or(other::cacheWrite),
        cacheWriteLong.or(other::cacheWriteLong),
        reasoning.or(other::reasoning));
  }
}
