package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.DeltaLedger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is claimed of a policy, how far the data carry it, and everything it rests on (theory 4.7).
 *
 * <p>The verdict is never given, it follows: from where the interval lies to the threshold, and from the statuses
 * of the assumptions. The error probabilities of conclusion and assumptions add up and may not exceed what was
 * declared.
 *
 * @param claim what is claimed
 * @param conclusion the interval found
 * @param scope where it is claimed to hold
 * @param assumptions each of {@link #REQUIRED} once, and any further ones
 * @param constants numbers on the way
 * @param ledger error probability declared in advance, and what intervals spent of it; assumptions are
 *     added by {@link #spent}
 * @param needs what would decide an open claim, each a sentence; empty where nothing is needed
 */
public record Certificate(
    Claim claim,
    Conclusion conclusion,
    Scope scope,
    List<Assumption> assumptions,
    List<Constant> constants,
    DeltaLedger ledger,
    List<String> needs) {
  /**
   * Identifiers that no certificate may leave out: unit of independence, stationarity, overlap, range, candidates
   * fixed beforehand, validity of the quality score. A6, a Lipschitz constant, only where one is used.
   */
  public static final List<String> REQUIRED = List.of("A1", "A2", "A3", "A4", "A5", "A7");

  public Certificate {
    assumptions = List.copyOf(assumptions);
    constants = List.copyOf(constants);
    needs = List.copyOf(needs);
    Set<String> known = new HashSet<>();
    for (Assumption assumption : assumptions) {
      if (!known.add(assumption.id())) {
        throw Require.unexpected("assumption " + assumption.id(), "given twice", "once");
      }
    }
    List<String> missing = REQUIRED.stream().filter(id -> !known.contains(id)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("assumptions " + missing
          + " are missing, expected each of " + REQUIRED
          + ".\nMaybe state them as unknown: the verdict then follows.");
    }
    spend(ledger, assumptions);
  }

  /**
   * A statement with a number in it.
   *
   * @param id short name, such as {@code quality-non-inferiority}
   * @param text the statement in one sentence
   */
  public record Claim(String id, String text) {
    public Claim {
      Require.nonBlank("id", id);
      Require.nonBlank("text", text);
    }
  }

  /** On which side of its threshold a quantity is claimed to lie. */
  public enum Sense {
    /** Strictly above. */
    ABOVE,
    /** At the threshold or below. */
    AT_MOST
  }

  /**
   * The interval found for a quantity that is claimed to lie on one side of a threshold.
   *
   * @param quantity what is bounded
   * @param units its units
   * @param threshold the claim is about this number; finite
   * @param lower lower end, −infinity where nothing is known
   * @param upper upper end, +infinity where nothing is known
   * @param sense which side is claimed
   */
  public record Conclusion(
      String quantity, String units, double threshold, double lower, double upper, Sense sense) {
    public Conclusion {
      Require.nonBlank("quantity", quantity);
      Require.nonBlank("units", units);
      Require.finite("threshold", threshold);
      if (!(lower <= upper)) {
        throw Require.unexpected("lower", lower, "a number <= upper = " + upper);
      }
    }

    /** A quantity that is claimed to exceed its threshold. */
    public Conclusion(String quantity, String units, double threshold, double lower, double upper) {
      this(quantity, units, threshold, lower, upper, Sense.ABOVE);
    }

    /** Nothing is known of the quantity. */
    public static Conclusion unknown(String quantity, String units, double threshold) {
      return new Conclusion(
          quantity, units, threshold, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** The same claim with nothing known of its quantity. */
    public Conclusion withoutBounds() {
      return new Conclusion(
          quantity, units, threshold, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, sense);
    }

    /** How the interval lies to the threshold. */
    public Verdict.Finding finding() {
      boolean isAbove = lower > threshold;
      boolean isBelow = upper <= threshold;
      if (!isAbove && !isBelow) {
        return Verdict.Finding.OPEN;
      }
      return isAbove == (sense == Sense.ABOVE)
          ? Verdict.Finding.SHOWN
          : Verdict.Finding.CONTRADICTED;
    }
  }

  /**
   * One thing the conclusion rests on.
   *
   * @param id such as {@code A4}
   * @param text what is assumed
   * @param status how far it is known
   * @param evidence why that status, in one sentence
   */
  public record Assumption(String id, String text, AssumptionStatus status, String evidence) {
    public Assumption {
      Require.nonBlank("id", id);
      Require.nonBlank("text", text);
      Require.nonBlank("evidence", evidence);
    }
  }

  /**
   * A number on the way to the conclusion.
   *
   * @param value the number, or an estimate
   * @param lower at most {@code value}; equal to it where the number is exact or declared
   * @param upper at least {@code value}
   * @param status how it is known
   * @param method how it was computed
   * @param n independent units it was computed from, 0 where none
   */
  public record Constant(
      String name,
      double value,
      double lower,
      double upper,
      AssumptionStatus status,
      String method,
      int n) {
    public Constant {
      Require.nonBlank("name", name);
      Require.finite(name, value);
      if (!(lower <= value && value <= upper)) {
        throw Require.unexpected(name, value, "a number in [" + lower + ", " + upper + "]");
      }
      Require.nonBlank("method of " + name, method);
      Require.atLeast("n of " + name, n, 0);
    }
  }

  /**
   * Where the claim is said to hold.
   *
   * @param contexts distribution of the contexts
   * @param policies the policies compared
   * @param window when the outcomes arose
   * @param model which model or interface produced them
   */
  public record Scope(String contexts, String policies, String window, String model) {
    public Scope {
      Require.nonBlank("contexts", contexts);
      Require.nonBlank("policies", policies);
      Require.nonBlank("window", window);
      Require.nonBlank("model", model);
    }
  }

  /** The verdict that follows. */
  public Verdict verdict() {
    return Verdict.of(
        conclusion.finding(), assumptions.stream().map(Assumption::status).toList());
  }

  /** The ledger with what the estimated assumptions cost added. */
  public DeltaLedger spent() {
    return spend(ledger, assumptions);
  }

  /** 1 − Σδ over intervals and assumptions. */
  public double confidence() {
    return 1 - spent().spent();
  }

  private static DeltaLedger spend(DeltaLedger ledger, List<Assumption> assumptions) {
    List<DeltaLedger.Entry> entries = new ArrayList<>(ledger.entries());
    for (Assumption assumption : assumptions) {
      if (assumption.status() instanceof AssumptionStatus.Estimated estimated) {
        entries.add(new DeltaLedger.Entry("assumption " + assumption.id(), estimated.delta()));
      }
    }
    return new DeltaLedger(ledger.total(), entries);
  }
}
