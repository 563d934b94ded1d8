package io.stackelberg.response.model;

/**
 * Scores at every point of a grid of trailing columns, for rows that share their leading columns.
 *
 * <p>Made by {@link ScoreModel#over}. May hold buffers: one instance serves one thread at a time.
 */
@FunctionalInterface
public interface GridScores {
  /**
   * Writes the scores.
   *
   * @param leading the leading columns; entries behind them are not read
   * @param scores written, one row of outputs per point of the grid, one after another
   */
  void score(double[] leading, double[] scores);
}
