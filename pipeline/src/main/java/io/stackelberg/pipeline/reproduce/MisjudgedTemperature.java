package io.stackelberg.pipeline.reproduce;

import io.stackelberg.game.Smoothness;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.finite.MultipleLpSolver;
import io.stackelberg.leader.gradient.CommitmentRegion;
import io.stackelberg.leader.gradient.ContinuousProblem;
import io.stackelberg.leader.gradient.ProjectedGradient;
import io.stackelberg.leader.gradient.ValueGradient;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a leader loses when it misjudges the follower's temperature, and what a curriculum over temperatures gains.
 *
 * <p>Random games with three leader and four follower actions, payoffs in [0, 1]; the leader commits to a mixture,
 * the follower answers by logit at a temperature that the leader does not know. The <em>robust</em> leader minimises
 * its worst-case regret over the temperatures, over a grid of mixtures of step 1/{@value #STEPS}. The curriculum
 * climbs the leader's value from the hottest follower to the coldest, each stage from the last one's end. As the temperature
 * falls the best value approaches the strong Stackelberg
 * value, known by linear programs.
 */
public final class MisjudgedTemperature implements Reproduction {
  private static final int STEPS = 40;
  private static final double[] TEMPERATURES = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};
  private static final int NOMINAL = 3;

  @Override
  public String summary() {
    return "a leader that misjudges its follower's temperature, robust choice and curriculum";
  }

  /** Leader's value and gradient in the first two probabilities, at one temperature. */
  private record Climb(double[][] leader, double[][] follower, double temperature)
      implements ContinuousProblem {
    @Override
    public CommitmentRegion region() {
      return CommitmentRegion.box(new double[2], new double[] {1, 1}).cut(new double[] {1, 1}, 1);
    }

    @Override
    public ValueGradient evaluate(double[] point) {
      double[] mixture = {point[0], point[1], 1 - point[0] - point[1]};
      double[] reply = respond(follower, mixture, temperature);
      double value = 0;
      double[] perRow = new double[3];
      double[] payoff = new double[reply.length];
      for (int b = 0; b < reply.length; b++) {
        for (int a = 0; a < 3; a++) {
          payoff[b] += mixture[a] * leader[a][b];
        }
        value += reply[b] * payoff[b];
      }
      for (int a = 0; a < 3; a++) {
        double mean = 0;
        for (int b = 0; b < reply.length; b++) {
          mean += reply[b] * follower[a][b];
        }
        for (int b = 0; b < reply.length; b++) {
          perRow[a] +=
              reply[b] * (leader[a][b] + payoff[b] * (follower[a][b] - mean) / temperature);
        }
      }
      return new ValueGradient(
          value, new double[] {perRow[0] - perRow[2], perRow[1] - perRow[2]}, Smoothness.REGULAR);
    }
  }

  @Override
  public Findings run(Setting setting) {
    int games = setting.isBrief() ? 10 : 200;
    int temperatures = TEMPERATURES.length;
    double[][] nominal = new double[games][temperatures];
    double[][] robust = new double[games][temperatures];
    double[] coldGap = new double[games];
    int[] reached = new int[2];
    List<double[]> grid = grid();
    for (int game = 0; game < games; game++) {
      SplittableRandom random = setting.seeds().generator("game", game + "");
      double[][] leader = matrix(random);
      double[][] follower = matrix(random);
      double[][] values = new double[temperatures][grid.size()];
      double[] best = new double[temperatures];
      for (int t = 0; t < temperatures; t++) {
        Climb climb = new Climb(leader, follower, TEMPERATURES[t]);
        for (int point = 0; point < grid.size(); point++) {
          values[t][point] = climb.evaluate(grid.get(point)).value();
          best[t] = Math.max(best[t], values[t][point]);
        }
      }
      int plain = 0;
      int careful = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int point = 0; point < grid.size(); point++) {
        plain = values[NOMINAL][point] > values[NOMINAL][plain] ? point : plain;
        double worst = 0;
        for (int t = 0; t < temperatures; t++) {
          worst = Math.max(worst, best[t] - values[t][point]);
        }
        if (worst < least) {
          least = worst;
          careful = point;
        }
      }
      for (int t = 0; t < temperatures; t++) {
        nominal[game][t] = best[t] - values[t][plain];
        robust[game][t] = best[t] - values[t][careful];
      }
      curriculum(leader, follower, reached, coldGap, game, setting);
    }
    return findings(nominal, robust, coldGap, reached, games);
  }

  /** Climbs at the lowest temperature from the curriculum's end and from the centre alone. */
  private static void curriculum(
      double[][] leader,
      double[][] follower,
      int[] reached,
      double[] coldGap,
      int game,
      Setting setting) {
    var optimum = new MultipleLpSolver()
        .solve(new BimatrixGame(leader, follower), SolveLimits.DEFAULT)
        .strongOrThrow();
    double strong = optimum.value();
    double cold = 0.002;
    double[] point = {1.0 / 3, 1.0 / 3};
    for (double temperature = 1; temperature > cold; temperature *= 0.7) {
      point = climb(new Climb(leader, follower, temperature), point);
    }
    Climb last = new Climb(leader, follower, cold);
    double warm = last.evaluate(climb(last, point)).value();
    double direct = last.evaluate(climb(last, new double[] {1.0 / 3, 1.0 / 3})).value();
    var many = new ProjectedGradient(ProjectedGradient.Options.DEFAULT.withStarts(30))
        .solve(last, SolveLimits.DEFAULT, setting.seeds().generator("starts", game + ""));
    double[] tied = {optimum.mixture().get(0), optimum.mixture().get(1)};
    double near = last.evaluate(climb(last, tied)).value();
    coldGap[game] = strong - Math.max(Math.max(many.valueOrThrow(), near), Math.max(warm, direct));
    reached[0] += warm > strong - 0.02 ? 1 : 0;
    reached[1] += direct > strong - 0.02 ? 1 : 0;
  }

  /** Plain ascent with halved steps; local. */
  private static double[] climb(Climb problem, double[] start) {
    CommitmentRegion region = problem.region();
    double[] at = region.project(start);
    ValueGradient here = problem.evaluate(at);
    double step = 0.1;
    for (int move = 0; move < 200 && step > 1e-9; move++) {
      double[] slope = here.gradientOrThrow();
      double length = Math.max(1, StrictMath.hypot(slope[0], slope[1]));
      double[] next = region.project(
          new double[] {at[0] + step * slope[0] / length, at[1] + step * slope[1] / length});
      ValueGradient there = problem.evaluate(next);
      if (there.value() > here.value() + 1e-14) {
        at = next;
        here = there;
        step = Math.min(0.3, 1.5 * step);
      } else {
        step *= 0.5;
      }
    }
    return at;
  }

  private static Findings findings(
      double[][] nominal, double[][] robust, double[] coldGap, int[] reached, int games) {
    Findings findings = new Findings(
        "temperature",
        "A misjudged temperature",
        "What does a leader lose that optimises against a follower of the wrong temperature, and what does it"
            + " cost to be robust?",
        "Random analytic games (T0), " + games
            + " of them, optimised over a grid of mixtures; nothing is claimed of language models.");
    var table = findings.table(
        "regret",
        "Mean and largest regret over the games, payoffs in [0, 1]; the nominal leader believes in temperature "
            + TEMPERATURES[NOMINAL],
        "true temperature",
        "nominal, mean",
        "nominal, largest",
        "robust, mean",
        "robust, largest");
    double[] axis = new double[TEMPERATURES.length];
    double[][] means = new double[2][TEMPERATURES.length];
    for (int t = 0; t < TEMPERATURES.length; t++) {
      axis[t] = StrictMath.log10(TEMPERATURES[t]);
      means[0][t] = mean(nominal, t);
      means[1][t] = mean(robust, t);
      table.row(
          TEMPERATURES[t] + "", means[0][t], largest(nominal, t), means[1][t], largest(robust, t));
    }
    findings
        .curves(
            "regret",
            "Regret against the true temperature",
            "The nominal leader is best where its belief is right; the robust one loses little everywhere.",
            "log10 of the follower's true temperature",
            "mean regret")
        .line("nominal", axis, means[0])
        .line("robust", axis, means[1]);
    double worstNominal = meanWorst(nominal);
    double worstRobust = meanWorst(robust);
    findings.state(
        "The robust leader's worst-case regret is smaller than the nominal leader's.",
        worstRobust < worstNominal ? Standing.HOLDS : Standing.FAILS,
        "Worst case over temperatures, mean over games: " + worstRobust + " against " + worstNominal
            + ".");
    double gap = 0;
    for (double one : coldGap) {
      gap = Math.max(gap, one);
    }
    findings.state(
        "At a low temperature the best value found comes within 0.05 of the strong Stackelberg value.",
        gap < 0.05 ? Standing.HOLDS : Standing.OPEN,
        "Largest gap at temperature 0.002 over the games: " + gap
            + ", by 33 climbs each, one of them from the strong mixture.");
    findings.state(
        "A curriculum from hot to cold reaches the strong value more often than climbing the cold game directly.",
        reached[0] > reached[1] ? Standing.HOLDS : Standing.FAILS,
        "Within 0.02 of the strong value: " + reached[0] + " of " + games + " with, " + reached[1]
            + " without, one start each.");
    return findings;
  }

  private static double[] respond(double[][] follower, double[] mixture, double temperature) {
    double[] reply = new double[follower[0].length];
    double best = Double.NEGATIVE_INFINITY;
    for (int b = 0; b < reply.length; b++) {
      for (int a = 0; a < mixture.length; a++) {
        reply[b] += mixture[a] * follower[a][b] / temperature;
      }
      best = Math.max(best, reply[b]);
    }
    double mass = 0;
    for (int b = 0; b < reply.length; b++) {
      reply[b] = StrictMath.exp(reply[b] - best);
      mass += reply[b];
    }
    for (int b = 0; b < reply.length; b++) {
      reply[b] /= mass;
    }
    return reply;
  }

  private static List<double[]> grid() {
    List<double[]> grid = new ArrayList<>();
    for (int a = 0; a <= STEPS; a++) {
      for (int b = 0; a + b <= STEPS; b++) {
        grid.add(new double[] {(double) a / STEPS, (double) b / STEPS});
      }
    }
    return grid;
  }

  private static double[][] matrix(SplittableRandom random) {
    double[][] matrix = new double[3][4];
    for (double[] row : matrix) {
      for (int b = 0; b < row.length; b++) {
        row[b] = random.nextDouble();
      }
    }
    return matrix;
  }

  private static double mean(double[][] regrets, int temperature) {
    double sum = 0;
    for (double[] game : regrets) {
      sum += game[temperature];
    }
    return sum / regrets.length;
  }

  private static double largest(double[][] regrets, int temperature) {
    double largest = 0;
    for (double[] game : regrets) {
      largest = Math.max(largest, game[temperature]);
    }
    return largest;
  }

  private static double meanWorst(double[][] regrets) {
    double sum = 0;
    for (double[] game : regrets) {
      sum += java.util.Arrays.stream(game).max().orElseThrow();
    }
    return sum / regrets.length;
  }
}
