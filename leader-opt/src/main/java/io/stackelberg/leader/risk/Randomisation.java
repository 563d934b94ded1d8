package io.stackelberg.leader.risk;

/** Whether the draw of the commitment is itself a risk. */
public enum Randomisation {
  /**
   * The lottery averages out within a scenario, as where it is drawn anew for each of many turns: the random
   * payoff is the expected payoff given the scenario. Both measures are concave in the lottery.
   */
  AVERAGED,
  /**
   * One draw is lived with: the random payoff is that of the drawn commitment in the drawn scenario. Both
   * measures are then convex in the lottery (the variance of a mixture is concave in its weights), so some
   * single commitment is best.
   */
  BORNE
}
