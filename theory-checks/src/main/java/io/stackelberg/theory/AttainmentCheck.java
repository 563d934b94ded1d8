package io.stackelberg.theory;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether the leader's best commitment exists, and how close a grid comes to it (theory T1): a continuous value
 * on a compact box attains its maximum and a grid of spacing h misses it by at most L_V h √d / 2; a value that
 * is affine on half-open cells attains its supremum or not; in a finite game pure commitments always do and
 * mixed ones may fail to when ties go against the leader.
 *
 * <p>Finite menus at recorded contexts are {@link ExistenceCheck}.
 */
public final class AttainmentCheck {
  private static final String NAME = "C03 existence";

  private AttainmentCheck() {}

  /**
   * Grid over a compact box, Lipschitz value.
   *
   * @param lipschitz L_V, proved, at least 0; +infinity where none is known
   * @param spacing h, above 0
   * @param dimension d, at least 1
   * @param gridMaximum largest value on the grid, if it was computed
   * @param claimedError what the grid is said to miss at most
   */
  public static CheckResult checkGrid(
      double lipschitz,
      double spacing,
      int dimension,
      OptionalDouble gridMaximum,
      OptionalDouble claimedError) {
    Require.inRange("lipschitz", lipschitz, 0, Double.POSITIVE_INFINITY);
    Require.positive("spacing", spacing);
    Require.atLeast("dimension", dimension, 1);
    double error = lipschitz == 0
        ? 0
        : Interval.up(Interval.up(lipschitz * spacing) * Interval.up(Math.sqrt(dimension)) / 2);
    Findings findings = new Findings(NAME).add("eps_opt", error);
    gridMaximum.ifPresent(value -> findings.add("upper_bound", Interval.up(value + error)));
    String shown = "A grid of spacing " + spacing + " misses the maximum by at most " + error + ".";
    if (error == Double.POSITIVE_INFINITY) {
      return findings.inconclusive(
          Rigour.EXACT, "a finite Lipschitz constant of the value", "No error of a grid follows.");
    }
    if (claimedError.isPresent() && error > claimedError.getAsDouble() * (1 + 1e-9)) {
      return findings.inconclusive(
          Rigour.EXACT,
          "a smaller constant or spacing",
          shown + " The claimed " + claimedError.getAsDouble() + " does not follow.");
    }
    double margin = claimedError.isPresent() ? Math.max(0, claimedError.getAsDouble() - error) : 0;
    return findings.holds(Rigour.EXACT, margin, shown);
  }

  /**
   * Value that is affine on each cell: {@code constants[cell] + slope · l}. Cells are in row-major order, the last
   * coordinate fastest, counting all of (m_1+1) × … × (m_d+1), also those outside the box.
   *
   * @param cells thresholds by coordinate and the side a threshold belongs to
   * @param low lower ends of the box
   * @param high upper ends of the box
   * @param constants one per cell
   * @param slope one per coordinate
   */
  public static CheckResult checkCells(
      Regularity.Cells cells, double[] low, double[] high, double[] constants, double[] slope) {
    List<Cell> all = Cell.of(cells, low, high);
    if (constants.length != Cell.count(cells)) {
      throw Require.unexpected("constants", constants.length, "one per cell, " + Cell.count(cells));
    }
    double supremum = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (Cell cell : all) {
      double value = constants[cell.index()] + Vectors.dot(slope, cell.corner(slope));
      supremum = Math.max(supremum, Require.finite("value", value));
      least = Math.min(least, value);
    }
    double tie = FiniteGame.TIE * (supremum - least);
    List<Cell> best = new ArrayList<>();
    for (Cell cell : all) {
      if (constants[cell.index()] + Vectors.dot(slope, cell.corner(slope)) >= supremum - tie) {
        best.add(cell);
      }
    }
    Findings findings = new Findings(NAME).add("supremum", supremum).add("cells", all.size());
    Optional<Cell> attaining = best.stream().filter(cell -> cell.attains(slope)).findFirst();
    if (attaining.isPresent()) {
      double[] point = attaining.get().maximiser(slope);
      return findings
          .add("sup_attained", 1)
          .add("maximiser", point)
          .holds(
              Rigour.EXACT,
              0,
              "The supremum " + supremum + " is attained at " + Arrays.toString(point) + ".");
    }
    double[] near = best.get(0).near(slope, 1e-3);
    double value = constants[best.get(0).index()] + Vectors.dot(slope, near);
    return findings
        .add("sup_attained", 0)
        .violated(
            Rigour.EXACT,
            "values approach " + supremum + " towards "
                + Arrays.toString(best.get(0).corner(slope)) + " (" + value + " at "
                + Arrays.toString(near) + "), which no point of any cell pays",
            "The supremum is not attained; only approximate equilibria exist.");
  }

  /**
   * Matrix game: pure commitments always have a strong and a weak optimum; the mixed weak one may not exist.
   *
   * @param mixedWeakClaimed whether it is claimed that some mixture secures the supremum against ties
   */
  public static CheckResult checkFinite(
      double[][] leader, double[][] follower, boolean mixedWeakClaimed) {
    CheckResult values = MatrixCommitmentCheck.check(leader, follower, CommitmentClaim.NONE);
    Findings findings = new Findings(NAME);
    for (Quantity quantity : values.quantities()) {
      findings.add(
          quantity.name(),
          quantity.values().stream().mapToDouble(value -> value).toArray());
    }
    Optional<Quantity> attained = values.quantities().stream()
        .filter(quantity -> quantity.name().equals("weak_attained"))
        .findFirst();
    if (!mixedWeakClaimed) {
      return findings.holds(
          Rigour.EXACT, 0, "Finitely many pure commitments; the strong mixed optimum exists too.");
    }
    if (attained.isEmpty()) {
      return findings.inconclusive(
          Rigour.EXACT,
          "payoffs whose ties clearly hold or clearly do not",
          "Rounding hides whether the supremum against ties is attained.");
    }
    if (attained.get().values().get(0) == 1) {
      return findings.holds(Rigour.EXACT, 0, "Some mixture secures the supremum against ties.");
    }
    return findings.violated(
        Rigour.EXACT,
        "at every mixture that could pay the weak supremum a tie costs the leader",
        "The supremum against ties is not attained.");
  }
}
