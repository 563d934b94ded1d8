package io.stackelberg.architecture.bad.repair;

import java.util.Random;

/** Randomness that nobody passed in. */
final class StaticGenerator {
  static final Random RANDOM = new Random();
}
