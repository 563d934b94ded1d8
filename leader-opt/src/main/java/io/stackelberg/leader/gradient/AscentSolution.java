package io.stackelberg.leader.gradient;

import io.stackelberg.game.Smoothness;
import io.stackelberg.game.run.StopReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ascent found and why it stopped.
 *
 * @param stopReason why it stopped; {@code CONVERGED} claims a local optimum at best, {@code
 *     EVALUATION_LIMIT} covers the limit per start too, {@code NUMERICAL_FAILURE} means that the value could
 *     not be reproduced or that every start was singular
 * @param best the best point; empty when there is none
 * @param optima where the climbs ended, best first, points nearer than 1e-6 of the box merged
 * @param evaluations evaluations of value and gradient
 * @param met how many of them were of each smoothness
 */
public record AscentSolution(
    StopReason stopReason,
    Optional<Optimum> best,
    List<Optimum> optima,
    long evaluations,
    Map<Smoothness, Long> met) {
  /**
   * End of a climb.
   *
   * @param point its coordinates
   * @param value the leader's value there
   * @param smoothness whether the value has a gradient there
   * @param isConverged whether the method's own criterion was met
   */
  public record Optimum(
      List<Double> point, double value, Smoothness smoothness, boolean isConverged) {
    public Optimum {
      point = List.copyOf(point);
    }
  }

  public AscentSolution {
    optima = List.copyOf(optima);
    EnumMap<Smoothness, Long> copy = new EnumMap<>(Smoothness.class);
    copy.putAll(met);
    met = Collections.unmodifiableMap(copy);
  }

  /**
   * The best point, a fresh array.
   *
   * @throws IllegalStateException if there is none; the message carries the summary
   */
  public double[] pointOrThrow() {
    return bestOrThrow().point().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * The value at the best point.
   *
   * @throws IllegalStateException if there is none; the message carries the summary
   */
  public double valueOrThrow() {
    return bestOrThrow().value();
  }

  private Optimum bestOrThrow() {
    return best.orElseThrow(() -> new IllegalStateException("the ascent stopped with " + stopReason
        + " after " + evaluations + " evaluations and has no point."));
  }
}
