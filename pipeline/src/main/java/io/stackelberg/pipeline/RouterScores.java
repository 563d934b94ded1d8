package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Directive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Scores of the literature on routers: the share of the quality gap that a router recovers for its calls to
 * the dear action, and the area under the hull of cost and quality.
 *
 * <p>The router of two actions calls the dear one where the surrogate predicts the largest gain; equal
 * predictions are called at random, which is a straight line. Sources: gap recovered and calls needed, Ong et
 * al. (2025) [ong2025routellm]; area under the non-decreasing hull, Hu et al. (2024) [hu2024routerbench].
 */
final class RouterScores {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int CURVE = 20;

  /** Place in a plane whose x is a share of calls or a cost, and whose y is a mean quality. */
  record Point(double x, double y) {}

  private final StudyResult result;

  RouterScores(StudyResult result) {
    this.result = result;
  }

  /** The scores; those of two actions are null with a reason where there are more, or no gap. */
  ObjectNode tree() {
    ObjectNode node = NODES.objectNode();
    int turns = result.board().baseline().turns();
    List<PolicyRow> fixed = result.board().rows().stream()
        .filter(row -> row.name().startsWith("fixed:") && row.play().turns() == turns)
        .sorted(Comparator.comparingDouble(row -> Play.mean(row.play().cost())))
        .toList();
    node.put("actions", result.arena().actions().size());
    area(node, fixed);
    if (result.arena().actions().size() != 2 || fixed.size() != 2) {
      return gap(node, "these scores are defined for two actions, each recorded everywhere");
    }
    Play cheap = fixed.get(0).play();
    Play dear = fixed.get(1).play();
    node.put("cheap", fixed.get(0).name()).put("dear", fixed.get(1).name());
    double gap = Play.mean(dear.quality()) - Play.mean(cheap.quality());
    if (!(gap > 0)) {
      return gap(node, "the dear action is not better, so there is no gap to recover");
    }
    List<Point> curve = curve(cheap, dear);
    if (curve.get(curve.size() - 1).x() < 1) {
      return gap(node, "some turns have no predicted gain");
    }
    ResultsTree.number(node, "apgr", (mean(curve, 0, 1) - curve.get(0).y()) / gap);
    ResultsTree.number(node, "callsAt50", reaching(curve, curve.get(0).y() + 0.5 * gap));
    ResultsTree.number(node, "callsAt80", reaching(curve, curve.get(0).y() + 0.8 * gap));
    ArrayNode points = node.putArray("curve");
    for (int step = 0; step <= CURVE; step++) {
      double share = (double) step / CURVE;
      ObjectNode point = points.addObject();
      ResultsTree.number(point, "share", share);
      ResultsTree.number(point, "quality", at(curve, share));
    }
    return node.putNull("reason");
  }

  private static ObjectNode gap(ObjectNode node, String reason) {
    for (String score : List.of("apgr", "callsAt50", "callsAt80")) {
      node.putNull(score);
    }
    node.putArray("curve");
    return node.put("reason", reason);
  }

  /** Mean quality by share of calls to the dear action, as the surrogate ranks the turns. */
  private List<Point> curve(Play cheap, Play dear) {
    Predicted.Model model = new Predicted.Model(result);
    double[] gain = model.of(cheap, directive(dear)).quality();
    double[] reference = model.of(cheap, directive(cheap)).quality();
    for (int turn = 0; turn < gain.length; turn++) {
      gain[turn] -= reference[turn];
    }
    return curve(gain, cheap.quality(), Play.at(dear.quality(), dear.positionsOf(cheap)));
  }

  private static Directive directive(Play fixed) {
    return (Directive) fixed.drawn(0).support().get(0);
  }

  /** The curve's corners: turns of equal gain are called together. */
  static List<Point> curve(double[] gain, double[] cheap, double[] dear) {
    int[] ranked = Predicted.ranked(gain);
    double quality = Play.mean(cheap);
    List<Point> points = new ArrayList<>(List.of(new Point(0, quality)));
    int turn = 0;
    for (int end : Predicted.cuts(gain, ranked, Math.max(1, ranked.length))) {
      for (; turn < end; turn++) {
        quality += (dear[ranked[turn]] - cheap[ranked[turn]]) / cheap.length;
      }
      points.add(new Point((double) end / cheap.length, quality));
    }
    return points;
  }

  /** Height of a polyline at {@code x}; that of the last point beyond it. */
  static double at(List<Point> line, double x) {
    for (int index = 1; index < line.size(); index++) {
      Point from = line.get(index - 1);
      Point to = line.get(index);
      if (x <= to.x()) {
        return from.y() + (x - from.x()) / (to.x() - from.x()) * (to.y() - from.y());
      }
    }
    return line.get(line.size() - 1).y();
  }

  /** Least x at which a polyline reaches a height; NaN where it never does. */
  static double reaching(List<Point> line, double height) {
    if (line.get(0).y() >= height) {
      return line.get(0).x();
    }
    for (int index = 1; index < line.size(); index++) {
      Point from = line.get(index - 1);
      Point to = line.get(index);
      if (to.y() >= height) {
        return from.x() + (height - from.y()) / (to.y() - from.y()) * (to.x() - from.x());
      }
    }
    return Double.NaN;
  }

  /** Mean height of a polyline on [low, high], extended flat beyond its last point. */
  static double mean(List<Point> line, double low, double high) {
    double area = 0;
    for (int index = 1; index < line.size(); index++) {
      Point from = line.get(index - 1);
      Point to = line.get(index);
      area += (to.x() - from.x()) * (from.y() + to.y()) / 2;
    }
    Point last = line.get(line.size() - 1);
    return (area + Math.max(0, high - last.x()) * last.y()) / (high - low);
  }

  /** AIQ of the learned policy at the five budgets between the ends, beside that of random mixtures alone. */
  private void area(ObjectNode node, List<PolicyRow> fixed) {
    double policy = Double.NaN;
    double mixture = Double.NaN;
    if (fixed.size() > 1) {
      List<Point> constants = fixed.stream()
          .map(row ->
              new Point(Play.mean(row.play().cost()), Play.mean(row.play().quality())))
          .toList();
      double low = constants.get(0).x();
      double high = constants.get(constants.size() - 1).x();
      List<Point> points =
          new ArrayList<>(List.of(constants.get(0), constants.get(constants.size() - 1)));
      result
          .board()
          .atEqualCost()
          .forEach(point -> points.add(new Point(point.cost(), point.policyQuality())));
      policy = aiq(points, low, high);
      mixture = aiq(constants, low, high);
    }
    ResultsTree.number(node, "aiq", policy);
    ResultsTree.number(node, "aiqOfMixtures", mixture);
  }

  /** Mean height on [low, high] of the least concave non-decreasing curve above the points; NaN where low = high. */
  static double aiq(List<Point> points, double low, double high) {
    if (!(high > low)) {
      return Double.NaN;
    }
    List<Point> sorted = points.stream()
        .filter(point -> point.x() <= high)
        .map(point -> new Point(Math.max(low, point.x()), point.y()))
        .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(point -> -point.y()))
        .toList();
    List<Point> hull = new ArrayList<>();
    for (Point point : sorted) {
      if (!hull.isEmpty() && point.y() <= hull.get(hull.size() - 1).y()) {
        continue; // no better for more: the curve stays flat instead
      }
      while (hull.size() > 1 && isBelow(hull, point)) {
        hull.remove(hull.size() - 1);
      }
      hull.add(point);
    }
    return mean(hull, low, high);
  }

  /** Whether the hull's last point lies on or below the line from the one before it to {@code next}. */
  private static boolean isBelow(List<Point> hull, Point next) {
    Point from = hull.get(hull.size() - 2);
    Point last = hull.get(hull.size() - 1);
    return (last.y() - from.y()) * (next.x() - from.x())
        <= (next.y() - from.y()) * (last.x() - from.x());
  }
}
