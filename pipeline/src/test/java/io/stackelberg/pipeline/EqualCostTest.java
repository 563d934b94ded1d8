package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EqualCostTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 30);
  }

  /** Two constants on {@code turns} turns: the first cheap, the second about twice as dear and better. */
  private record Constants(Play cheap, Play dear) {
    static Constants random(int turns, int turnsPerSession, SplittableRandom random) {
      double[][] numbers = new double[4][turns];
      for (int turn = 0; turn < turns; turn++) {
        numbers[0][turn] = 50 + 100 * random.nextDouble();
        numbers[1][turn] = 0.6 * random.nextDouble();
        numbers[2][turn] = 150 + 100 * random.nextDouble();
        numbers[3][turn] = 0.4 + 0.6 * random.nextDouble();
      }
      return new Constants(
          Plays.of(numbers[0], numbers[1], turnsPerSession),
          Plays.of(numbers[2], numbers[3], turnsPerSession));
    }

    EqualCost comparison() {
      return new EqualCost(Plays.frontier(List.of(cheap, dear)), List.of(cheap, dear));
    }

    /** Takes the dear constant with the given probability at each turn. */
    Play mixed(double[] shares, double extra, int turnsPerSession) {
      double[] cost = new double[shares.length];
      double[] quality = new double[shares.length];
      for (int turn = 0; turn < shares.length; turn++) {
        cost[turn] = (1 - shares[turn]) * cheap.cost()[turn] + shares[turn] * dear.cost()[turn];
        quality[turn] = (1 - shares[turn]) * cheap.quality()[turn]
            + shares[turn] * dear.quality()[turn]
            + extra;
      }
      return Plays.of(cost, quality, turnsPerSession);
    }
  }

  private static double[] constant(int turns, double value) {
    double[] shares = new double[turns];
    Arrays.fill(shares, value);
    return shares;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPolicyThatIsTheMixtureHasNoGainExactly(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Constants constants = Constants.random(100, 1, random);
    for (double share : new double[] {0, 1e-9, 0.1, 0.5, random.nextDouble(), 1}) {
      EqualCost.Point point =
          constants.comparison().compare(0.5, 150, constants.mixed(constant(100, share), 0, 1));
      assertEquals(0.0, point.gain().mean());
      assertEquals(0.0, point.gain().standardError());
      assertEquals(point.cost(), point.mixtureCost(), 1e-9);
      assertEquals(point.policyQuality(), point.mixtureQuality(), 1e-12);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPlantedGainIsRecovered(long seed) {
    // The same mixture with 0.03 of quality more at every turn: the gain is 0.03, without error.
    SplittableRandom random = new SplittableRandom(seed);
    Constants constants = Constants.random(100, 1, random);
    EqualCost.Point point =
        constants.comparison().compare(0.5, 150, constants.mixed(constant(100, 0.4), 0.03, 1));
    assertEquals(0.03, point.gain().mean(), 1e-12);
    assertEquals(0, point.gain().standardError(), 1e-12);
    assertEquals(0.5, point.fraction());
    assertEquals(150, point.target());
    assertEquals(100, point.differences().size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theGainIsTheDifferenceToTheHullAtThePolicysCost(long seed) {
    // Interpolated by hand between the means of the two constants.
    SplittableRandom random = new SplittableRandom(seed);
    Constants constants = Constants.random(200, 1, random);
    Play policy = constants.mixed(random.doubles(200).toArray(), 0, 1);
    EqualCost.Point point = constants.comparison().compare(0.5, 150, policy);
    assertEquals(statistic(policy, constants, null), point.gain().mean(), 1e-12);
    assertEquals(
        Play.mean(policy.quality()) - point.mixtureQuality(), point.gain().mean(), 1e-12);
    assertEquals(point.cost(), point.mixtureCost(), 1e-9);
  }

  /** Quality of the policy minus that of the hull at its cost, on the picked turns; all when null. */
  private static double statistic(Play policy, Constants constants, int[] picked) {
    double[] means = new double[6];
    double[][] columns = {
      policy.cost(),
      policy.quality(),
      constants.cheap().cost(),
      constants.cheap().quality(),
      constants.dear().cost(),
      constants.dear().quality()
    };
    for (int column = 0; column < means.length; column++) {
      means[column] =
          Play.mean(picked == null ? columns[column] : Play.at(columns[column], picked));
    }
    double share = (means[0] - means[2]) / (means[4] - means[2]);
    return means[1] - (1 - share) * means[3] - share * means[5];
  }

  @Test
  @Tag("slow")
  void theLinearisedErrorAgreesWithABootstrapOfSessions() {
    // 300 sessions of 3 turns; the policy takes the dear action where that helps more, so that its
    // gain and
    // its cost correlate. The deviation of 2,000 resamples has a relative error of 1 / √4000 = 1.6
    // %, times
    // 4 is 6.4 %; the linearisation drops terms of order 1/√300 = 5.8 % of the error. Together
    // below 13 %.
    for (long seed = 1; seed <= 4; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int sessions = 300;
      Constants constants = Constants.random(3 * sessions, 3, random);
      double[] shares = new double[3 * sessions];
      for (int turn = 0; turn < shares.length; turn++) {
        double help = constants.dear().quality()[turn] - constants.cheap().quality()[turn];
        shares[turn] = help > 0.3 ? 1 : 0;
      }
      Play policy = constants.mixed(shares, 0, 3);
      MeanEstimate gain = constants.comparison().compare(0.5, 150, policy).gain();
      double[] resampled = new double[2000];
      for (int sample = 0; sample < resampled.length; sample++) {
        int[] picked = new int[3 * sessions];
        for (int session = 0; session < sessions; session++) {
          int from = random.nextInt(sessions);
          for (int turn = 0; turn < 3; turn++) {
            picked[3 * session + turn] = 3 * from + turn;
          }
        }
        resampled[sample] = statistic(policy, constants, picked);
      }
      double mean = Play.mean(resampled);
      double variance =
          Arrays.stream(resampled).map(value -> (value - mean) * (value - mean)).sum() / 1999;
      assertTrue(gain.mean() > 0.05, "the planted policy gains " + gain.mean());
      assertEquals(1, gain.standardError() / Math.sqrt(variance), 0.13);
    }
  }

  @Test
  void aPolicyCheaperThanTheCheapestStandsAgainstThatOne() {
    Play cheap = Plays.of(new double[] {2, 2}, new double[] {0.5, 0.25});
    Play dear = Plays.of(new double[] {4, 4}, new double[] {1, 1});
    Play policy = Plays.of(new double[] {1, 1}, new double[] {0.5, 0.5});
    EqualCost comparison =
        new EqualCost(Plays.frontier(List.of(cheap, dear)), List.of(cheap, dear));
    EqualCost.Point point = comparison.compare(0.1, 2.2, policy);
    assertEquals(0.125, point.gain().mean(), 1e-15);
    assertEquals(1, point.cost());
    assertEquals(2, point.mixtureCost());
    assertEquals(0.375, point.mixtureQuality());
    // Differences 0 and 0.25: s² = 1/32, standard error √(1/64).
    assertEquals(0.125, point.gain().standardError(), 1e-15);
  }

  @Test
  void aPolicyDearerThanTheBestStandsAgainstThatOne() {
    Play cheap = Plays.of(new double[] {2, 2}, new double[] {0.5, 0.25});
    Play best = Plays.of(new double[] {4, 4}, new double[] {0.75, 1});
    Play policy = Plays.of(new double[] {9, 9}, new double[] {1, 1});
    EqualCost comparison =
        new EqualCost(Plays.frontier(List.of(cheap, best)), List.of(cheap, best));
    EqualCost.Point point = comparison.compare(0.9, 3.8, policy);
    assertEquals(0.125, point.gain().mean(), 1e-15);
    assertEquals(4, point.mixtureCost());
    assertEquals(0.875, point.mixtureQuality());
  }

  @Test
  void oneMemberIsComparedWithDirectly() {
    Play only = Plays.of(new double[] {2, 4}, new double[] {0.5, 0.5});
    Play policy = Plays.of(new double[] {1, 2}, new double[] {0.25, 0.5});
    EqualCost comparison = new EqualCost(Plays.frontier(List.of(only)), List.of(only));
    EqualCost.Point point = comparison.compare(0.5, 3, policy);
    assertEquals(-0.125, point.gain().mean(), 1e-15);
    assertEquals(3, point.mixtureCost());
    assertEquals(0.0, comparison.compare(0.5, 3, only).gain().mean());
  }

  @Test
  void theBracketFollowsTheEvaluatedCosts() {
    // Three members at costs 1, 2, 4 with qualities 0.2, 0.6, 0.8; a policy at cost 3 lies between
    // the last
    // two whatever budget it was solved for: 0.7 there.
    List<Play> members = new ArrayList<>();
    for (double[] member : new double[][] {{1, 0.2}, {2, 0.6}, {4, 0.8}}) {
      members.add(Plays.of(constant(3, member[0]), constant(3, member[1])));
    }
    EqualCost comparison = new EqualCost(Plays.frontier(members), members);
    Play policy = Plays.of(constant(3, 3), constant(3, 0.9));
    for (double target : new double[] {1, 1.5, 3, 4}) {
      EqualCost.Point point = comparison.compare(0.5, target, policy);
      assertEquals(0.7, point.mixtureQuality(), 1e-12);
      assertEquals(0.2, point.gain().mean(), 1e-12);
    }
  }

  @Test
  void turnsArePairedByContextNotByPosition() {
    // The policy met the same contexts in the opposite order and is the even mixture at each of
    // them; paired
    // by position the mean gain would be 0 too, but not its error.
    Play cheap = Plays.of(new double[] {2, 2, 2}, new double[] {0, 0.5, 1});
    Play dear = Plays.of(new double[] {4, 4, 4}, new double[] {0.5, 1, 1});
    Play.Builder reversed = new Play.Builder(CostUnit.TOKENS, 0);
    double[] even = {0.25, 0.75, 1};
    for (int turn = 2; turn >= 0; turn--) {
      reversed.add(
          Plays.context("q" + turn, "s" + turn),
          MixedCommitment.pure(new Directive("any")),
          new double[] {even[turn]},
          even[turn],
          3,
          Double.NaN,
          new double[0]);
    }
    List<Play> members = List.of(cheap, dear);
    MeanEstimate gain = new EqualCost(Plays.frontier(members), members)
        .compare(0.5, 3, reversed.build())
        .gain();
    assertEquals(0.0, gain.mean());
    assertEquals(0.0, gain.standardError());
  }

  @Test
  void theMeanOverPointsKeepsTheirCorrelation() {
    // Five points with the same per-turn gains: averaging them must not shrink the error by √5.
    SplittableRandom random = new SplittableRandom(9);
    Constants constants = Constants.random(50, 1, random);
    Play policy = constants.mixed(random.doubles(50).toArray(), 0, 1);
    EqualCost.Point point = constants.comparison().compare(0.5, 150, policy);
    MeanEstimate mean =
        EqualCost.mean(List.of(point, point, point, point, point), policy.clusters());
    assertEquals(point.gain().mean(), mean.mean(), 1e-12);
    assertEquals(point.gain().standardError(), mean.standardError(), 1e-12);
    MeanEstimate excess =
        EqualCost.meanExcess(List.of(point, point), List.of(point, point), policy.clusters());
    assertEquals(0.0, excess.mean());
    assertEquals(0.0, excess.standardError());
  }
}
