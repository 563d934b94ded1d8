package io.stackelberg.response.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Weak stochastic transitivity of choices from pairs.
 *
 * <p>A situation is a context (by its id) under one commitment. In it, only menus of exactly two actions
 * reveal a comparison without assuming independence of the third; larger menus are not used here. Three
 * actions whose three pairs were all offered form a triple; it is intransitive when the majorities run in
 * a circle. The test measures how far the frequencies lie from the nearest ranking of each situation
 * (likelihood-ratio deviance, best ranking by dynamic programming over subsets) and repeats the same on
 * choices drawn from that nearest ranking, its broken pairs at 1/2.
 *
 * <p>Circles in pooled choices need not be a person's: a mixture of transitive followers can make them, but
 * never breaks the triangle inequality P(a≻b) + P(b≻c) + P(c≻a) ≤ 2.
 *
 * <p>Source: Tversky (1969) [tversky1969intransitivity]; Regenwetter, Dana and Davis-Stober (2011)
 * [regenwetter2011transitivity].
 *
 * @param situations situations with at least one triple
 * @param triples triples tested
 * @param intransitive triples whose majorities run in a circle
 * @param triangleViolations triples whose frequencies break the triangle inequality; a count, not a test
 * @param deviance distance from the nearest rankings, at least 0
 * @param pValue of the hypothesis of weak stochastic transitivity; empty without simulations
 */
public record Transitivity(
    int situations,
    int triples,
    int intransitive,
    int triangleViolations,
    double deviance,
    OptionalDouble pValue) {
  /** Situations with more actions are too many rankings for an exact search. */
  private static final int MOST_ACTIONS = 12;

  /** The test; empty where no situation has a triple. */
  static Optional<Transitivity> of(ChoiceTable table, int simulations, RandomGenerator random) {
    int triples = 0;
    int circles = 0;
    int triangles = 0;
    double deviance = 0;
    List<double[][]> usable = new ArrayList<>();
    for (double[][] wins : comparisons(table)) {
      int[] counts = triples(wins);
      if (counts[0] > 0) {
        usable.add(wins);
        triples += counts[0];
        circles += counts[1];
        triangles += counts[2];
        deviance += Ranking.nearest(wins).deviance();
      }
    }
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    OptionalDouble pValue = OptionalDouble.empty();
    if (simulations > 0) {
      pValue =
          OptionalDouble.of(deviance > 0 ? simulate(usable, deviance, simulations, random) : 1);
    }
    return Optional.of(
        new Transitivity(usable.size(), triples, circles, triangles, deviance, pValue));
  }

  private static double simulate(
      List<double[][]> usable, double observed, int simulations, RandomGenerator random) {
    List<Ranking> nearest = usable.stream().map(Ranking::nearest).toList();
    int reached = 0;
    for (int simulation = 0; simulation < simulations; simulation++) {
      double deviance = 0;
      for (int situation = 0; situation < usable.size(); situation++) {
        deviance += Ranking.nearest(nearest.get(situation).draw(usable.get(situation), random))
            .deviance();
      }
      reached += deviance >= observed - 1e-9 ? 1 : 0;
    }
    return (1.0 + reached) / (1 + simulations);
  }

  /** How often each action was taken from the pair with each other, one square per situation. */
  private static List<double[][]> comparisons(ChoiceTable table) {
    Map<String, Map<Integer, Map<Integer, Integer>>> found = new TreeMap<>();
    for (int choice = 0; choice < table.choices(); choice++) {
      if (table.endRow(choice) - table.firstRow(choice) == 2) {
        int chosen = table.chosenRow(choice);
        int other = table.firstRow(choice) + table.endRow(choice) - 1 - chosen;
        Map<Integer, Map<Integer, Integer>> wins =
            found.computeIfAbsent(table.situation(choice), situation -> new TreeMap<>());
        wins.computeIfAbsent(table.action(other), action -> new TreeMap<>());
        wins.computeIfAbsent(table.action(chosen), action -> new TreeMap<>())
            .merge(table.action(other), 1, Integer::sum);
      }
    }
    List<double[][]> squares = new ArrayList<>();
    for (Map<Integer, Map<Integer, Integer>> wins : found.values()) {
      List<Integer> actions = List.copyOf(wins.keySet());
      double[][] square = new double[actions.size()][actions.size()];
      for (int row = 0; row < square.length && square.length <= MOST_ACTIONS; row++) {
        for (int column = 0; column < square.length; column++) {
          square[row][column] = wins.get(actions.get(row)).getOrDefault(actions.get(column), 0);
        }
      }
      squares.add(square);
    }
    return squares;
  }

  /** Triples, circles of majorities and broken triangle inequalities. */
  private static int[] triples(double[][] wins) {
    int[] counts = new int[3];
    for (int a = 0; a < wins.length; a++) {
      for (int b = a + 1; b < wins.length; b++) {
        for (int c = b + 1; c < wins.length; c++) {
          double ab = wins[a][b] / (wins[a][b] + wins[b][a]);
          double bc = wins[b][c] / (wins[b][c] + wins[c][b]);
          double ca = wins[c][a] / (wins[c][a] + wins[a][c]);
          if (ab + bc + ca >= 0) {
            counts[0]++;
            boolean around = ab > 0.5 && bc > 0.5 && ca > 0.5;
            boolean back = ab < 0.5 && bc < 0.5 && ca < 0.5;
            counts[1] += around || back ? 1 : 0;
            counts[2] += ab + bc + ca > 2 || ab + bc + ca < 1 ? 1 : 0;
          }
        }
      }
    }
    return counts;
  }
}
