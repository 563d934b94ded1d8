package io.stackelberg.pipeline.reproduce.cage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.language.OwnText;
import io.stackelberg.environment.language.Vocabulary;
import io.stackelberg.game.CommonAgency;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecoderTest {
  private static final TokenSetting TOKENS = new TokenSetting(OwnText.paragraphs());
  private static final TokenGame GAME = TOKENS.game(TokenSetting.BASE);
  private static final Decoder.Watcher NOBODY = (reference, game, policy, drawn) -> {};

  private static Decoder.Text write(TokenRule rule, long seed) {
    return new Decoder(TOKENS.model, GAME, 30)
        .write(new int[0], rule, new SplittableRandom(seed), NOBODY);
  }

  @Test
  void equalStreamsGiveEqualTexts() {
    TokenRule rule = TokenRule.limitedLiability(GAME);

    assertEquals(write(rule, 4), write(rule, 4));
    assertEquals(write(TokenRule::reference, 4), write(TokenRule.bestOf(1), 4));
    assertTrue(!write(rule, 4).equals(write(rule, 5)), "another stream, the same text");
  }

  @Test
  void everyStepIsAnEquilibriumOverTheWholeVocabulary() {
    List<Double> gains = new ArrayList<>();
    new Decoder(TOKENS.model, GAME, 30)
        .write(
            new int[0],
            TokenRule.limitedLiability(GAME),
            new SplittableRandom(9),
            (reference, game, policy, drawn) -> {
              AgencyEquilibrium found = GAME.equilibrium(game);
              gains.add(found.largestGain());
              assertEquals(1, Arrays.stream(policy).sum(), 1e-12);
              CommonAgency whole = GAME.overTokens(reference);
              double[] total = new double[GAME.tokens()];
              for (int j = 0; j < game.principals(); j++) {
                for (int token = 0; token < total.length; token++) {
                  total[token] += Math.max(GAME.value(j, token) - found.threshold(j), 0);
                }
              }
              assertArrayEquals(whole.respond(total), policy, 1e-12);
            });

    assertTrue(gains.size() > 2, "steps: " + gains.size());
    assertTrue(gains.stream().allMatch(gain -> gain <= 1e-9), "" + gains);
  }

  @Test
  void textsEndAtTheirEndOrAtTheLimit() {
    for (long seed = 0; seed < 20; seed++) {
      List<Integer> written = write(TokenRule::reference, seed).written();
      int end = written.indexOf(Vocabulary.END);
      assertTrue(end == written.size() - 1 || end < 0 && written.size() == 30, "" + written);
    }
  }

  @Test
  void bestOfSeveralTextsIsOneOfThemAndNoneIsWorthMore() {
    Decoder decoder = new Decoder(TOKENS.model, GAME, 30);
    Decoder.Text best = decoder.bestOf(
        new int[0], List.of(() -> new SplittableRandom(1), () -> new SplittableRandom(2)));
    List<Decoder.Text> all =
        List.of(write(TokenRule::reference, 1), write(TokenRule::reference, 2));

    assertTrue(all.contains(best));
    for (Decoder.Text each : all) {
      assertTrue(decoder.meanValue(each) <= decoder.meanValue(best));
    }
  }

  @Test
  void scoresAreThoseDeclared() {
    Vocabulary vocabulary = TOKENS.model.vocabulary();

    assertArrayEquals(new double[] {1, 0, 0}, new double[] {
      TOKENS.score(0, Vocabulary.END),
      TOKENS.score(1, Vocabulary.END),
      TOKENS.score(3, Vocabulary.END)
    });
    assertEquals(-0.2, TOKENS.score(0, vocabulary.id("kill")), 1e-15);
    assertEquals(-1, TOKENS.score(1, vocabulary.id("kill")));
    assertEquals(1, TOKENS.score(3, vocabulary.id("shall")));
    assertEquals(-1, TOKENS.score(3, vocabulary.id("don't")));
    assertTrue(TOKENS.score(2, vocabulary.id("shall")) > 0.5);
    assertTrue(TOKENS.score(2, vocabulary.id("blue")) < 0);
  }
}
