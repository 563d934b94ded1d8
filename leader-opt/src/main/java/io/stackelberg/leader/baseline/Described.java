package io.stackelberg.leader.baseline;

import io.stackelberg.game.LeaderPolicy;
import java.util.random.RandomGenerator;

/** Baseline made of its summary and its training. */
record Described(String summary, Training training) implements Baseline {
  /** What {@link Baseline#train} does. */
  @FunctionalInterface
  interface Training {
    LeaderPolicy train(Practice practice, RandomGenerator random);
  }

  @Override
  public LeaderPolicy train(Practice practice, RandomGenerator random) {
    return training.train(practice, random);
  }
}
