package io.stackelberg.pipeline.reproduce.revision;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Decides which drafts take effect. */
@FunctionalInterface
public interface Luck {
  /** Whether something of this chance comes about. */
  boolean favours(double chance);

  /** Draws. */
  static Luck drawn(RandomGenerator random) {
    return chance -> random.nextDouble() < chance;
  }

  /**
   * One of several outcomes.
   *
   * @param probability in (0, 1]
   * @param value the outcome
   */
  record Weighted<T>(double probability, T value) {}

  /**
   * Every outcome of a run with its exact probability; they sum to 1 up to rounding.
   *
   * <p>The run is repeated once per outcome, at each open decision first with success. Cost: outcomes × run.
   *
   * @param run depends on nothing but the luck it is given
   */
  static <T> List<Weighted<T>> outcomes(Function<Luck, T> run) {
    Deque<List<Boolean>> open = new ArrayDeque<>();
    open.push(List.of());
    List<Weighted<T>> outcomes = new ArrayList<>();
    while (!open.isEmpty()) {
      List<Boolean> prefix = open.pop();
      List<Boolean> path = new ArrayList<>();
      double[] probability = {1};
      T value = run.apply(chance -> {
        boolean favoured = path.size() >= prefix.size() || prefix.get(path.size());
        if (path.size() >= prefix.size() && chance < 1) {
          List<Boolean> other = new ArrayList<>(path);
          other.add(false);
          open.push(other);
        }
        path.add(favoured);
        probability[0] *= favoured ? chance : 1 - chance;
        return favoured;
      });
      outcomes.add(new Weighted<>(probability[0], value));
    }
    return outcomes;
  }
}
