package io.stackelberg.bench;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import io.stackelberg.pipeline.reproduce.cage.DistinctScores;
import io.stackelberg.pipeline.reproduce.cage.TokenGame;
import java.util.Arrays;
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
 * <p>Once with scores of five levels per principal, as word lists give them, where tokens valued alike are merged; once
 * with scores that all differ, merged by payers and, for comparison, not merged at all.
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

  private TokenGame fewLevels;
  private DistinctScores distinct;
  private CommonAgency whole;
  private double[] reference;
  private double[] payment;
  private double[] start;

  /** Draws scores in [0, 4] temperatures; the reference falls with the rank of the token. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] values = new double[PRINCIPALS][vocabulary];
    double[][] levels = new double[PRINCIPALS][vocabulary];
    reference = new double[vocabulary];
    double sum = 0;
    for (int token = 0; token < vocabulary; token++) {
      reference[token] = random.nextDouble() / (1 + token);
      sum += reference[token];
      for (int principal = 0; principal < PRINCIPALS; principal++) {
        values[principal][token] = HIGHEST * random.nextDouble();
        levels[principal][token] = HIGHEST * random.nextInt(5) / 4;
      }
    }
    for (int token = 0; token < vocabulary; token++) {
      reference[token] /= sum;
    }
    payment = values[0];
    start = new double[PRINCIPALS];
    Arrays.fill(start, HIGHEST + 1);
    fewLevels = new TokenGame(1, levels);
    distinct = new DistinctScores(1, values);
    whole = new CommonAgency(reference, 1, values);
  }

  /** One answer of the agent to one vector of payments. */
  @Benchmark
  public double[] softmaxPassBaseline() {
    return whole.respond(payment);
  }

  /** Scores of five levels: merged by value. */
  @Benchmark
  public double[] mergedByValue() {
    CommonAgency game = fewLevels.over(reference);
    AgencyEquilibrium found = fewLevels.equilibrium(game);
    requireGain(found.largestGain());
    return fewLevels.spread(reference, game, found.policy());
  }

  /** Scores that all differ: merged by payers. */
  @Benchmark
  public double[] mergedByPayers() {
    DistinctScores.Found found = distinct.equilibrium(reference);
    requireGain(found.largestGain());
    return found.policy();
  }

  /** Scores that all differ: every token an outcome. */
  @Benchmark
  public double[] notMerged() {
    AgencyEquilibrium found = new LimitedLiabilityEquilibrium()
        .solveFrom(whole, start, Method.NEWTON, SolveLimits.DEFAULT);
    requireGain(found.largestGain());
    return found.policy();
  }

  private static void requireGain(double gain) {
    if (!(gain <= 1e-9)) {
      throw new IllegalStateException("a best reply gains " + gain + ".");
    }
  }
}
