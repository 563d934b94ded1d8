package io.stackelberg.theory;

import static io.stackelberg.theory.Answers.assertNumbers;
import static io.stackelberg.theory.Answers.holds;
import static io.stackelberg.theory.Answers.inconclusive;
import static io.stackelberg.theory.Answers.violated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stackelberg.game.TieBreak;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** C01, C02 and C25 on the game M1 of Conitzer and Sandholm (2006) [conitzer2006commit], and others by hand. */
class CommitmentChecksTest {
  private static final double[][] LEADER = {{2, 4}, {1, 3}};
  private static final double[][] FOLLOWER = {{1, 0}, {0, 1}};
  private static final double[][][] TYPES = {FOLLOWER, {{1, 0}, {0, 3}}};
  private static final double[] MOSTLY_SECOND = {0.1, 0.9};

  private static CheckResult m1(CommitmentClaim claim) {
    return MatrixCommitmentCheck.check(LEADER, FOLLOWER, claim);
  }

  private static CheckResult bayes(double[] prior, CommitmentClaim claim) {
    return BayesianCommitmentCheck.check(new double[][][] {LEADER, LEADER}, TYPES, prior, claim);
  }

  @Test
  void valuesOfM1() {
    CheckResult values = holds(m1(CommitmentClaim.NONE));
    assertEquals("C01 sse-matrix", values.check());
    assertNumbers(values, "mixed_value", 1e-6, 3.5);
    assertNumbers(values, "commitment", 1e-6, 0.5, 0.5);
    assertNumbers(values, "replies", 0, 1);
    assertNumbers(values, "weak_value_at_commitment", 1e-6, 1.5);
    assertNumbers(values, "pure_value", 1e-9, 3);
    assertNumbers(values, "pure_nash_value", 1e-9, 2);
    assertNumbers(values, "weak_supremum", 1e-6, 3.5);
    assertNumbers(values, "weak_attained", 0, 0);
    holds(m1(CommitmentClaim.of(3.5, TieBreak.OPTIMISTIC)));
    holds(m1(CommitmentClaim.of(3.5, TieBreak.PESSIMISTIC)));
  }

  @Test
  void theWeakSupremumOfM1IsReachedByNoMixture() {
    violated(
        m1(CommitmentClaim.of(3.5, TieBreak.PESSIMISTIC).by(List.of(0.5, 0.5))),
        Rigour.EXACT,
        "is worth 1.5 under PESSIMISTIC ties");
    violated(
        AttainmentCheck.checkFinite(LEADER, FOLLOWER, true),
        Rigour.EXACT,
        "a tie costs the leader");
    holds(AttainmentCheck.checkFinite(LEADER, FOLLOWER, false));
  }

  @Test
  void wrongValuesAndRepliesAreRefuted() {
    violated(m1(CommitmentClaim.of(3.4, TieBreak.OPTIMISTIC)), Rigour.EXACT, "the optimum is 3.5");
    violated(
        m1(CommitmentClaim.of(3.5, TieBreak.OPTIMISTIC).by(List.of(0.4, 0.6))),
        Rigour.EXACT,
        "is worth 3.4");
    violated(
        m1(CommitmentClaim.NONE.by(List.of(0.4, 0.6)).answered(List.of(0))),
        Rigour.EXACT,
        "column 0 is not a best reply");
    violated(m1(CommitmentClaim.of(Double.NaN, TieBreak.OPTIMISTIC)), Rigour.EXACT, "claimed NaN");
  }

  @Test
  void aWeakSupremumThatIsAttained() {
    // One column pays the follower more everywhere: no ties, the best row is 5.
    CheckResult result = holds(MatrixCommitmentCheck.check(
        new double[][] {{5, 0}, {1, 9}}, new double[][] {{1, 0}, {1, 0}}, CommitmentClaim.NONE));
    assertNumbers(result, "weak_supremum", 1e-6, 5);
    assertNumbers(result, "weak_attained", 0, 1);
    assertNumbers(result, "mixed_value", 1e-6, 5);
  }

  @Test
  void columnsThatAreEqualForTheFollowerCountAtTheirWorst() {
    // Always tied: strong max(2, 3) = 3; weak max over p of min(2p, 3(1 − p)) = 6/5, attained.
    CheckResult result = holds(MatrixCommitmentCheck.check(
        new double[][] {{2, 0}, {0, 3}}, new double[][] {{1, 1}, {4, 4}}, CommitmentClaim.NONE));
    assertNumbers(result, "mixed_value", 1e-6, 3);
    assertNumbers(result, "weak_supremum", 1e-6, 1.2);
    assertNumbers(result, "weak_attained", 0, 1);
  }

  @Test
  void valuesOfM1Bayes() {
    CheckResult mostly = holds(bayes(
        MOSTLY_SECOND,
        CommitmentClaim.of(3.55, TieBreak.OPTIMISTIC)
            .by(List.of(0.75, 0.25))
            .answered(List.of(0, 1))));
    assertNumbers(mostly, "mixed_value", 1e-6, 3.55);
    assertNumbers(mostly, "commitment", 1e-6, 0.75, 0.25);
    assertNumbers(mostly, "replies", 0, 0, 1);
    CheckResult even = holds(bayes(new double[] {0.5, 0.5}, CommitmentClaim.NONE));
    assertNumbers(even, "mixed_value", 1e-6, 3.5);
    assertNumbers(even, "commitment", 1e-6, 0.5, 0.5);
    assertNumbers(even, "replies", 0, 1, 1);
  }

  @Test
  void tiesBrokenTheWrongWayAreRefuted() {
    // At (0.75, 0.25) the second type is indifferent; against the leader it answers the first
    // column.
    violated(
        bayes(MOSTLY_SECOND, CommitmentClaim.NONE.by(List.of(0.75, 0.25)).answered(List.of(0, 0))),
        Rigour.EXACT,
        "are worth 1.75, those under OPTIMISTIC ties 3.55");
    violated(
        bayes(
            MOSTLY_SECOND, CommitmentClaim.of(3.55, TieBreak.PESSIMISTIC).by(List.of(0.75, 0.25))),
        Rigour.EXACT,
        "is worth 1.75 under PESSIMISTIC ties");
  }

  @Test
  void tooManyTuplesAreNotTried() {
    double[][] wide = new double[1][12];
    double[][][] types = new double[4][][];
    java.util.Arrays.fill(types, wide);
    inconclusive(BayesianCommitmentCheck.check(
        types, types, new double[] {0.25, 0.25, 0.25, 0.25}, CommitmentClaim.NONE));
  }

  @Test
  void badGamesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> MatrixCommitmentCheck.check(LEADER, new double[][] {{1, 0}}, CommitmentClaim.NONE));
    assertThrows(
        IllegalArgumentException.class, () -> bayes(new double[] {0.5, 0.6}, CommitmentClaim.NONE));
  }

  private static CheckResult types(double[][] commitments, double temperature, int single) {
    return TypeMixtureCheck.check(
        LEADER,
        TYPES,
        MOSTLY_SECOND,
        commitments,
        temperature,
        single < 0 ? OptionalInt.empty() : OptionalInt.of(single));
  }

  @Test
  void sharesOfM1BayesAreSeenOnlyWhereTypesDiffer() {
    CheckResult seen = holds(types(new double[][] {{0.75, 0.25}}, 0, -1));
    assertNumbers(seen, "values", 1e-9, 3.55);
    // Stacked responses (1, 0), (0, 1) and ones: eigenvalues of [[2, 1], [1, 2]] are 1 and 3.
    assertNumbers(seen, "least_singular_value", 1e-9, 1);
    // Both types answer pure rows alike.
    violated(
        types(new double[][] {{1, 0}, {0, 1}}, 0, -1), Rigour.EXACT, "give the same responses");
  }

  @Test
  void aSingleTypeFittedToTheMixtureIsRefuted() {
    violated(types(new double[][] {{0.6, 0.4}}, 0, 1), Rigour.EXACT, "type 1 answers otherwise");
    violated(types(new double[][] {{0.6, 0.4}}, 0.5, 0), Rigour.EXACT, "answers otherwise");
    holds(types(new double[][] {{0.6, 0.4}}, 0.5, -1));
  }
}
