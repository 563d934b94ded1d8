package io.stackelberg.leader.baseline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.function.Function;

/** The menu with what stands in where a choice cannot be made. */
record Arms(List<Commitment> menu, Commitment reference) {
  static Arms of(Practice practice) {
    return new Arms(practice.menu(), practice.reference());
  }

  /**
   * The wish where it is feasible, else the reference, else the first of the menu that is.
   *
   * @throws IllegalArgumentException if nothing is feasible at the context
   */
  Commitment feasible(Context context, Commitment wish) {
    if (wish.isFeasible(context)) {
      return wish;
    }
    if (reference.isFeasible(context)) {
      return reference;
    }
    return menu.stream()
        .filter(arm -> arm.isFeasible(context))
        .findFirst()
        .orElseThrow(
            () -> Require.unexpected("menu", menu, "a commitment that is feasible at " + context));
  }

  /** The policy that commits to what is wished for wherever it can. */
  LeaderPolicy policy(Function<Context, Commitment> wish) {
    return context -> MixedCommitment.pure(feasible(context, wish.apply(context)));
  }

  /** Which arms are feasible. */
  boolean[] open(Context context) {
    boolean[] open = new boolean[menu.size()];
    for (int arm = 0; arm < open.length; arm++) {
      open[arm] = menu.get(arm).isFeasible(context);
    }
    return open;
  }
}
