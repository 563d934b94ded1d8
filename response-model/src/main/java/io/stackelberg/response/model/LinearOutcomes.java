package io.stackelberg.response.model;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Outcome model of lines: one group of them per named action, or one group pooled over actions. */
public final class LinearOutcomes implements SavedOutcomes {
  private final OutcomeSpace space;
  private final List<Optional<Lines>> groups;

  /** A line over a row of columns; arrays are copied. */
  public static final class Line {
    private final double intercept;
    private final double[] weights;

    /**
     * A line.
     *
     * @param intercept value at the origin, finite
     * @param weights one per column, finite
     */
    public Line(double intercept, double[] weights) {
      this.intercept = Require.finite("intercept", intercept);
      this.weights = weights.clone();
      for (double weight : weights) {
        Require.finite("weight", weight);
      }
    }

    /** Value at a row. */
    public double at(double[] row) {
      double value = intercept;
      for (int column = 0; column < weights.length; column++) {
        value += weights[column] * row[column];
      }
      return value;
    }

    /** Value at the origin. */
    public double intercept() {
      return intercept;
    }

    /** One weight per column; a copy. */
    public double[] weights() {
      return weights.clone();
    }
  }

  /**
   * Expected cost: {@code factor · exp(line)} on the logarithmic scale, else the line where it is above 0
   * and 0 elsewhere.
   *
   * @param factor above 0; only read on the logarithmic scale
   */
  public record CostLine(Line line, boolean logarithmic, double factor) {
    public CostLine {
      Require.positive("factor", factor);
    }

    private double at(double[] row) {
      double value = line.at(row);
      return logarithmic ? factor * StrictMath.exp(value) : Math.max(0, value);
    }
  }

  /**
   * What one group of actions yields.
   *
   * @param quality line of the expected quality, or of its log-odds
   * @param logistic whether {@code quality} is the line of the log-odds
   * @param tokens expected tokens; empty where they were not recorded for every turn
   * @param money expected US dollars; empty where they were not recorded for every turn
   */
  public record Lines(
      Line quality, boolean logistic, Optional<CostLine> tokens, Optional<CostLine> money) {
    private ExpectedOutcome at(double[] row) {
      double value = quality.at(row);
      return new ExpectedOutcome(
          logistic ? 1 / (1 + StrictMath.exp(-value)) : value, at(tokens, row), at(money, row));
    }

    private static OptionalDouble at(Optional<CostLine> cost, double[] row) {
      return cost.isPresent() ? OptionalDouble.of(cost.get().at(row)) : OptionalDouble.empty();
    }
  }

  /**
   * A model.
   *
   * @param space the columns of the lines
   * @param groups one entry where actions are pooled, else one per action; empty for an action that never
   *     occurred, which is refused at prediction
   */
  public LinearOutcomes(OutcomeSpace space, List<Optional<Lines>> groups) {
    this.space = space;
    this.groups = List.copyOf(groups);
    int expected = space.pooled() ? 1 : space.actions().size();
    if (groups.size() != expected) {
      throw Require.unexpected("number of groups", groups.size(), "" + expected);
    }
    for (Optional<Lines> group : groups) {
      if (group.isPresent()) {
        Lines lines = group.get();
        requireColumns(lines.quality());
        lines.tokens().ifPresent(cost -> requireColumns(cost.line()));
        lines.money().ifPresent(cost -> requireColumns(cost.line()));
      }
    }
  }

  private void requireColumns(Line line) {
    if (line.weights.length != space.size()) {
      throw Require.unexpected("number of weights", line.weights.length, "" + space.size());
    }
  }

  @Override
  public FeatureSchema schema() {
    return space.encoder().schema();
  }

  @Override
  public ActionSet actions() {
    return space.actions();
  }

  /** The columns of the lines. */
  public OutcomeSpace space() {
    return space;
  }

  /** One entry where actions are pooled, else one per action. */
  public List<Optional<Lines>> groups() {
    return groups;
  }

  @Override
  public ExpectedOutcome expect(Context context, int actionIndex) {
    Lines lines = groups
        .get(space.pooled() ? 0 : actionIndex)
        .orElseThrow(() -> Require.unexpected(
            "action",
            "\"" + space.actions().get(actionIndex).id() + "\"",
            "an action that occurs in the fitting data"));
    return lines.at(space.row(space.encoder().encode(context), actionIndex));
  }
}
