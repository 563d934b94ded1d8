package io.stackelberg.theory;

import io.stackelberg.game.CommonAgency;
import java.util.random.RandomGenerator;

/** Games for the tests of the agency checks. */
final class AgencyGames {
  private AgencyGames() {}

  /** Theory T6-X: three symmetric equilibria. */
  static CommonAgency threeEquilibria() {
    double rare = 1.74e-4;
    return new CommonAgency(new double[] {1 - 3 * rare, rare, rare, rare}, 1, new double[][] {
      {0, -20, 3, 3}, {0, 3, -20, 3}, {0, 3, 3, -20}
    });
  }

  static CommonAgency random(int principals, double spread, RandomGenerator random) {
    double[] reference = new double[2 + random.nextInt(4)];
    double sum = 0;
    for (int outcome = 0; outcome < reference.length; outcome++) {
      reference[outcome] = 0.02 + random.nextDouble();
      sum += reference[outcome];
    }
    double[][] values = new double[principals][reference.length];
    for (int outcome = 0; outcome < reference.length; outcome++) {
      reference[outcome] /= sum;
      for (double[] row : values) {
        row[outcome] = spread * (random.nextDouble() - 0.5);
      }
    }
    return new CommonAgency(reference, 0.1 + random.nextDouble(), values);
  }
}
