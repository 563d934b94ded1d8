package io.stackelberg.response.model;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Random saved models, and contexts to ask them at. */
final class SavedModels {
  static final ActionSet GRID =
      ActionSet.grid(List.of(0.1, 0.7), List.of(Verbosity.CONCISE, Verbosity.VERBOSE), List.of(1));
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(List.of("size", "share", "gap"), List.of("kind"));

  private SavedModels() {}

  static Provenance provenance() {
    return new Provenance(
        "test",
        new TreeMap<>(Map.of("penalty", "1.0")),
        7,
        new TreeMap<>(Map.of("log", "0".repeat(64))),
        new TreeMap<>(Map.of("java", "17")),
        List.of());
  }

  static Context context(String id, RandomGenerator random) {
    double[] numeric = {
      StrictMath.exp(6 * random.nextDouble()),
      random.nextDouble(),
      random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian()
    };
    return new Context(
        id,
        "s",
        SCHEMA,
        numeric,
        List.of("kind \"" + random.nextInt(3) + "\" ä"),
        SessionState.START,
        Set.of());
  }

  static List<Context> contexts(RandomGenerator random, int count) {
    List<Context> contexts = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      contexts.add(context("x" + index, random));
    }
    return contexts;
  }

  /** A follower over four resource vectors, the third of which has no score. */
  static SoftmaxFollower follower(String scores, RandomGenerator random) {
    FeatureSpace space = new FeatureSpace(
        new FeatureEncoder(contexts(random, 40)), List.of("cost_incentive", "quality_target"));
    ScoreModel model;
    if (scores.equals("linear")) {
      model = RandomModels.linear(random, space.size(), 3);
    } else if (scores.equals("trees")) {
      model = RandomModels.trees(random, space.size(), 3, 8, 4);
    } else {
      model = RandomModels.network(random, space.size(), 6, 3);
    }
    return new SoftmaxFollower(
        GRID, space, new int[] {0, 1, -1, 2}, model, 0.3 + random.nextDouble());
  }

  static LinearOutcomes outcomes(boolean pooled, RandomGenerator random) {
    OutcomeSpace space = new OutcomeSpace(
        new FeatureEncoder(contexts(random, 40)),
        pooled ? GRID : ActionSet.named(List.of("a", "b")),
        pooled);
    LinearOutcomes.Lines lines = new LinearOutcomes.Lines(
        line(space, random),
        !pooled,
        Optional.of(new LinearOutcomes.CostLine(line(space, random), true, 1.1)),
        Optional.empty());
    return new LinearOutcomes(
        space,
        pooled ? List.of(Optional.of(lines)) : List.of(Optional.of(lines), Optional.empty()));
  }

  /** Outcomes of trees: of tokens on the logarithmic scale, of money on its own; the last action is new. */
  static TreeOutcomes treeOutcomes(RandomGenerator random) {
    FeatureEncoder encoder = new FeatureEncoder(contexts(random, 40));
    int columns = encoder.size() + TreeOutcomes.coordinates(GRID)[0].length;
    return new TreeOutcomes(
        encoder,
        GRID,
        List.of(true, true, true, false),
        RandomModels.trees(random, columns, 1, 9, 4),
        Optional.of(new TreeOutcomes.CostTrees(
            RandomModels.trees(random, columns, 1, 9, 4), List.of(1.1, 0.9, 1.05, 1.0))),
        Optional.of(
            new TreeOutcomes.CostTrees(RandomModels.trees(random, columns, 1, 9, 4), List.of())));
  }

  private static LinearOutcomes.Line line(OutcomeSpace space, RandomGenerator random) {
    double[] weights = new double[space.size()];
    Arrays.setAll(weights, column -> random.nextGaussian());
    return new LinearOutcomes.Line(random.nextGaussian(), weights);
  }

  static SavedModel model(String scores, RandomGenerator random) {
    return new SavedModel(
        Optional.of(follower(scores, random)),
        Optional.of(
            scores.equals("trees") ? treeOutcomes(random) : outcomes(random.nextBoolean(), random)),
        provenance());
  }
}
