package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.TieBreak;
import java.util.Arrays;
import java.util.Optional;

/** Values of a finite game and a claim held against them, for the matrix and the Bayesian check alike. */
final class CommitmentAudit {
  /** Linear programs beyond this number are not tried. */
  private static final double MOST_TUPLES = 20_000;

  /** Relative to the range of the leader's payoffs: what separates two iterative answers. */
  private static final double TOLERANCE = 1e-6;

  private CommitmentAudit() {}

  static CheckResult check(String name, FiniteGame game, CommitmentClaim claim, boolean hasNash) {
    Findings findings = new Findings(name);
    if (game.tuples() > MOST_TUPLES) {
      return findings.inconclusive(
          Rigour.EXACT,
          "fewer than " + MOST_TUPLES + " tuples of replies",
          game.tuples() + " linear programs are too many for a plain check.");
    }
    FiniteGame.Optimum strong = game.strong();
    FiniteGame.Optimum pure = game.bestPure(TieBreak.OPTIMISTIC);
    Optional<FiniteGame.Secured> weak = game.weak();
    findings
        .add("mixed_value", strong.value())
        .add("commitment", strong.mixture())
        .add("replies", numbers(strong.replies()))
        .add("weak_value_at_commitment", game.value(strong.mixture(), TieBreak.PESSIMISTIC))
        .add("pure_value", pure.value())
        .add("pure_weak_value", game.bestPure(TieBreak.PESSIMISTIC).value());
    if (hasNash) {
      bestPureNash(game).ifPresent(value -> findings.add("pure_nash_value", value));
    }
    weak.ifPresent(secured -> {
      findings.add("weak_supremum", secured.supremum());
      secured.attained().ifPresent(yes -> findings.add("weak_attained", yes ? 1 : 0));
    });
    double tolerance = TOLERANCE * game.leaderRange();
    Optional<CheckResult> refuted = refutedAtCommitment(game, claim, findings, tolerance);
    if (refuted.isPresent()) {
      return refuted.get();
    }
    if (claim.value().isEmpty()) {
      return findings.holds(
          Rigour.EXACT,
          0,
          "The values were computed by one linear program per tuple of replies; nothing was claimed.");
    }
    boolean forLeader = claim.ties() == TieBreak.OPTIMISTIC;
    if (!forLeader && weak.isEmpty()) {
      return findings.inconclusive(
          Rigour.EXACT,
          "payoffs whose best-reply regions clearly have an interior or clearly have none",
          "The supremum against ties could not be told from rounding.");
    }
    double optimum = forLeader ? strong.value() : weak.orElseThrow().supremum();
    double off = Math.abs(optimum - claim.value().getAsDouble());
    if (!(off <= tolerance)) {
      return findings.violated(
          Rigour.EXACT,
          "the optimum is " + optimum + ", claimed " + claim.value().getAsDouble()
              + (forLeader ? ", at the mixture " + Arrays.toString(strong.mixture()) : ""),
          "The claimed value is not the optimum.");
    }
    return findings.holds(
        Rigour.EXACT,
        tolerance - off,
        "The claimed value differs from the optimum by " + off + ", allowed " + tolerance + ".");
  }

  private static Optional<CheckResult> refutedAtCommitment(
      FiniteGame game, CommitmentClaim claim, Findings findings, double tolerance) {
    if (claim.commitment().isEmpty()) {
      return Optional.empty();
    }
    double[] mixture = mixture(game, claim);
    double reached = game.value(mixture, claim.ties());
    findings.add("value_at_claimed_commitment", reached);
    if (!claim.replies().isEmpty()) {
      if (claim.replies().size() != game.types()) {
        throw Require.unexpected("replies", claim.replies(), game.types() + " columns");
      }
      int[] replies = claim.replies().stream().mapToInt(Integer::intValue).toArray();
      for (int type = 0; type < replies.length; type++) {
        Require.inRange("reply", replies[type], 0, game.columns() - 1);
        if (!game.isBest(type, replies[type], mixture)) {
          return Optional.of(findings.violated(
              Rigour.EXACT,
              "column " + replies[type] + " is not a best reply of type " + type + " to "
                  + claim.commitment(),
              "The claimed replies are not those of the types."));
        }
      }
      if (Math.abs(game.value(mixture, replies) - reached) > tolerance) {
        return Optional.of(findings.violated(
            Rigour.EXACT,
            "the replies " + claim.replies() + " are worth " + game.value(mixture, replies)
                + ", those under " + claim.ties() + " ties " + reached,
            "The claimed replies break ties the wrong way."));
      }
    }
    if (claim.value().isPresent()
        && !(Math.abs(reached - claim.value().getAsDouble()) <= tolerance)) {
      return Optional.of(findings.violated(
          Rigour.EXACT,
          claim.commitment() + " is worth " + reached + " under " + claim.ties() + " ties, claimed "
              + claim.value().getAsDouble(),
          "The claimed commitment does not reach the claimed value."));
    }
    return Optional.empty();
  }

  private static double[] mixture(FiniteGame game, CommitmentClaim claim) {
    double[] mixture =
        claim.commitment().stream().mapToDouble(Double::doubleValue).toArray();
    double sum = 0;
    for (double probability : mixture) {
      sum += Require.nonNegative("claimed commitment", probability);
    }
    if (mixture.length != game.rows() || !(Math.abs(sum - 1) <= 1e-9)) {
      throw Require.unexpected(
          "claimed commitment", claim.commitment(), game.rows() + " probabilities that sum to 1");
    }
    return mixture;
  }

  /** The leader's best value in an equilibrium of single rows and columns, where there is one. */
  private static Optional<Double> bestPureNash(FiniteGame game) {
    Optional<Double> best = Optional.empty();
    for (int row = 0; row < game.rows(); row++) {
      for (int column = 0; column < game.columns(); column++) {
        boolean stable = game.isBest(0, column, game.pure(row));
        double value = game.leaderMean(0, column, game.pure(row));
        for (int other = 0; other < game.rows(); other++) {
          stable &= game.leaderMean(0, column, game.pure(other)) <= value;
        }
        if (stable && (best.isEmpty() || value > best.get())) {
          best = Optional.of(value);
        }
      }
    }
    return best;
  }

  private static double[] numbers(int[] indices) {
    return Arrays.stream(indices).asDoubleStream().toArray();
  }
}
