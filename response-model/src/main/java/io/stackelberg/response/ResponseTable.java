package io.stackelberg.response;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.FeatureEncoder;
import io.stackelberg.response.model.FeatureSpace;
import io.stackelberg.response.model.HashedText;
import io.stackelberg.response.model.ScoreModel;
import io.stackelberg.response.model.SoftmaxFollower;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A log as every estimator of the response reads it: encoded rows, and the action taken as a class.
 *
 * <p>Turns whose commitment is a {@link Directive} say nothing about free choice and are left out. Classes
 * are the actions that occur in the rest, in the order of the action set. An estimator in another module
 * reads its training data here, fits one score per class and returns {@link #follower}. The arrays are
 * shared, not copied: they are read, never written.
 */
public final class ResponseTable {
  private final ActionSet actions;
  private final FeatureSpace space;
  private final int[] classOf;
  private final int classes;
  private final double[][] rows;
  private final int[] labels;
  private final int[] sessions;
  private final int sessionCount;

  /**
   * A log without texts.
   *
   * @throws IllegalArgumentException if every turn's commitment is a directive, or a context or commitment
   *     lacks a feature or coordinate of the first one
   */
  public ResponseTable(TurnLog log) {
    this(log, Map.of());
  }

  /**
   * A log.
   *
   * @param texts categorical features that are texts, see {@link FeatureEncoder}
   */
  ResponseTable(TurnLog log, Map<String, HashedText.Options> texts) {
    List<Turn> free = log.turns().stream()
        .filter(turn -> !(turn.commitment() instanceof Directive))
        .toList();
    Require.nonEmpty("turns with a commitment other than a directive", free);
    actions = log.actions();
    space = new FeatureSpace(
        new FeatureEncoder(free.stream().map(Turn::context).toList(), texts),
        List.copyOf(free.get(0).commitment().coordinates().keySet()));
    boolean[] seen = new boolean[actions.size()];
    rows = new double[free.size()][];
    labels = new int[rows.length];
    sessions = new int[rows.length];
    Map<String, Integer> sessionIndex = new LinkedHashMap<>();
    for (int row = 0; row < rows.length; row++) {
      Turn turn = free.get(row);
      rows[row] = space.row(turn.context(), turn.commitment());
      labels[row] = actions.indexOf(turn.action().id());
      seen[labels[row]] = true;
      sessions[row] =
          sessionIndex.computeIfAbsent(turn.context().session(), key -> sessionIndex.size());
    }
    sessionCount = sessionIndex.size();
    classOf = new int[actions.size()];
    int count = 0;
    for (int action = 0; action < seen.length; action++) {
      classOf[action] = seen[action] ? count++ : -1;
    }
    classes = count;
    for (int row = 0; row < rows.length; row++) {
      labels[row] = classOf[labels[row]];
    }
  }

  /** Encoded context, then the commitment's coordinates, all finite; at least one row. */
  public double[][] rows() {
    return rows;
  }

  /** Class of each row, in [0, classes). */
  public int[] labels() {
    return labels;
  }

  /** Number of actions that occur, at least 1. */
  public int classes() {
    return classes;
  }

  /** Length of a row. */
  public int columns() {
    return space.size();
  }

  /**
   * Logarithm of each class's smoothed frequency; finite, for every class occurs.
   *
   * @param smoothing added to the count of each class, at least 0
   */
  public double[] logFrequencies(double smoothing) {
    double[] counts = new double[classes];
    Arrays.fill(counts, smoothing);
    for (int label : labels) {
      counts[label]++;
    }
    double total = labels.length + smoothing * classes;
    return Arrays.stream(counts).map(count -> StrictMath.log(count / total)).toArray();
  }

  /**
   * Draws the rows that stop a fit early: about a share of the sessions, whole; of the rows where all
   * belong to one session.
   *
   * @param share in (0, 1); at most a half is taken
   * @return whether each row is held out; at least one is, and, given two rows, at least one is not
   */
  public boolean[] holdOut(double share, RandomGenerator random) {
    boolean bySession = sessionCount > 1;
    List<String> units = IntStream.range(0, bySession ? sessionCount : rows.length)
        .mapToObj(Integer::toString)
        .toList();
    int folds = Math.max(2, (int) Math.round(1 / share));
    int[] fold = GroupFolds.draw(units, folds, random).entrySet().stream()
        .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(Integer::parseInt)))
        .mapToInt(Map.Entry::getValue)
        .toArray();
    boolean[] held = new boolean[rows.length];
    for (int row = 0; row < held.length; row++) {
      held[row] = fold[bySession ? sessions[row] : row] == 0;
    }
    return held;
  }

  /**
   * The follower with these scores; an action that never occurred gets probability 0.
   *
   * @param scores of {@link #columns()} inputs and one output per class
   */
  public SoftmaxFollower follower(ScoreModel scores) {
    return new SoftmaxFollower(actions, space, classOf, scores, 1);
  }
}
