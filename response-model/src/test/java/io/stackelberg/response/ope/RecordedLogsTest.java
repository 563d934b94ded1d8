package io.stackelberg.response.ope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.ope.OffPolicyResult.Estimated;
import io.stackelberg.response.ope.ValueInterval.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Recorded bandit logs of other projects; every row is a session of its own. */
class RecordedLogsTest {
  private static List<String> lines(String name) throws IOException {
    Path file = Path.of(System.getProperty("governor.home", ".."))
        .resolve("../shared/data/foreign-logs")
        .resolve(name)
        .normalize();
    assumeTrue(Files.isRegularFile(file), "recorded log " + name + " is not there");
    return Files.readAllLines(file);
  }

  private static ActionSet arms(int count) {
    return ActionSet.named(
        IntStream.range(0, count).mapToObj(arm -> "arm" + arm).toList());
  }

  private static Turn turn(ActionSet arms, int row, int arm, double propensity, Outcome outcome) {
    return new Turn(
        Context.named("row" + row),
        Directive.of(arms.get(arm)),
        OptionalDouble.of(propensity),
        arms.get(arm),
        outcome);
  }

  private static Outcome quality(double quality) {
    return new Outcome(OptionalDouble.of(quality), TokenCount.UNKNOWN, Optional.empty());
  }

  private static LeaderPolicy uniform(ActionSet arms) {
    List<Commitment> support = new ArrayList<>();
    arms.actions().forEach(action -> support.add(Directive.of(action)));
    MixedCommitment law =
        new MixedCommitment(support, Collections.nCopies(arms.size(), 1.0 / arms.size()));
    return context -> law;
  }

  /** Open Bandit, uniform policy over 34 items: 600 rows, 2 clicks, propensity 1/34 in each. */
  @Test
  void openBanditUnderItsOwnPolicyIsTheClickRate() throws IOException {
    List<String> lines = lines("obp/random-men.csv");
    ActionSet arms = arms(34);
    List<Turn> turns = new ArrayList<>();
    double clicksOfOne = 0;
    int item = -1;
    for (int row = 1; row < lines.size(); row++) {
      String[] cells = lines.get(row).split(",");
      int arm = Integer.parseInt(cells[2]);
      double click = Double.parseDouble(cells[4]);
      if (click == 1 && item < 0) {
        item = arm;
      }
      clicksOfOne += arm == item ? click : 0;
      turns.add(turn(arms, row, arm, Double.parseDouble(cells[5]), quality(click)));
    }
    TurnLog log = new TurnLog(arms, turns);
    LoggedDecisions own = LoggedDecisions.of(log, uniform(arms), Reward.quality())
        .withLogging(uniform(arms))
        .withLargestWeight(34);
    for (OffPolicyEstimator method :
        List.of(new InversePropensity(), new SelfNormalisedInversePropensity())) {
      Estimated estimated = OffPolicyEstimatorTest.estimate(method, own);
      assertEquals(2.0 / 600, estimated.value(), 1e-12);
      assertEquals(600, estimated.weights().orElseThrow().effectiveTurns(), 1e-6);
      assertEquals(1, estimated.weights().orElseThrow().meanWeightPValue(), 0);
    }
    Directive clicked = Directive.of(arms.get(item));
    Estimated always = OffPolicyEstimatorTest.estimate(
        new InversePropensity(),
        LoggedDecisions.of(log, LeaderPolicy.always(clicked), Reward.quality()));
    assertEquals(34 * clicksOfOne / 600, always.value(), 1e-12);
    assertTrue(
        always.interval(Bound.NON_NEGATIVE_BETTING).orElseThrow().low() <= clicksOfOne / 600 * 34);
  }

  /** 113 decisions over 7 arms, costs 0 or −1 of sum −41, propensities from 0.0156 to 0.9175. */
  @Test
  void costSensitiveLogAgreesWithPlainSums() throws IOException {
    ActionSet arms = arms(7);
    List<Turn> turns = new ArrayList<>();
    double rewards = 0;
    double weightedRewards = 0;
    double weights = 0;
    double smallest = 1;
    int arm = 0;
    for (String line : lines("vw/cb_load.dat")) {
      if (line.startsWith("shared")) {
        arm = 0;
        continue;
      }
      String label = line.substring(0, Math.max(0, line.indexOf('|'))).trim();
      if (!label.isEmpty()) {
        String[] parts = label.split(":");
        double reward = 0 - Double.parseDouble(parts[1]);
        double propensity = Double.parseDouble(parts[2]);
        turns.add(turn(arms, turns.size(), arm, propensity, quality(reward)));
        rewards += reward;
        weights += 1 / (7 * propensity);
        weightedRewards += reward / (7 * propensity);
        smallest = Math.min(smallest, propensity);
      }
      arm++;
    }
    assertEquals(113, turns.size());
    assertEquals(41, rewards, 0);
    LoggedDecisions decisions =
        LoggedDecisions.of(new TurnLog(arms, turns), uniform(arms), Reward.quality());
    Estimated ips = OffPolicyEstimatorTest.estimate(new InversePropensity(), decisions);
    assertEquals(weightedRewards / 113, ips.value(), 1e-12);
    assertEquals(1 / (7 * smallest), ips.weights().orElseThrow().largestWeight(), 1e-12);
    assertEquals(
        weightedRewards / weights,
        OffPolicyEstimatorTest.estimate(new SelfNormalisedInversePropensity(), decisions)
            .value(),
        1e-12);
    // Propensities of the other arms are not in the file.
    assertTrue(new Switch()
        .estimate(decisions.withModel((context, commitment) -> 0.5))
        .toString()
        .contains("LOGGING_DISTRIBUTION"));
  }

  /** Eight decisions at propensity 1/2, costs 0 to 2 of sum 5; those of arm 2 are 1, 0, 0, 1. */
  @Test
  void textLogWithCostsIsRescaledFromItsRange() throws IOException {
    ActionSet arms = arms(2);
    List<Turn> turns = new ArrayList<>();
    long costs = 0;
    for (String line : lines("vw/cb_explore_cover.dat")) {
      String[] parts = line.substring(0, line.indexOf('|')).trim().split(":");
      long cost = Long.parseLong(parts[1]);
      costs += cost;
      Outcome outcome =
          new Outcome(OptionalDouble.empty(), TokenCount.of(cost, 0), Optional.empty());
      turns.add(turn(
          arms,
          turns.size(),
          Integer.parseInt(parts[0]) - 1,
          Double.parseDouble(parts[2]),
          outcome));
    }
    assertEquals(8, turns.size());
    assertEquals(5, costs);
    LoggedDecisions second = LoggedDecisions.of(
        new TurnLog(arms, turns),
        LeaderPolicy.always(Directive.of(arms.get(1))),
        Reward.minusCost(CostUnit.TOKENS, 2));
    // Four of eight turns, weight 2 each: the mean weight is 1 and the estimate −(1 + 0 + 0 + 1)/4.
    assertEquals(
        -0.5, OffPolicyEstimatorTest.estimate(new InversePropensity(), second).value(), 1e-12);
  }
}
