package io.stackelberg.environment.ledger;

import java.util.Optional;

/**
 * What an audit of a journal found.
 *
 * <p>The chain of hashes shows any change, removal or insertion within the journal; that whole records are missing
 * at its end shows only against a hash noted elsewhere, {@code head}.
 *
 * @param records sound records before the first bad one
 * @param damage the first bad record, if any
 * @param totals what the sound records add up to
 * @param head hash of the last sound record
 */
public record Verification(long records, Optional<Damage> damage, Totals totals, String head) {
  /**
   * A record that is not as it was written.
   *
   * @param line its line, from 1
   * @param what what differs
   * @param isTorn whether it is only a half-written last line, as a crash leaves it; opening the ledger sets it
   *     aside
   */
  public record Damage(long line, String what, boolean isTorn) {}

  /** Whether every record is as it was written. */
  public boolean isSound() {
    return damage.isEmpty();
  }
}
