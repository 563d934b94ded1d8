package io.stackelberg.game;

/**
 * Action with one level per resource.
 *
 * @param contextRetention share of the history that is sent, in [0, 1]
 * @param verbosity how much text the prompt asks for
 * @param toolBudget tool calls allowed in the turn, at least 0
 */
public record ResourceVector(double contextRetention, Verbosity verbosity, int toolBudget)
    implements ResourceAction {
  public ResourceVector {
    Require.inUnitInterval("contextRetention", contextRetention);
    Require.atLeast("toolBudget", toolBudget, 0);
  }

  /** For example {@code c0.75-normal-t1}. */
  @Override
  public String id() {
    return "c" + contextRetention + "-" + verbosity.id() + "-t" + toolBudget;
  }
}
