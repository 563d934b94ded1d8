package io.stackelberg.leader.agency;

import io.stackelberg.game.CommonAgency;
import java.util.random.RandomGenerator;

/** Games for the tests of this package. */
final class Games {
  private Games() {}

  /** Three principals who each loathe one rare outcome and like the others': three symmetric equilibria. */
  static CommonAgency threeEquilibria() {
    double rare = 1.74e-4;
    return new CommonAgency(new double[] {1 - 3 * rare, rare, rare, rare}, 1, new double[][] {
      {0, -20, 3, 3}, {0, 3, -20, 3}, {0, 3, 3, -20}
    });
  }

  static CommonAgency random(int principals, RandomGenerator random) {
    int outcomes = 2 + random.nextInt(6);
    double[] reference = new double[outcomes];
    double sum = 0;
    for (int outcome = 0; outcome < outcomes; outcome++) {
      reference[outcome] = 0.02 + random.nextDouble();
      sum += reference[outcome];
    }
    double[][] values = new double[principals][outcomes];
    double scale = 1 + 4 * random.nextDouble();
    for (int outcome = 0; outcome < outcomes; outcome++) {
      reference[outcome] /= sum;
      for (double[] row : values) {
        row[outcome] = scale * (random.nextDouble() - 0.5);
      }
    }
    return new CommonAgency(reference, 0.1 + random.nextDouble(), values);
  }
}
