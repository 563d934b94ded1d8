package io.stackelberg.response.inference;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Free choices as rows, one per available action, grouped by choice and choices by session.
 *
 * <p>Sessions are sorted by id, so that the order of the log does not matter beyond rounding. Each column
 * is divided by the root mean square of its differences within menus ({@link #scale}).
 */
final class ChoiceTable {
  private final List<String> sessions;
  private final List<String> situations;
  private final ActionSet actions;
  private final double[][] rows;
  private final double[] scale;
  private final int[] rowAction;
  private final int[] firstRow;
  private final int[] chosenRow;
  private final int[] firstChoice;
  private final int leftOut;

  private ChoiceTable(
      List<String> sessions,
      List<String> situations,
      ActionSet actions,
      double[][] rows,
      double[] scale,
      int[] rowAction,
      int[] firstRow,
      int[] chosenRow,
      int[] firstChoice,
      int leftOut) {
    this.sessions = sessions;
    this.situations = situations;
    this.actions = actions;
    this.rows = rows;
    this.scale = scale;
    this.rowAction = rowAction;
    this.firstRow = firstRow;
    this.chosenRow = chosenRow;
    this.firstChoice = firstChoice;
    this.leftOut = leftOut;
  }

  /** The free choices of a log: directives and menus of one action are left out and counted. */
  static ChoiceTable of(TurnLog log, List<UtilityFeature> features) {
    Map<String, List<Turn>> bySession = new TreeMap<>();
    int kept = 0;
    for (Turn turn : log.turns()) {
      if (!(turn.commitment() instanceof Directive) && menuSize(log.actions(), turn) > 1) {
        bySession
            .computeIfAbsent(turn.context().session(), session -> new ArrayList<>())
            .add(turn);
        kept++;
      }
    }
    List<double[]> rows = new ArrayList<>();
    List<Integer> rowActions = new ArrayList<>();
    List<String> situations = new ArrayList<>();
    int[] firstRow = new int[kept + 1];
    int[] chosenRow = new int[kept];
    int[] firstChoice = new int[bySession.size() + 1];
    int choice = 0;
    int session = 0;
    for (List<Turn> turns : bySession.values()) {
      for (Turn turn : turns) {
        for (int action = 0; action < log.actions().size(); action++) {
          if (turn.context().isAvailable(log.actions().get(action))) {
            if (log.actions().indexOf(turn.action().id()) == action) {
              chosenRow[choice] = rows.size();
            }
            rows.add(row(turn, features, action));
            rowActions.add(action);
          }
        }
        situations.add(turn.context().id() + " under " + turn.commitment().label());
        firstRow[++choice] = rows.size();
      }
      firstChoice[++session] = choice;
    }
    double[][] values = rows.toArray(double[][]::new);
    return new ChoiceTable(
        List.copyOf(bySession.keySet()),
        situations,
        log.actions(),
        values,
        standardise(values, firstRow, features.size()),
        rowActions.stream().mapToInt(Integer::intValue).toArray(),
        firstRow,
        chosenRow,
        firstChoice,
        log.turns().size() - kept);
  }

  private static int menuSize(ActionSet actions, Turn turn) {
    return (int) actions.actions().stream().filter(turn.context()::isAvailable).count();
  }

  private static double[] row(Turn turn, List<UtilityFeature> features, int action) {
    double[] row = new double[features.size()];
    for (int feature = 0; feature < row.length; feature++) {
      UtilityFeature declared = features.get(feature);
      row[feature] = Require.finite(
          "feature " + declared.name() + " at " + turn.context(),
          declared.value().of(turn.context(), turn.commitment(), action));
    }
    return row;
  }

  /** Centres every column within menus and divides it by its scale; a scale of 0 is a constant. */
  private static double[] standardise(double[][] rows, int[] firstRow, int features) {
    double[] scale = new double[features];
    for (int feature = 0; feature < features; feature++) {
      double squares = 0;
      double largest = 0;
      for (int choice = 0; choice + 1 < firstRow.length; choice++) {
        double mean = 0;
        for (int row = firstRow[choice]; row < firstRow[choice + 1]; row++) {
          mean += rows[row][feature] / (firstRow[choice + 1] - firstRow[choice]);
          largest = Math.max(largest, Math.abs(rows[row][feature]));
        }
        for (int row = firstRow[choice]; row < firstRow[choice + 1]; row++) {
          rows[row][feature] -= mean;
          squares += rows[row][feature] * rows[row][feature];
        }
      }
      double size = rows.length == 0 ? 0 : Math.sqrt(squares / rows.length);
      scale[feature] = size > 1e-12 * largest ? size : 0;
      for (double[] row : rows) {
        row[feature] = scale[feature] > 0 ? row[feature] / scale[feature] : 0;
      }
    }
    return scale;
  }

  /** The same menus with other choices. */
  ChoiceTable withChosen(int[] otherRows) {
    return new ChoiceTable(
        sessions,
        situations,
        actions,
        rows,
        scale,
        rowAction,
        firstRow,
        otherRows,
        firstChoice,
        leftOut);
  }

  List<String> sessions() {
    return sessions;
  }

  /** Context and commitment of a choice, as a key. */
  String situation(int choice) {
    return situations.get(choice);
  }

  ActionSet actions() {
    return actions;
  }

  int features() {
    return scale.length;
  }

  int choices() {
    return chosenRow.length;
  }

  /** Turns that say nothing about free choice. */
  int leftOut() {
    return leftOut;
  }

  /** What each column was divided by; 0 where it never varies within a menu. */
  double[] scale() {
    return scale;
  }

  double[] row(int row) {
    return rows[row];
  }

  int action(int row) {
    return rowAction[row];
  }

  int firstRow(int choice) {
    return firstRow[choice];
  }

  int endRow(int choice) {
    return firstRow[choice + 1];
  }

  int chosenRow(int choice) {
    return chosenRow[choice];
  }

  int firstChoice(int session) {
    return firstChoice[session];
  }

  int endChoice(int session) {
    return firstChoice[session + 1];
  }
}
