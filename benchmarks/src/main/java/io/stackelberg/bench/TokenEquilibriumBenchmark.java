package io.stackelberg.bench;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.pipeline.reproduce.cage.TokenGame;
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
 * One token under four principals, from the step's reference distribution to the policy over the whole vocabulary,
 * certificate included, beside one softmax over the vocabulary.
 *
 * <p>Scores take so many levels per principal: with few, as word lists give them, tokens valued alike are merged;
 * with 0 levels every token has scores of its own and nothing can be merged.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TokenEquilibriumBenchmark {
  private static final long SEED = 12L;
  private static final int PRINCIPALS = 4;
  private static final double HIGHEST = 4;

  /** Tokens of the vocabulary. */
  @Param({"32768"})
  int vocabulary;

  /** Levels of each principal's scores; 0 where all scores differ. */
  @Param({"5", "0"})
  int levels;

  private TokenGame tokens;
  private double[] reference;
  private CommonAgency softmax;
  private double[] payment;

  /** Draws scores in [0, 4] temperatures; the reference falls with the rank of the token. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] values = new double[PRINCIPALS][vocabulary];
    reference = new double[vocabulary];
    payment = new double[vocabulary];
    double sum = 0;
    for (int token = 0; token < vocabulary; token++) {
      reference[token] = random.nextDouble() / (1 + token);
      sum += reference[token];
      for (double[] row : values) {
        row[token] = HIGHEST
            * (levels == 0
                ? random.nextDouble()
                : random.nextInt(levels) / (double) (levels - 1));
      }
      payment[token] = values[0][token];
    }
    for (int token = 0; token < vocabulary; token++) {
      reference[token] /= sum;
    }
    tokens = new TokenGame(1, values);
    softmax = new CommonAgency(reference, 1, values);
  }

  /** One answer of the agent to one vector of payments. */
  @Benchmark
  public double[] softmaxPassBaseline() {
    return softmax.respond(payment);
  }

  /** The equilibrium of one step and its policy over tokens. */
  @Benchmark
  public double[] equilibrium() {
    CommonAgency game = tokens.over(reference);
    AgencyEquilibrium found = tokens.equilibrium(game);
    if (found.stopReason() != StopReason.CONVERGED || !(found.largestGain() <= 1e-9)) {
      throw new IllegalStateException(
          "stopped with " + found.stopReason() + " and a gain of " + found.largestGain() + ".");
    }
    return tokens.spread(reference, game, found.policy());
  }
}
