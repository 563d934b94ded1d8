package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * How fast the best reply of a quadratic follower moves with the announcement l = (q, c), theory T2(a).
 *
 * <p>The follower maximises −½ aᵀHa + aᵀ(qg − cp) over a box; its reply moves at most ‖[g, −p]‖₂ / λ_min(H) times as
 * far as l. Replies are recomputed by moving one coordinate at a time to its maximum until nothing moves.
 */
public final class ReplyLipschitzCheck {
  private static final String NAME = "C04 br-lipschitz";
  private static final int SWEEPS = 20_000;

  /** A reply that moves this much faster than the announcement jumps. */
  private static final double JUMP = 1e6;

  private final double[][] curvature;
  private final double[][] gains;
  private final double[] low;
  private final double[] high;

  private ReplyLipschitzCheck(double[][] curvature, double[][] gains, double[] low, double[] high) {
    this.curvature = curvature;
    this.gains = gains;
    this.low = low;
    this.high = high;
  }

  /**
   * Checks the bound, and a claimed constant, on sampled pairs.
   *
   * @param curvature H, symmetric
   * @param qualityGain g
   * @param costGain p
   * @param low lower ends of the actions
   * @param high upper ends of the actions
   * @param leaderLow lower ends of (q, c)
   * @param leaderHigh upper ends of (q, c)
   * @param claimed a claimed Lipschitz constant
   * @param samples pairs to try, at least 1
   */
  public static CheckResult check(
      double[][] curvature,
      double[] qualityGain,
      double[] costGain,
      double[] low,
      double[] high,
      double[] leaderLow,
      double[] leaderHigh,
      OptionalDouble claimed,
      int samples,
      RandomGenerator random) {
    int actions = qualityGain.length;
    Require.atLeast("actions", actions, 1);
    Vectors.requireMatrix("H", curvature, actions);
    Vectors.requireBox(low, high, actions);
    Vectors.requireBox(leaderLow, leaderHigh, 2);
    Require.atLeast("samples", samples, 1);
    if (curvature.length != actions || costGain.length != actions) {
      throw Require.unexpected(
          "rows of H and p", curvature.length + ", " + costGain.length, "" + actions);
    }
    double[][] gains = new double[actions][];
    for (int action = 0; action < actions; action++) {
      gains[action] = new double[] {qualityGain[action], -costGain[action]};
      for (int other = 0; other < actions; other++) {
        if (curvature[action][other] != curvature[other][action]) {
          throw Require.unexpected("H", Arrays.deepToString(curvature), "a symmetric matrix");
        }
      }
    }
    ReplyLipschitzCheck follower = new ReplyLipschitzCheck(curvature, gains, low, high);
    double[] eigenvalues =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(curvature)).getEigenvalues();
    double least = Arrays.stream(eigenvalues).min().orElseThrow();
    double most = Arrays.stream(eigenvalues).map(Math::abs).max().orElseThrow();
    double rounding = 1e-14 * actions * most;
    double slope = Vectors.spectralNorm(gains);
    Findings findings = new Findings(NAME).add("L_al", slope).add("lambda_min", least);
    if (least < -rounding) {
      return findings.inconclusive(
          Rigour.EXACT, "a positive definite H", "The follower's utility is not concave.");
    }
    if (least <= rounding) {
      return follower.jumps(findings, leaderLow, leaderHigh, samples, random);
    }
    double bound = slope * (1 + 1e-14 * actions) / (least - rounding);
    RealMatrix movement = new LUDecomposition(new Array2DRowRealMatrix(curvature))
        .getSolver()
        .solve(new Array2DRowRealMatrix(gains));
    SingularValueDecomposition parts = new SingularValueDecomposition(movement);
    findings.add("bound", bound).add("unconstrained_constant", parts.getNorm());
    Steepest found =
        follower.steepest(leaderLow, leaderHigh, parts.getV().getColumn(0), samples, random);
    findings
        .add("samples", 2.0 * samples)
        .add("largest_ratio", bound == 0 ? 0 : found.rate() / bound);
    if (found.rate() > bound * (1 + 1e-9)) {
      return findings.violated(
          Rigour.SAMPLED, found.shown(), "A pair moves further than the bound " + bound + ".");
    }
    if (claimed.isPresent() && found.rate() > claimed.getAsDouble() * (1 + 1e-9)) {
      return findings.violated(
          Rigour.SAMPLED,
          found.shown(),
          "A pair exceeds the claimed " + claimed.getAsDouble() + ".");
    }
    if (claimed.isPresent() && claimed.getAsDouble() < bound * (1 - 1e-9)) {
      return findings.inconclusive(
          Rigour.SAMPLED,
          "a pair that moves faster than the claim, or a proof below the bound " + bound,
          "No sampled pair exceeds the claimed " + claimed.getAsDouble() + ".");
    }
    return findings.holds(
        Rigour.EXACT,
        claimed.isPresent() ? Math.max(0, claimed.getAsDouble() - bound) : 0,
        "The reply moves at most " + bound + " times as far as the announcement.");
  }

  /** A pair of announcements and how fast the reply moves between them. */
  private record Steepest(double rate, double[] from, double[] to, double[] reply, double[] moved) {
    String shown() {
      return "from " + Arrays.toString(from) + " to " + Arrays.toString(to)
          + " the reply moves from " + Arrays.toString(reply) + " to " + Arrays.toString(moved)
          + ", " + rate + " times as far";
    }
  }

  private Steepest pair(double[] from, double[] to) {
    Optional<double[]> reply = reply(from);
    Optional<double[]> moved = reply(to);
    double distance = Vectors.distance(from, to);
    if (distance == 0 || reply.isEmpty() || moved.isEmpty()) {
      return new Steepest(0, from, to, from, to);
    }
    double rate = Vectors.distance(reply.get(), moved.get()) / distance;
    return new Steepest(rate, from, to, reply.get(), moved.get());
  }

  private Steepest steepest(
      double[] low, double[] high, double[] along, int samples, RandomGenerator random) {
    Steepest best = pair(low, high);
    double width = Vectors.distance(low, high);
    for (int sample = 0; sample < samples; sample++) {
      double[] from = Vectors.draw(low, high, random);
      double[] to = from.clone();
      for (int axis = 0; axis < to.length; axis++) {
        double moved = to[axis] + 0.05 * width * along[axis];
        to[axis] = Math.max(low[axis], Math.min(high[axis], moved));
      }
      for (Steepest tried :
          new Steepest[] {pair(from, to), pair(from, Vectors.draw(low, high, random))}) {
        // Shorter pairs would measure rounding.
        boolean isLong = Vectors.distance(tried.from(), tried.to()) > 1e-4 * width;
        best = isLong && tried.rate() > best.rate() ? tried : best;
      }
    }
    return best;
  }

  /** Halves a pair towards the faster half: where the reply jumps, the rate grows without bound. */
  private CheckResult jumps(
      Findings findings, double[] low, double[] high, int samples, RandomGenerator random) {
    if (!isDiagonal()) {
      return findings.inconclusive(
          Rigour.EXACT,
          "a positive definite H",
          "H is singular; jumps are sought for a diagonal H only.");
    }
    Optional<Steepest> jump = Optional.empty();
    for (int sample = 0; sample < samples && jump.isEmpty(); sample++) {
      Steepest pair = pair(Vectors.draw(low, high, random), Vectors.draw(low, high, random));
      for (int halving = 0; halving < 40 && pair.rate() > 0; halving++) {
        double[] middle = Vectors.between(pair.from(), pair.to(), 0.5);
        Steepest left = pair(pair.from(), middle);
        Steepest right = pair(middle, pair.to());
        pair = left.rate() >= right.rate() ? left : right;
      }
      jump = pair.rate() > JUMP ? Optional.of(pair) : jump;
    }
    if (jump.isPresent()) {
      return findings
          .add("largest_rate", jump.get().rate())
          .violated(
              Rigour.SAMPLED,
              jump.get().shown(),
              "H is singular and the reply jumps: no Lipschitz constant.");
    }
    return findings
        .add("samples", samples)
        .inconclusive(
            Rigour.SAMPLED,
            "a positive definite H",
            "H is singular; no jump was found within the box.");
  }

  private boolean isDiagonal() {
    for (int row = 0; row < curvature.length; row++) {
      for (int column = 0; column < row; column++) {
        if (curvature[row][column] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Empty where the coordinates did not settle. */
  private Optional<double[]> reply(double[] announcement) {
    int actions = gains.length;
    double[] reply = low.clone();
    double change = 1;
    for (int sweep = 0; sweep < SWEEPS && change > 0; sweep++) {
      change = 0;
      for (int action = 0; action < actions; action++) {
        double slope = Vectors.dot(gains[action], announcement)
            - Vectors.dot(curvature[action], reply)
            + curvature[action][action] * reply[action];
        double best;
        if (curvature[action][action] > 0) {
          double free = slope / curvature[action][action];
          best = Math.max(low[action], Math.min(high[action], free));
        } else {
          best = slope > 0 ? high[action] : low[action];
        }
        change = Math.max(change, Math.abs(best - reply[action]));
        reply[action] = best;
      }
      change = change <= 1e-15 ? 0 : change;
    }
    return change == 0 ? Optional.of(reply) : Optional.empty();
  }
}
