package io.stackelberg.architecture.bad.response.model;

import smile.math.MathEx;

/** Links smile where it must not. */
final class SmileModel {
  double repair(double value) {
    return MathEx.sigmoid(value);
  }
}
