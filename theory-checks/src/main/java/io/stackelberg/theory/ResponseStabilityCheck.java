package io.stackelberg.theory;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Regularity;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a follower's response moves between commitments of a finite menu (theory T2), by enumeration of every context
 * and every pair, beside the constant that the model states of itself.
 *
 * <p>The largest ratio TV(P(l), P(l'))/‖l − l'‖ over all pairs is the response's exact Lipschitz constant on the menu. A
 * stated constant holds on the menu's box too; a pair above it refutes it. Directives have no distance and are left out.
 */
public final class ResponseStabilityCheck {
  private static final String NAME = "follower stability on the menu (T2)";
  private static final double SLACK = 1e-9;

  private ResponseStabilityCheck() {}

  /**
   * Checks all pairs; quantities {@code pairs}, {@code tv_menu} (largest ratio), {@code tv_jump} (largest change), {@code
   * tv_stated} (largest stated constant over the contexts and the menu's box; +infinity where none is stated).
   *
   * @param contexts the contexts
   * @param menu the leader's menu
   */
  public static CheckResult check(
      List<Context> contexts, List<Commitment> menu, FollowerModel follower) {
    double steepest = 0;
    double jump = 0;
    double stated = 0;
    long pairs = 0;
    for (Context context : contexts) {
      List<Commitment> feasible =
          menu.stream().filter(commitment -> commitment.isFeasible(context)).toList();
      double constant = stated(context, feasible, follower);
      stated = Math.max(stated, constant);
      double[][] responses = feasible.stream()
          .map(commitment -> follower.respond(context, commitment))
          .toArray(double[][]::new);
      for (int one = 0; one < responses.length; one++) {
        for (int other = 0; other < one; other++) {
          double distance = Commitment.distance(feasible.get(one), feasible.get(other));
          if (!(distance > 0 && distance < Double.POSITIVE_INFINITY)) {
            continue;
          }
          pairs++;
          double moved = Responses.totalVariation(responses[one], responses[other]);
          jump = Math.max(jump, moved);
          steepest = Math.max(steepest, moved / distance);
          if (!(moved <= constant * distance * (1 + SLACK) + SLACK)) {
            return new CheckResult.Violated(
                NAME,
                Rigour.EXACT,
                feasible.get(one).label() + " and " + feasible.get(other).label() + " at " + context
                    + " differ by " + moved + " at distance " + distance,
                "A pair moves further than the stated constant " + constant + ".");
          }
        }
      }
    }
    List<Quantity> quantities = List.of(
        Quantity.of("contexts", contexts.size()),
        Quantity.of("pairs", pairs),
        Quantity.of("tv_menu", steepest),
        Quantity.of("tv_jump", jump),
        Quantity.of("tv_stated", stated));
    if (pairs == 0) {
      return new CheckResult.Inconclusive(
          NAME,
          Rigour.EXACT,
          "two commitments at a finite distance",
          "Directives have no distance: there is nothing to be stable in.",
          quantities);
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        0,
        "On the menu the response moves by at most " + steepest
            + " of total variation per unit of commitment; stated on its box: " + stated + ".",
        quantities);
  }

  /** The constant stated on the smallest box around the commitments that share the stated coordinates. */
  private static double stated(Context context, List<Commitment> menu, FollowerModel follower) {
    if (!(follower instanceof Regularity.Stated model)) {
      return Double.POSITIVE_INFINITY;
    }
    Regularity regularity = model.regularity(context);
    List<String> coordinates = regularity instanceof Regularity.Lipschitz lipschitz
        ? lipschitz.coordinates()
        : regularity instanceof Regularity.Cells cells
            ? cells.coordinates()
            : ((Regularity.Layers) regularity).coordinates();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (String coordinate : coordinates) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (Commitment commitment : menu) {
        Double at = commitment.coordinates().get(coordinate);
        if (at != null) {
          least = Math.min(least, at);
          most = Math.max(most, at);
        }
      }
      if (!(least <= most)) {
        return Double.POSITIVE_INFINITY;
      }
      low.add(least);
      high.add(most);
    }
    return model.within(context, low, high).totalVariation();
  }
}
