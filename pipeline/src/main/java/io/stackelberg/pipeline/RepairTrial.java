package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationCoefficient;
import io.stackelberg.environment.SimulationCoefficient.Source;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.SimulationShift;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.repair.CalibrationEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Two simulated systems that differ by a known shift, and studies on them: a policy is learned from logs of the
 * surrogate and repaired on turns of the real one.
 *
 * <p>A session is one turn with a history of 3,000 tokens. The real system's population is a finite pool from which
 * calibration sessions are drawn with replacement, so that the true change of quality of a policy is a finite
 * sum of closed forms over the pool: a violation of the margin is known, not estimated.
 */
final class RepairTrial {
  private static final int POOL = 2000;
  private static final ActionSet ACTIONS = ActionSet.grid(
      List.of(0.25, 0.5, 1.0), List.of(Verbosity.CONCISE, Verbosity.NORMAL), List.of(0, 1, 3));
  private static final Directive BASELINE = new Directive("c1.0-normal-t3");
  private static final List<Announcement> MENU = List.of(
      new Announcement(0.6, 0),
      new Announcement(0.9, 0),
      new Announcement(0.6, 1),
      new Announcement(0.9, 1));

  private final SimulatedExecutor surrogate;
  private final SimulatedExecutor real;
  private final List<Context> logs;
  private final List<Context> pool;
  private final double[][] trueQuality;
  private final double[][] trueTokens;

  RepairTrial(SimulationShift shift, long seed) {
    SimulationProfile declared = SimulationProfile.named("paper-like");
    SimulationProfile profile = new SimulationProfile(
        declared.name(),
        declared.purpose(),
        new SimulationProfile.Sessions(
            declared.sessions().intraClassCorrelation(),
            assumed(3000),
            declared.sessions().historyLimitTokens()),
        declared.tasks(),
        declared.kinds(),
        declared.tokens(),
        declared.quality(),
        declared.judge(),
        declared.follower(),
        declared.prices(),
        shift);
    surrogate =
        new SimulatedExecutor(profile, ACTIONS, new SimulatedSessions("log", POOL, 1), seed);
    real = new SimulatedExecutor(
        profile.real(), ACTIONS, new SimulatedSessions("real", POOL, 1), seed);
    logs = surrogate.sessions().stream().map(surrogate::open).toList();
    pool = real.sessions().stream().map(real::open).toList();
    trueQuality = new double[POOL][MENU.size() + 1];
    trueTokens = new double[POOL][MENU.size() + 1];
    for (int index = 0; index < POOL; index++) {
      for (int choice = 0; choice <= MENU.size(); choice++) {
        double[] response = real.follower().respond(pool.get(index), commitment(choice));
        for (int action = 0; action < response.length; action++) {
          if (response[action] > 0) {
            ExpectedOutcome expected = real.truth().expect(pool.get(index), action);
            trueQuality[index][choice] += response[action] * expected.quality();
            trueTokens[index][choice] += response[action] * expected.tokens().orElseThrow();
          }
        }
      }
    }
  }

  static SimulationCoefficient assumed(double value) {
    return new SimulationCoefficient(value, Source.ASSUMED, "");
  }

  static Directive baseline() {
    return BASELINE;
  }

  private static Commitment commitment(int choice) {
    return choice < MENU.size() ? MENU.get(choice) : BASELINE;
  }

  private static String kind(Context context) {
    return context.category(0);
  }

  /**
   * Learns from logs of the surrogate the cheapest commitment, per kind of task, whose mean quality is not below the
   * baseline's by more than two thirds of the margin; where a kind was never logged, what is cheapest so over all kinds.
   *
   * @param sessions logged sessions; the commitment of each is drawn uniformly, the baseline included
   */
  LeaderPolicy learn(int sessions, double margin, RandomGenerator random) {
    Map<String, double[][]> sums = new LinkedHashMap<>();
    String all = "";
    for (int session = 0; session < sessions; session++) {
      Context context = logs.get(random.nextInt(POOL));
      int choice = random.nextInt(MENU.size() + 1);
      Turn turn = surrogate.execute(context, commitment(choice), random);
      for (String key : List.of(all, kind(context))) {
        double[] sum = sums.computeIfAbsent(key, any -> new double[MENU.size() + 1][3])[choice];
        sum[0]++;
        sum[1] += turn.outcome().quality().orElseThrow();
        sum[2] += turn.outcome().tokens().total().orElseThrow();
      }
    }
    Map<String, MixedCommitment> best = new LinkedHashMap<>();
    sums.forEach(
        (key, sum) -> best.put(key, MixedCommitment.pure(commitment(cheapest(sum, margin)))));
    return context -> best.getOrDefault(kind(context), best.get(all));
  }

  private static int cheapest(double[][] sums, double margin) {
    int best = MENU.size();
    double floor = sums[best][1] / sums[best][0] - 2 * margin / 3;
    for (int choice = 0; choice < MENU.size(); choice++) {
      double calls = sums[choice][0];
      if (sums[choice][1] / calls >= floor
          && sums[choice][2] / calls < sums[best][2] / sums[best][0]) {
        best = choice;
      }
    }
    return best;
  }

  /** Evidence on {@code sessions} draws from the real pool; equal seeds give equal sessions, paired turn by turn. */
  CalibrationEvidence evidence(LeaderPolicy policy, int sessions, SeedSplitter seeds) {
    List<Commitment> used = new ArrayList<>(MENU);
    double[][] contributions = new double[sessions][used.size()];
    double[][] weights = new double[sessions][used.size()];
    RandomGenerator draws = seeds.generator("draws");
    for (int session = 0; session < sessions; session++) {
      Context context = pool.get(draws.nextInt(POOL));
      long noise = draws.nextLong();
      double base = quality(context, BASELINE, noise);
      MixedCommitment mixed = policy.commit(context);
      for (int member = 0; member < mixed.support().size(); member++) {
        int index = used.indexOf(mixed.support().get(member));
        if (index >= 0) {
          double probability = mixed.probabilities().get(member);
          weights[session][index] += probability;
          contributions[session][index] +=
              probability * (quality(context, used.get(index), noise) - base);
        }
      }
    }
    return only(used, contributions, weights);
  }

  private double quality(Context context, Commitment commitment, long noise) {
    return real.execute(context, commitment, new SplittableRandom(noise))
        .outcome()
        .quality()
        .orElseThrow();
  }

  /** Evidence without the commitments that were never in force. */
  private static CalibrationEvidence only(
      List<Commitment> menu, double[][] contributions, double[][] weights) {
    List<Commitment> used = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    for (int index = 0; index < menu.size(); index++) {
      int column = index;
      if (Arrays.stream(weights).anyMatch(row -> row[column] > 0)) {
        used.add(menu.get(index));
        columns.add(index);
      }
    }
    return new CalibrationEvidence(used, pick(contributions, columns), pick(weights, columns), 1);
  }

  private static double[][] pick(double[][] rows, List<Integer> columns) {
    return Arrays.stream(rows)
        .map(row -> columns.stream().mapToDouble(column -> row[column]).toArray())
        .toArray(double[][]::new);
  }

  /** True mean change of quality and true saving of tokens, as a share, of a policy against the baseline. */
  double[] truth(LeaderPolicy policy) {
    double change = 0;
    double tokens = 0;
    double baseTokens = 0;
    for (int index = 0; index < POOL; index++) {
      MixedCommitment mixed = policy.commit(pool.get(index));
      double base = trueQuality[index][MENU.size()];
      baseTokens += trueTokens[index][MENU.size()];
      for (int member = 0; member < mixed.support().size(); member++) {
        int menu = MENU.indexOf(mixed.support().get(member));
        int choice = menu < 0 ? MENU.size() : menu;
        double probability = mixed.probabilities().get(member);
        change += probability * (trueQuality[index][choice] - base) / POOL;
        tokens += probability * trueTokens[index][choice];
      }
    }
    return new double[] {change, 1 - tokens / baseTokens};
  }
}
