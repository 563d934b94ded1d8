package io.stackelberg.bench;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Verbosity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One quantal response over 27 actions: what every evaluation of a commitment costs at one context. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class QuantalResponseBenchmark {
  private static final long SEED = 7L;
  private static final double TOKEN_SCALE = 4000;

  private QuantalFollower follower;
  private Context context;
  private Announcement announcement;

  /** Draws the expected outcomes of the 27 actions. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(SEED);
    ActionSet actions =
        ActionSet.grid(List.of(0.25, 0.5, 1.0), List.of(Verbosity.values()), List.of(0, 1, 3));
    List<ExpectedOutcome> expected = new ArrayList<>();
    for (int action = 0; action < actions.size(); action++) {
      double quality = random.nextDouble();
      double tokens = TOKEN_SCALE * random.nextDouble();
      expected.add(new ExpectedOutcome(quality, OptionalDouble.of(tokens), OptionalDouble.empty()));
    }
    OutcomeModel outcomes = (where, actionIndex) -> expected.get(actionIndex);
    follower = new QuantalFollower(
        actions, new QualityCostUtility(outcomes, CostUnit.TOKENS, 1, 0.5, TOKEN_SCALE), 0.1);
    context = Context.named("benchmark");
    announcement = new Announcement(0.7, 0.2);
  }

  /** The follower as written, on records. */
  @Benchmark
  public double[] recordBaseline() {
    return follower.respond(context, announcement);
  }
}
