package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Error probability declared in advance, and what was spent of it on which statement.
 *
 * <p>Statements that each fail with probability at most δ_i all hold with probability at least 1 − Σ δ_i,
 * whatever their dependence. Spending returns a new ledger, so that a ledger handed to another part of a
 * computation cannot be spent behind its owner's back; what that part spent is in the ledger it returns.
 *
 * @param total error probability declared in advance, in (0, 1)
 * @param entries what was spent, in order; together at most {@code total} up to rounding
 */
public record DeltaLedger(double total, List<Entry> entries) {
  private static final double ROUNDING = 1e-12;

  public DeltaLedger {
    Require.inOpenUnitInterval("total", total);
    entries = List.copyOf(entries);
    double spent = sum(entries);
    if (!(spent <= total * (1 + ROUNDING))) {
      throw new IllegalArgumentException(
          "delta spent is " + spent + ", expected at most the declared " + total + " ("
              + entries.stream()
                  .map(entry -> entry.statement() + " " + entry.delta())
                  .collect(Collectors.joining(", "))
              + ").\nMaybe declare more in advance, or ask for fewer statements.");
    }
  }

  /**
   * What one statement costs.
   *
   * @param statement what is stated, non-blank
   * @param delta probability that it is false, in (0, 1)
   */
  public record Entry(String statement, double delta) {
    public Entry {
      Require.nonBlank("statement", statement);
      Require.inOpenUnitInterval("delta of " + statement, delta);
    }
  }

  /** A ledger of which nothing is spent. */
  public static DeltaLedger of(double total) {
    return new DeltaLedger(total, List.of());
  }

  /**
   * This ledger after a further statement.
   *
   * @throws IllegalArgumentException if that is more than what is left; the message lists all entries
   */
  public DeltaLedger spend(String statement, double delta) {
    List<Entry> extended = new ArrayList<>(entries);
    extended.add(new Entry(statement, delta));
    return new DeltaLedger(total, extended);
  }

  /**
   * This ledger after all that is left went to some statements in equal parts.
   *
   * @throws IllegalArgumentException if nothing is left
   */
  public DeltaLedger spendEqually(List<String> statements) {
    double each = Require.positive("remaining delta", remaining())
        / Require.nonEmpty("statements", statements).size();
    DeltaLedger ledger = this;
    for (String statement : statements) {
      ledger = ledger.spend(statement, each);
    }
    return ledger;
  }

  /** Σ δ_i of all statements so far; all of them hold with probability at least one minus this. */
  public double spent() {
    return Math.min(total, sum(entries));
  }

  /** What is left, at least 0. */
  public double remaining() {
    return total - spent();
  }

  private static double sum(List<Entry> entries) {
    double sum = 0;
    for (Entry entry : entries) {
      sum += entry.delta();
    }
    return sum;
  }
}
