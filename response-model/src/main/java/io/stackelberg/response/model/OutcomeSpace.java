package io.stackelberg.response.model;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.ResourceVector;

/**
 * The columns an outcome model reads: the encoded context; where actions are pooled, also the action's
 * levels, the squares of the levels and their products with the context.
 *
 * @param encoder of the context
 * @param actions the actions; resource vectors only, where they are pooled
 * @param pooled whether all actions share one regression
 */
public record OutcomeSpace(FeatureEncoder encoder, ActionSet actions, boolean pooled) {
  private static final int LEVELS = 3;

  public OutcomeSpace {
    if (pooled && !actions.actions().stream().allMatch(ResourceVector.class::isInstance)) {
      throw new IllegalArgumentException(
          "pooled is true, expected false where an action is no resource vector.");
    }
  }

  /** Number of columns. */
  public int size() {
    return pooled ? encoder.size() + LEVELS * (2 + encoder.size()) : encoder.size();
  }

  /**
   * The row that predicts an action.
   *
   * @param context the encoded context; returned as it is where actions are not pooled
   */
  public double[] row(double[] context, int actionIndex) {
    if (!pooled) {
      return context;
    }
    ResourceVector action = (ResourceVector) actions.get(actionIndex);
    double[] levels = {
      action.contextRetention() - 0.5, action.verbosity().level() - 0.5, action.toolBudget()
    };
    double[] row = new double[size()];
    System.arraycopy(context, 0, row, 0, context.length);
    int column = context.length;
    for (double level : levels) {
      row[column++] = level;
      row[column++] = level * level;
      for (double feature : context) {
        row[column++] = level * feature;
      }
    }
    return row;
  }
}
