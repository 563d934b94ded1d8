package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.EvaluationCsv.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Sums a run's plays over sessions, for {@code evaluation.csv}. */
final class SessionSums {
  /** Policies whose sessions are kept, beside the baseline. */
  static final List<String> POLICIES = List.of("learned", "repaired");

  private SessionSums() {}

  /** The rows of a run, part by part, sessions in the order in which they were played. */
  static List<Row> of(StudyResult result) {
    Map<String, Play> plays = new LinkedHashMap<>();
    for (PolicyRow row : result.board().rows()) {
      if (POLICIES.contains(row.name())) {
        plays.put(row.name(), row.play());
      }
    }
    return of(result.arena(), result.board().baseline(), plays);
  }

  /**
   * The rows of an arena and plays of its evaluation part.
   *
   * @param baseline the baseline's play there
   * @param plays of other policies, by name
   */
  static List<Row> of(Arena arena, Play baseline, Map<String, Play> plays) {
    List<Row> rows = new ArrayList<>();
    Set<String> sessions = new LinkedHashSet<>();
    for (Context context : arena.contexts(Part.FIT)) {
      sessions.add(context.session());
    }
    sessions.forEach(session -> rows.add(Row.named(name(Part.FIT), session)));
    Play before = arena.play(LeaderPolicy.always(arena.baseline()), Part.CALIBRATE);
    sums(Part.CALIBRATE, EvaluationCsv.BASELINE, before, before, rows);
    sums(Part.EVALUATE, EvaluationCsv.BASELINE, baseline, baseline, rows);
    plays.forEach((policy, play) -> sums(Part.EVALUATE, policy, play, baseline, rows));
    return rows;
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private static void sums(Part part, String policy, Play play, Play baseline, List<Row> rows) {
    int sessions = play.sessions();
    String[] names = new String[sessions];
    int[] turns = new int[sessions];
    double[][] sums = new double[sessions][5];
    int[] paired = baseline.positionsOf(play);
    for (int turn = 0; turn < play.turns(); turn++) {
      int session = play.clusters()[turn];
      names[session] = play.contexts().get(turn).session();
      turns[session]++;
      sums[session][0] += play.cost()[turn];
      sums[session][1] += play.tokens()[turn];
      sums[session][2] += play.quality()[turn];
      sums[session][3] += baseline.cost()[paired[turn]];
      sums[session][4] += baseline.quality()[paired[turn]];
    }
    for (int session = 0; session < sessions; session++) {
      double tokens = sums[session][1];
      rows.add(new Row(
          name(part),
          names[session],
          policy,
          turns[session],
          sums[session][0],
          Double.isNaN(tokens) ? OptionalDouble.empty() : OptionalDouble.of(tokens),
          sums[session][2],
          sums[session][3],
          sums[session][4]));
    }
  }
}
