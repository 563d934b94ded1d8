package io.stackelberg.response.model;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceVector;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Outcome model of regression trees over the encoded context and the action's coordinates.
 *
 * <p>All actions share the trees, whose trailing columns are those of the action: compiled for the actions,
 * they are evaluated once per context for all of them. An action that never occurred is refused.
 */
public final class TreeOutcomes implements SavedOutcomes {
  private final FeatureEncoder encoder;
  private final ActionSet actions;
  private final List<Boolean> occurred;
  private final TreeScores quality;
  private final Optional<CostTrees> tokens;
  private final Optional<CostTrees> money;
  private final ThreadLocal<Batch> batches;

  /**
   * Trees of cost.
   *
   * @param trees one output
   * @param factors expected cost is factor · exp(trees), one factor above 0 per action; empty where it is the
   *     trees' own value, cut at 0
   */
  public record CostTrees(TreeScores trees, List<Double> factors) {
    public CostTrees {
      factors = List.copyOf(factors);
      factors.forEach(factor -> Require.positive("factor", factor));
    }

    private double at(double score, int action) {
      return factors.isEmpty() ? Math.max(0, score) : factors.get(action) * StrictMath.exp(score);
    }
  }

  /**
   * A model.
   *
   * @param occurred whether each action occurred in the fitting data
   * @param quality trees of the expected quality: one output, the columns of {@code encoder}, then those of
   *     {@link #coordinates}
   * @param tokens expected tokens; empty where they were not recorded for every turn
   * @param money expected US dollars; empty where they were not recorded for every turn
   */
  public TreeOutcomes(
      FeatureEncoder encoder,
      ActionSet actions,
      List<Boolean> occurred,
      TreeScores quality,
      Optional<CostTrees> tokens,
      Optional<CostTrees> money) {
    this.encoder = encoder;
    this.actions = actions;
    this.occurred = List.copyOf(occurred);
    this.quality = quality;
    this.tokens = tokens;
    this.money = money;
    requireLength("occurred", occurred.size(), actions.size());
    double[][] grid = coordinates(actions);
    int columns = encoder.size() + grid[0].length;
    requireShape("quality", quality, columns);
    tokens.ifPresent(cost -> requireCost("tokens", cost, columns));
    money.ifPresent(cost -> requireCost("money", cost, columns));
    batches = ThreadLocal.withInitial(() -> new Batch(
        new double[columns],
        List.of(
            Optional.of(quality.over(grid)),
            tokens.map(cost -> cost.trees().over(grid)),
            money.map(cost -> cost.trees().over(grid))),
        new double[3][grid.length]));
  }

  private void requireCost(String name, CostTrees cost, int columns) {
    requireShape(name, cost.trees(), columns);
    if (!cost.factors().isEmpty()) {
      requireLength("factors of " + name, cost.factors().size(), actions.size());
    }
  }

  private static void requireShape(String name, TreeScores trees, int columns) {
    requireLength("inputs of " + name, trees.inputs(), columns);
    requireLength("outputs of " + name, trees.outputs(), 1);
  }

  private static void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw Require.unexpected("number of " + name, length, "" + expected);
    }
  }

  /** Columns of each action: the levels of a resource vector, else one indicator per action. */
  public static double[][] coordinates(ActionSet actions) {
    double[][] grid = new double[actions.size()][];
    for (int action = 0; action < grid.length; action++) {
      if (actions.get(action) instanceof ResourceVector vector) {
        grid[action] =
            new double[] {vector.contextRetention(), vector.verbosity().level(), vector.toolBudget()
            };
      } else {
        grid[action] = new double[actions.size()];
        grid[action][action] = 1;
      }
    }
    return grid;
  }

  /** Of the context. */
  FeatureEncoder encoder() {
    return encoder;
  }

  @Override
  public FeatureSchema schema() {
    return encoder.schema();
  }

  @Override
  public ActionSet actions() {
    return actions;
  }

  List<Boolean> occurred() {
    return occurred;
  }

  TreeScores quality() {
    return quality;
  }

  Optional<CostTrees> tokens() {
    return tokens;
  }

  Optional<CostTrees> money() {
    return money;
  }

  @Override
  public ExpectedOutcome expect(Context context, int actionIndex) {
    if (!occurred.get(actionIndex)) {
      throw Require.unexpected(
          "action",
          "\"" + actions.get(actionIndex).id() + "\"",
          "an action that occurs in the fitting data");
    }
    double[][] scores = batches.get().at(context, encoder);
    return new ExpectedOutcome(
        scores[0][actionIndex],
        at(tokens, scores[1], actionIndex),
        at(money, scores[2], actionIndex));
  }

  private static OptionalDouble at(Optional<CostTrees> cost, double[] scores, int action) {
    return cost.isPresent()
        ? OptionalDouble.of(cost.get().at(scores[action], action))
        : OptionalDouble.empty();
  }

  /** Scores of all actions at the context asked for last, for one thread. */
  private static final class Batch {
    private final double[] row;
    private final List<Optional<GridScores>> compiled;
    private final double[][] scores;
    private Context last;

    Batch(double[] row, List<Optional<GridScores>> compiled, double[][] scores) {
      this.row = row;
      this.compiled = compiled;
      this.scores = scores;
    }

    double[][] at(Context context, FeatureEncoder encoder) {
      if (context != last) {
        encoder.encode(context, row);
        for (int measure = 0; measure < scores.length; measure++) {
          if (compiled.get(measure).isPresent()) {
            compiled.get(measure).get().score(row, scores[measure]);
          }
        }
        last = context;
      }
      return scores;
    }
  }
}
