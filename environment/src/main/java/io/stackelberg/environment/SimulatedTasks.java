package io.stackelberg.environment;

import io.stackelberg.game.Context;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SeedSplitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.hipparchus.special.Erf;

/**
 * The hidden tasks behind the contexts, a function of seed, session and turn alone, tabulated once.
 *
 * <p>Difficulty d of a turn is √ρ·u + √(1−ρ)·e with u standard normal per session, e per turn and ρ the
 * intra-class correlation, so that d is standard normal and two turns of a session correlate by ρ.
 */
final class SimulatedTasks {
  /**
   * One task.
   *
   * @param kind index into {@link SimulationProfile.Kinds#names()}
   * @param difficulty standard normal, hidden
   * @param userChars characters of the user's message, at least 1, visible
   */
  record Task(int kind, double difficulty, double userChars) {}

  private final Map<String, Task[]> tasks = new LinkedHashMap<>();
  private final List<String> ids;
  private final int turns;

  SimulatedTasks(SimulationProfile profile, SimulatedSessions sessions, long seed) {
    this.ids = sessions.ids();
    this.turns = sessions.turns();
    SeedSplitter seeds = new SeedSplitter(seed).task("simulated tasks");
    double shared = profile.sessions().intraClassCorrelation().value();
    for (String id : ids) {
      double effect = Math.sqrt(shared) * normal(seeds.generator(id));
      Task[] row = new Task[turns];
      for (int turn = 0; turn < turns; turn++) {
        row[turn] = draw(profile, effect, Math.sqrt(1 - shared), seeds.generator(id, "" + turn));
      }
      tasks.put(id, row);
    }
  }

  /** Always four draws in one order, so that profiles differ in their coefficients only. */
  private static Task draw(
      SimulationProfile profile, double effect, double own, RandomGenerator random) {
    double kindDraw = random.nextDouble();
    double newKindDraw = random.nextDouble();
    double difficulty = effect + own * normal(random);
    double proxyNoise = normal(random);
    var visible = profile.tasks();
    double correlation = visible.proxyCorrelation().value();
    double proxy = correlation * difficulty + Math.sqrt(1 - correlation * correlation) * proxyNoise;
    double userChars = visible.userCharsMedian().value()
        * StrictMath.exp(visible.userCharsLogSd().value() * proxy);
    List<SimulationProfile.Kind> kinds = profile.kinds().inOrder();
    int newKind = kinds.size() - 1;
    int kind = 0;
    double cumulated = kinds.get(0).share().value();
    while (kindDraw >= cumulated && kind + 1 < newKind) {
      kind++;
      cumulated += kinds.get(kind).share().value();
    }
    return new Task(
        newKindDraw < visible.newKindShare().value() ? newKind : kind,
        difficulty,
        Math.max(1, Math.rint(userChars)));
  }

  /**
   * A standard normal from exactly one uniform draw, by inversion; a generator's own normal draws consume a
   * varying number of bits and would break the pairing of two streams.
   */
  static double normal(RandomGenerator random) {
    double uniform = Math.max(random.nextDouble(), 0x1p-54);
    return Math.sqrt(2) * Erf.erfInv(2 * uniform - 1);
  }

  List<String> ids() {
    return ids;
  }

  int turns() {
    return turns;
  }

  Task of(Context context) {
    return of(context.session(), context.state().turn());
  }

  Task of(String session, int turn) {
    Task[] row = row(session);
    if (turn >= row.length) {
      throw Require.unexpected("turn", turn, "a turn before " + row.length + " of " + session);
    }
    return row[turn];
  }

  private Task[] row(String session) {
    Task[] row = tasks.get(session);
    if (row == null) {
      throw Require.unexpected(
          "session",
          "\"" + session + "\"",
          "one of " + ids.get(0) + " to " + ids.get(ids.size() - 1));
    }
    return row;
  }
}
