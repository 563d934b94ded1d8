package io.stackelberg.bench;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.BoostedTreesResponse;
import io.stackelberg.response.FrequencyResponse;
import io.stackelberg.response.MultinomialLogit;
import io.stackelberg.response.NetworkResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Fits of the response in 2 GiB: 20 features, announcements, 9 actions of a logistic law, sessions of ten
 * turns. The baseline counts frequencies, which is nothing but reading and encoding the log. A million turns:
 * {@code java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main ResponseFit -p turns=1000000}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 3, jvmArgsAppend = "-Xmx2g")
public class ResponseFitBenchmark {
  private static final int FEATURES = 20;
  private static final int ACTIONS = 9;

  /** Number of turns. */
  @Param({"10000"})
  public int turns;

  private TurnLog log;

  /** Draws weights, then turns; what a turn yields is unknown, for the response does not read it. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(20260622L);
    List<String> names = IntStream.range(0, ACTIONS).mapToObj(a -> "a" + a).toList();
    ActionSet actions = ActionSet.named(names);
    FeatureSchema schema =
        new FeatureSchema(IntStream.range(0, FEATURES).mapToObj(f -> "f" + f).toList(), List.of());
    double[][] weights = new double[ACTIONS][FEATURES + 2];
    for (double[] row : weights) {
      for (int column = 0; column < row.length; column++) {
        row[column] = 2 * random.nextDouble() - 1;
      }
    }
    Outcome unknown = new Outcome(OptionalDouble.empty(), TokenCount.of(10, 10), Optional.empty());
    List<Turn> drawn = new ArrayList<>(turns);
    for (int turn = 0; turn < turns; turn++) {
      double[] features = new double[FEATURES];
      for (int feature = 0; feature < FEATURES; feature++) {
        features[feature] = 2 * random.nextDouble() - 1;
      }
      Announcement announced = new Announcement(random.nextDouble(), random.nextDouble());
      ResourceAction action = actions.get(draw(weights, features, announced, random));
      Context context = new Context(
          "q" + turn, "s" + turn / 10, schema, features, List.of(), SessionState.START, Set.of());
      drawn.add(new Turn(context, announced, OptionalDouble.empty(), action, unknown));
    }
    log = new TurnLog(actions, drawn);
  }

  /** Largest score plus Gumbel noise: a draw from the softmax (Gumbel's maximum). */
  private static int draw(
      double[][] weights, double[] features, Announcement announced, SplittableRandom random) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < weights.length; action++) {
      double score = weights[action][FEATURES] * announced.qualityTarget()
          + weights[action][FEATURES + 1] * announced.costIncentive()
          - Math.log(-Math.log(1 - random.nextDouble()));
      for (int feature = 0; feature < FEATURES; feature++) {
        score += weights[action][feature] * features[feature];
      }
      if (score > most) {
        most = score;
        best = action;
      }
    }
    return best;
  }

  /** Smoothed frequencies. */
  @Benchmark
  public FollowerModel frequencyBaseline() {
    return new FrequencyResponse(FrequencyResponse.Options.DEFAULT)
        .fit(log, new SplittableRandom(1));
  }

  /** Multinomial logistic regression. */
  @Benchmark
  public FollowerModel logit() {
    return new MultinomialLogit(MultinomialLogit.Options.DEFAULT).fit(log, new SplittableRandom(1));
  }

  /** Boosted trees, at most 20 rounds and so 180 trees: an answer about time per tree. */
  @Benchmark
  public FollowerModel treesOfTwentyRounds() {
    return new BoostedTreesResponse(BoostedTreesResponse.Options.DEFAULT.withRounds(20))
        .fit(log, new SplittableRandom(1));
  }

  /** A network, at most 10 periods of at most 100,000 turns. */
  @Benchmark
  public FollowerModel networkOfTenPeriods() {
    return new NetworkResponse(NetworkResponse.Options.DEFAULT.withPeriods(10))
        .fit(log, new SplittableRandom(1));
  }
}
