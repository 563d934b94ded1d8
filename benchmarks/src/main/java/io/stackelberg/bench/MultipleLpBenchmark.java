package io.stackelberg.bench;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.MatrixSolution;
import io.stackelberg.leader.finite.MultipleLpSolver;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * Optimal mixed commitment in a random matrix game with uniform payoffs. The baseline solves one program
 * per follower action by GLOP and gives the strong value alone; the others give the weak supremum too and
 * verify what they return.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MultipleLpBenchmark {
  private static final long SEED = 7L;

  /** Rows and columns of the game. */
  @Param({"10", "100"})
  int size;

  private BimatrixGame game;

  /** Draws the game. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] leader = new double[size][size];
    double[][] follower = new double[size][size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        leader[row][column] = random.nextDouble();
        follower[row][column] = random.nextDouble();
      }
    }
    game = new BimatrixGame(leader, follower);
  }

  /** Strong and weak value, actions that cannot matter left out. */
  @Benchmark
  public MatrixSolution multipleLp() {
    return solve(MultipleLpSolver.Options.DEFAULT);
  }

  /** Strong and weak value and the value of every action. */
  @Benchmark
  public MatrixSolution multipleLpEveryReply() {
    return solve(MultipleLpSolver.Options.DEFAULT.withEveryReply(true));
  }

  private MatrixSolution solve(MultipleLpSolver.Options options) {
    MatrixSolution solution = new MultipleLpSolver(options).solve(game, SolveLimits.DEFAULT);
    if (solution.stopReason() != StopReason.PROVEN_OPTIMAL) {
      throw new IllegalStateException("stopped with " + solution.stopReason());
    }
    return solution;
  }

  /**
   * One program per action by GLOP, strong value: one model over the mixtures and the follower's value for the
   * whole game, of which each program changes the costs and makes one row an equality, so that GLOP may start
   * from the last basis. Building the model once through MPSolver is part of the time.
   */
  @Benchmark
  public double glopPerActionBaseline() {
    Loader.loadNativeLibraries();
    MPSolver solver = MPSolver.createSolver("GLOP");
    try {
      double infinity = MPSolver.infinity();
      MPVariable[] mixture = new MPVariable[size];
      MPConstraint sum = solver.makeConstraint(1, 1, "");
      for (int row = 0; row < size; row++) {
        mixture[row] = solver.makeNumVar(0, 1, "");
        sum.setCoefficient(mixture[row], 1);
      }
      MPVariable worth = solver.makeNumVar(-infinity, infinity, "");
      MPConstraint[] replies = new MPConstraint[size];
      for (int action = 0; action < size; action++) {
        replies[action] = solver.makeConstraint(-infinity, 0, "");
        replies[action].setCoefficient(worth, -1);
        for (int row = 0; row < size; row++) {
          replies[action].setCoefficient(mixture[row], game.followerPayoff(row, action));
        }
      }
      MPObjective objective = solver.objective();
      objective.setMaximization();
      double best = Double.NEGATIVE_INFINITY;
      for (int action = 0; action < size; action++) {
        replies[action].setBounds(0, 0);
        for (int row = 0; row < size; row++) {
          objective.setCoefficient(mixture[row], game.leaderPayoff(row, action));
        }
        if (solver.solve() == MPSolver.ResultStatus.OPTIMAL) {
          best = Math.max(best, objective.value());
        }
        replies[action].setBounds(-infinity, 0);
      }
      return best;
    } finally {
      solver.delete();
    }
  }
}
