package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.reproduce.Reproduction;
import java.util.ArrayList;
import java.util.List;

/**
 * The full method beside the hull of what else could be deployed, with the published menu of announcements and with
 * one in which every action can be directed too, as the rivals direct theirs.
 */
final class HullComparison {
  private HullComparison() {}

  /** Adds the table and its statement. */
  static void add(Findings findings, Reproduction.Setting setting, Tasks tasks) {
    var table = findings.table(
        "hull",
        "The repaired policy against the upper hull of fixed actions and baselines at equal cost, paired by session;"
            + " the hull is drawn on the turns it is scored on",
        "profile and menu",
        "saving",
        "change of quality",
        "gap to the hull",
        "standard error",
        "on or above, within 2 SE",
        "hull at that cost");
    List<String> belowAnnouncing = new ArrayList<>();
    List<String> belowDirecting = new ArrayList<>();
    List<String> profiles = setting.isBrief()
        ? List.of("paper-like")
        : SimulationProfile.names().stream()
            .filter(name -> !name.equals("no-headroom"))
            .toList();
    for (String profile : profiles) {
      for (boolean directs : new boolean[] {false, true}) {
        StudyResult result = PaperReproduction.study(
            PaperReproduction.config(
                setting,
                "seed=" + setting.seeds().seed(),
                "environment.profile=" + profile,
                "leader.directives=" + directs,
                PaperReproduction.baselines(setting)),
            setting.folders(),
            tasks);
        BaselineHull hull = BaselineHull.of(result.board(), SessionClaims.POLICY);
        String name = profile + (directs ? ", directives too" : ", announcements");
        PolicyRow row = result.board().rows().stream()
            .filter(candidate -> candidate.name().equals(SessionClaims.POLICY))
            .findFirst()
            .orElseThrow();
        table.row(
            name,
            List.of(
                row.saving().mean(),
                row.qualityChange().mean(),
                hull.gap().map(MeanEstimate::mean).orElse(Double.NaN),
                hull.gap().map(MeanEstimate::standardError).orElse(Double.NaN)),
            hull.isOnOrAbove() ? "yes" : "no",
            hull.atThatCost());
        keep(findings.details().withArray("hull").addObject(), name, result.board(), hull);
        if (!hull.isOnOrAbove()) {
          (directs ? belowDirecting : belowAnnouncing)
              .add(profile + (result.repaired().isFallback() ? " (kept the baseline)" : ""));
        }
      }
      setting.progress().accept("paper: hull of " + profile);
    }
    state(
        findings,
        "With every action to direct, the full method is on or above the hull of the deployable baselines, within"
            + " two standard errors, in every profile with headroom.",
        profiles.size(),
        belowDirecting);
    state(
        findings,
        "With announcements alone, to a follower that chooses for itself, it is so too.",
        profiles.size(),
        belowAnnouncing);
  }

  /** What the row follows from: the candidates' means, and sums over sessions of the policy and its two neighbours. */
  private static void keep(ObjectNode node, String name, Scoreboard board, BaselineHull hull) {
    node.put("name", name);
    ArrayNode candidates = node.putArray("candidates");
    for (PolicyRow row : hull.candidates()) {
      candidates
          .addObject()
          .put("name", row.name())
          .put("cost", Play.mean(row.play().cost()))
          .put("quality", Play.mean(row.play().quality()));
    }
    sums(node.putObject("policy"), board.play(SessionClaims.POLICY));
    hull.low().ifPresent(row -> sums(node.putObject("low"), row.play()));
    hull.high().ifPresent(row -> sums(node.putObject("high"), row.play()));
  }

  private static void sums(ObjectNode node, Play play) {
    double[] cost = new double[play.sessions()];
    double[] quality = new double[play.sessions()];
    int[] turns = new int[play.sessions()];
    for (int turn = 0; turn < play.turns(); turn++) {
      int session = play.clusters()[turn];
      turns[session]++;
      cost[session] += play.cost()[turn];
      quality[session] += play.quality()[turn];
    }
    ArrayNode costs = node.putArray("cost");
    ArrayNode qualities = node.putArray("quality");
    ArrayNode counts = node.putArray("turns");
    for (int session = 0; session < turns.length; session++) {
      costs.add(cost[session]);
      qualities.add(quality[session]);
      counts.add(turns[session]);
    }
  }

  private static void state(Findings findings, String text, int compared, List<String> below) {
    findings.state(
        text,
        below.isEmpty() ? Standing.HOLDS : Standing.FAILS,
        (compared - below.size()) + " of " + compared + " profiles"
            + (below.isEmpty() ? "." : "; below: " + String.join("; ", below) + "."));
  }
}
