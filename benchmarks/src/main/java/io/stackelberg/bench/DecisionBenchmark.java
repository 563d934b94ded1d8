package io.stackelberg.bench;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MenuResponse;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.response.model.FeatureEncoder;
import io.stackelberg.response.model.FeatureSpace;
import io.stackelberg.response.model.SoftmaxFollower;
import java.util.ArrayList;
import java.util.List;
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
 * One decision of a solved policy: 20 features, 25 announcements, 27 actions. The baseline is the follower's
 * answer to the whole menu alone. Percentiles: {@code java -cp benchmarks/target/benchmarks.jar
 * org.openjdk.jmh.Main Decision}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DecisionBenchmark {
  private static final int FEATURES = 20;
  private static final int ACTIONS = 27;
  private static final int CONTEXTS = 256;

  /** The response model. */
  @Param({"trees-of-classes", "logistic", "network"})
  public String model;

  /** Trees of each class. */
  @Param({"100"})
  public int trees;

  private List<Context> contexts;
  private MenuResponse response;
  private LeaderPolicy policy;
  private double[] probabilities;
  private int next;

  /** Fits the response, makes up what actions yield, and solves for a budget. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(20260622L);
    FeatureSchema schema =
        new FeatureSchema(IntStream.range(0, FEATURES).mapToObj(f -> "f" + f).toList(), List.of());
    contexts = IntStream.range(0, CONTEXTS)
        .mapToObj(index -> new Context(
            "q" + index,
            "s" + index,
            schema,
            random.doubles(FEATURES).toArray(),
            List.of(),
            SessionState.START,
            Set.of()))
        .toList();
    List<Commitment> menu = new ArrayList<>();
    for (int point = 0; point < 25; point++) {
      menu.add(new Announcement(point % 5 / 4.0, point / 5 / 4.0));
    }
    FeatureSpace space = new FeatureSpace(
        new FeatureEncoder(contexts), List.copyOf(menu.get(0).coordinates().keySet()));
    double[][] rows = new double[2000][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] =
          space.row(contexts.get(random.nextInt(CONTEXTS)), menu.get(random.nextInt(menu.size())));
    }
    CompiledModelBenchmark fitted = new CompiledModelBenchmark();
    fitted.model = model;
    fitted.trees = trees;
    fitted.fit(rows);
    ActionSet actions =
        ActionSet.named(IntStream.range(0, ACTIONS).mapToObj(a -> "a" + a).toList());
    FollowerModel follower = new SoftmaxFollower(
        actions, space, IntStream.range(0, ACTIONS).toArray(), fitted.scores(), 1);
    LeaderProblem problem = new LeaderProblem(
        contexts,
        menu,
        menu.get(0),
        follower,
        (context, action) -> new ExpectedOutcome(
            0.5 + 0.01 * action + 0.1 * context.numeric(action % FEATURES).orElse(0),
            OptionalDouble.of(100 + 20.0 * action),
            OptionalDouble.empty()),
        CostUnit.TOKENS,
        new LeaderObjective.QualityWithinBudget(620));
    policy = new ExhaustiveSolver().solve(problem, SolveLimits.DEFAULT, random).policyOrThrow();
    response = follower.over(menu);
    probabilities = new double[menu.size() * ACTIONS];
  }

  /** The follower's answer to every commitment. */
  @Benchmark
  public double[] menuResponseBaseline() {
    response.respond(contexts.get(next++ % CONTEXTS), probabilities);
    return probabilities;
  }

  /** What the leader commits to. */
  @Benchmark
  public MixedCommitment decision() {
    return policy.commit(contexts.get(next++ % CONTEXTS));
  }
}
