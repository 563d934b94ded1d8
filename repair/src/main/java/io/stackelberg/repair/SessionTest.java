package io.stackelberg.repair;

/** Tests of calibration evidence over sessions: a policy as a whole, or one commitment where it is in force. */
record SessionTest(LowerBound bound, int minSessions) {
  RepairedPolicy.Finding whole(
      String label, CalibrationEvidence evidence, double margin, double delta) {
    double[] values = evidence.whole();
    double share = 0;
    for (int index = 0; index < evidence.commitments().size(); index++) {
      share += evidence.share(index);
    }
    double lower = lowerBound(values, evidence.contributionBound(), delta);
    return new RepairedPolicy.Finding(label, share, mean(values), lower, -margin, lower >= -margin);
  }

  /** One commitment where it is in force: its contribution against −margin times its share. */
  RepairedPolicy.Finding alone(
      CalibrationEvidence evidence, int index, double margin, double delta) {
    double[] contributions = evidence.contribution(index);
    double[] weights = evidence.weight(index);
    double[] slack = new double[contributions.length];
    for (int session = 0; session < slack.length; session++) {
      slack[session] = contributions[session] + margin * weights[session];
    }
    double share = evidence.share(index);
    double lower = lowerBound(slack, evidence.contributionBound() * (1 + margin), delta);
    return new RepairedPolicy.Finding(
        evidence.commitments().get(index).label(),
        share,
        mean(contributions),
        lower - margin * share,
        -margin * share,
        lower >= 0 && share > 0);
  }

  private double lowerBound(double[] values, double range, double delta) {
    return values.length < minSessions ? Double.NEGATIVE_INFINITY : bound.of(values, range, delta);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
