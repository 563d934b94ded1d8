package io.stackelberg.leader.grid;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Search over a box of commitments that ends with a proved gap.
 *
 * <p>A Lipschitz value is searched by best-first branch and bound: a box with centre z and radius r holds
 * no value above V(z) + L r, the box of the largest bound is cut in three along its longest side, and the
 * largest bound left is the proof. A response that is constant on cells is enumerated cell by cell: there
 * the value is affine, its supremum lies at a vertex of the cell's closure, and the side to which thresholds
 * belong tells whether it is attained. In both cases the value at the returned point is computed again
 * before anything is called proved. A constant or a cell that two evaluated points refute is an error.
 *
 * <p>Cost: for a Lipschitz value up to (L · diameter / gap)^dimension evaluations; for cells two
 * evaluations each.
 *
 * <p>Source: Piyavskii (1972) [piyavskii1972algorithm] and Shubert (1972) [shubert1972sequential] for one
 * coordinate; the cut in three keeps the centre, as Jones, Perttunen and Stuckman (1993)
 * [jones1993lipschitzian] do without a known constant.
 */
public final class AdaptiveGrid {
  /**
   * How exact the answer must be.
   *
   * @param relativeGap gap to prove, as a share of the leader's payoff range, in [0, 1)
   */
  public record Options(double relativeGap) {
    /** A thousandth of the payoff range. */
    public static final Options DEFAULT = new Options(1e-3);

    public Options {
      Require.inRange("relativeGap", relativeGap, 0, Math.nextDown(1.0));
    }

    /** The same options with another gap. */
    public Options withRelativeGap(double gap) {
      return new Options(gap);
    }
  }

  private final Options options;

  /** A search with these options. */
  public AdaptiveGrid(Options options) {
    this.options = options;
  }

  /**
   * Searches with the regularity that the follower states.
   *
   * @throws IllegalArgumentException if the follower states none, or no finite constant on the box
   */
  public GridSolution solve(SurrogateGame game, SolveLimits limits) {
    if (!(game.follower() instanceof Regularity.Stated stated)) {
      throw Require.unexpected("follower", game.follower(), "a model that states its regularity");
    }
    Regularity regularity = stated.regularity(game.context());
    if (regularity instanceof Regularity.Layers layers) {
      game.requireCoordinates(layers.coordinates());
      List<Double> low = new ArrayList<>();
      List<Double> high = new ArrayList<>();
      for (String name : layers.coordinates()) {
        int own = game.box().coordinates().indexOf(name);
        low.add(game.box().low().get(own));
        high.add(game.box().high().get(own));
      }
      regularity = stated.within(game.context(), low, high);
    }
    return solve(game, regularity, limits);
  }

  /**
   * Searches with a regularity of the caller's.
   *
   * @param regularity proved for the game's follower at its context; taken as given
   * @throws IllegalArgumentException if it is a network's {@link Regularity.Layers}, has other coordinates
   *     than the box, or is refuted by two evaluated points
   */
  public GridSolution solve(SurrogateGame game, Regularity regularity, SolveLimits limits) {
    double gap = options.relativeGap() * game.payoffRange();
    if (regularity instanceof Regularity.Lipschitz lipschitz) {
      return maximise(game::value, game.box(), game.lipschitz(lipschitz), gap, limits);
    }
    if (regularity instanceof Regularity.Cells cells) {
      return new CellSearch(game, cells, gap, limits).run();
    }
    throw Require.unexpected("regularity", "layers of a network", "a Lipschitz constant or cells");
  }

  /**
   * Searches for the largest value of a function with a known Lipschitz constant.
   *
   * @param value of a point, in the order of the box's coordinates; finite
   * @param lipschitz bound on |V(l) − V(l')| / ‖l − l'‖ over the box, at least 0; taken as given
   * @param gap difference to the proved bound at which the search ends, at least 0
   * @throws IllegalArgumentException if two evaluated points refute the constant, or a value is not finite
   */
  public GridSolution maximise(
      ToDoubleFunction<List<Double>> value,
      CommitmentBox box,
      double lipschitz,
      double gap,
      SolveLimits limits) {
    Require.nonNegative("lipschitz", lipschitz);
    Require.nonNegative("gap", gap);
    return new LipschitzSearch(value, box, lipschitz, gap, limits).run();
  }

  /**
   * How far the best point of a uniform grid may lie below the supremum: L h √d / 2.
   *
   * @param lipschitz constant of the value, at least 0
   * @param spacing distance h of neighbouring grid points along each axis, at least 0
   * @param dimension number d of coordinates
   */
  public static double uniformGridGap(double lipschitz, double spacing, int dimension) {
    Require.nonNegative("lipschitz", lipschitz);
    Require.nonNegative("spacing", spacing);
    return lipschitz * spacing * Math.sqrt(Require.atLeast("dimension", dimension, 1)) / 2;
  }
}
