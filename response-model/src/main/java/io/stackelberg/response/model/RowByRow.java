package io.stackelberg.response.model;

/** Scores of a grid without any sharing: every point is a row of its own. */
final class RowByRow implements GridScores {
  private final ScoreModel model;
  private final double[][] grid;
  private final double[] row;
  private final double[] one;

  RowByRow(ScoreModel model, double[][] grid) {
    this.model = model;
    this.grid = grid;
    row = new double[model.inputs()];
    one = new double[model.outputs()];
  }

  @Override
  public void score(double[] leading, double[] scores) {
    for (int point = 0; point < grid.length; point++) {
      double[] trailing = grid[point];
      System.arraycopy(leading, 0, row, 0, row.length - trailing.length);
      System.arraycopy(trailing, 0, row, row.length - trailing.length, trailing.length);
      model.score(row, one);
      System.arraycopy(one, 0, scores, point * one.length, one.length);
    }
  }
}
