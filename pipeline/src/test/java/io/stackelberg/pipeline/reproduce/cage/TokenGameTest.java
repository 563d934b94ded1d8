package io.stackelberg.pipeline.reproduce.cage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.IndividualRationality;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import io.stackelberg.leader.agency.RegularisedWelfare;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.LimitedLiabilityCheck;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGameTest {
  private static final int TOKENS = 60;

  private static double[][] values(SplittableRandom random, int principals) {
    double[][] values = new double[principals][TOKENS];
    for (double[] row : values) {
      for (int token = 0; token < TOKENS; token++) {
        row[token] = random.nextInt(3) * 2.5 - 2.5;
      }
    }
    return values;
  }

  private static double[] reference(SplittableRandom random) {
    double[] reference = new double[TOKENS];
    double sum = 0;
    for (int token = 0; token < TOKENS; token++) {
      reference[token] = Math.exp(3 * random.nextDouble());
      sum += reference[token];
    }
    for (int token = 0; token < TOKENS; token++) {
      reference[token] /= sum;
    }
    return reference;
  }

  /** Theory T6, known answer D, each outcome split in two tokens. */
  @Test
  void mergedTokensHaveTheKnownEquilibrium() {
    double[] row = {1, 0, 1, 0};
    TokenGame tokens = new TokenGame(0.25, new double[][] {row, row});
    double[] reference = {0.1, 0.3, 0.4, 0.2};
    CommonAgency game = tokens.over(reference);
    AgencyEquilibrium found = tokens.equilibrium(game);

    assertEquals(2, tokens.classes());
    assertEquals(0.8837297830, found.threshold(0), 1e-9);
    double[] policy = tokens.spread(reference, game, found.policy());
    assertEquals(0.7171080971, policy[0] + policy[2], 1e-9);
    assertEquals(0.25, policy[0] / policy[2], 1e-12);
    assertEquals(0.9996646499, IndividualRationality.policy(game)[0], 1e-9);
    assertEquals(0.6882734745, RegularisedWelfare.of(game).policy()[0], 1e-9);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void mergingChangesNoEquilibrium(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int principals = 1 + random.nextInt(4);
    TokenGame tokens = new TokenGame(1, values(random, principals));
    double[] reference = reference(random);
    CommonAgency game = tokens.over(reference);
    AgencyEquilibrium found = tokens.equilibrium(game);
    CommonAgency whole = tokens.overTokens(reference);
    AgencyEquilibrium alone = new LimitedLiabilityEquilibrium()
        .solveFrom(whole, found.thresholds(), Method.NEWTON, SolveLimits.DEFAULT);

    assertTrue(found.largestGain() <= 1e-9, "gain " + found.largestGain());
    assertArrayEquals(alone.thresholds(), found.thresholds(), 1e-9);
    double[] policy = tokens.spread(reference, game, found.policy());
    assertArrayEquals(alone.policy(), policy, 1e-9);
    double[][] payments = new double[principals][TOKENS];
    for (int j = 0; j < principals; j++) {
      for (int token = 0; token < TOKENS; token++) {
        payments[j][token] = Math.max(tokens.value(j, token) - found.threshold(j), 0);
      }
    }
    assertInstanceOf(
        CheckResult.Holds.class, LimitedLiabilityCheck.payments(whole, payments, random));
    assertArrayEquals(
        IndividualRationality.policy(whole),
        tokens.spread(reference, game, TokenRule.truthful(game)),
        1e-12);
    assertArrayEquals(
        RegularisedWelfare.of(whole).policy(),
        tokens.spread(reference, game, TokenRule.regularised(game)),
        1e-9);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void onePrincipalMakesTheEquilibriumTheJointWelfare(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TokenGame tokens = new TokenGame(1, values(random, 1));
    CommonAgency game = tokens.over(reference(random));

    assertArrayEquals(
        TokenRule.regularised(game), TokenRule.limitedLiability(tokens).policy(game), 1e-9);
    assertArrayEquals(TokenRule.regularised(game), TokenRule.alone(tokens, 0).policy(game), 1e-9);
  }

  @Test
  void bestOfSeveralDrawsByHand() {
    // Worth 2 with probability 0.3; 1 with 0.2 and 0.1; 0 with 0.4. Best of 2: 1 − 0.7², 0.7² −
    // 0.4², 0.4².
    CommonAgency game = new CommonAgency(
        new double[] {0.2, 0.4, 0.3, 0.1}, 1, new double[][] {{0.5, 0, 1, 0}, {0.5, 0, 1, 1}});

    assertArrayEquals(game.reference(), TokenRule.bestOf(1).policy(game), 1e-15);
    assertArrayEquals(
        new double[] {0.33 * 2 / 3, 0.16, 0.51, 0.33 / 3}, TokenRule.bestOf(2).policy(game), 1e-15);
  }

  @Test
  void mixingWithScaleNothingIsTheReference() {
    SplittableRandom random = new SplittableRandom(3);
    TokenGame tokens = new TokenGame(1, values(random, 2));
    CommonAgency game = tokens.over(reference(random));

    assertArrayEquals(game.reference(), TokenRule.mixing(0).policy(game), 1e-15);
    assertArrayEquals(TokenRule.truthful(game), TokenRule.mixing(1).policy(game), 1e-15);
  }
}
