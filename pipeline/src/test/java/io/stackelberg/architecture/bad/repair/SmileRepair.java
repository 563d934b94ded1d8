package io.stackelberg.architecture.bad.repair;

import smile.math.MathEx;

/** Links smile where it must not. */
final class SmileRepair {
  double repair(double value) {
    return MathEx.sigmoid(value);
  }
}
