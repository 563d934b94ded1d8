package io.stackelberg.response.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.inference.Refused.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Planted mixtures of followers; seeds fixed. */
@Tag("slow")
class TypeMixtureTest {
  private static final TypeMixture MIXTURE =
      new TypeMixture(Choices.TERMS.features(), TypeMixture.Options.DEFAULT.withStarts(5));
  private static final TypeMixture BRIEF = new TypeMixture(
      Choices.TERMS.features(), TypeMixture.Options.DEFAULT.withStarts(2).withMaxIterations(60));
  private static final FollowerModel THRIFTY = Choices.follower(1, 4, 1);
  private static final FollowerModel CAREFUL = Choices.follower(10, 0.5, 1);

  private static TurnLog mixed(
      int sessions, double thriftyShare, int turns, RandomGenerator random) {
    List<FollowerModel> followers = new ArrayList<>();
    for (int session = 0; session < sessions; session++) {
      followers.add(random.nextDouble() < thriftyShare ? THRIFTY : CAREFUL);
    }
    return Choices.log(followers, turns, random);
  }

  private static TurnLog single(int sessions, int turns, RandomGenerator random) {
    return Choices.log(Collections.nCopies(sessions, Choices.follower(5, 2, 0.8)), turns, random);
  }

  /**
   * Tolerance: five of the reported standard errors for each of five parameters, whose chance of failing
   * is below 5 · 6e-7 under the normal approximation; and the errors themselves are small enough to say
   * something (below 1.5 against a difference between the types of 9 in quality and 3.5 in cost).
   */
  @Test
  void plantedTypesAreRecovered() {
    SplittableRandom random = new SplittableRandom(1);
    TurnLog log = mixed(150, 0.4, 8, random);
    InferredTypes found = (InferredTypes) MIXTURE.fit(log, random);
    double[][] truth = {{1, 4}, {10, 0.5}};
    for (int type = 0; type < 2; type++) {
      for (int term = 0; term < 2; term++) {
        var estimate = found.weights().get(type).get(term);
        assertTrue(estimate.standardError() < 1.5, estimate.toString());
        assertEquals(truth[type][term], estimate.mean(), 5 * estimate.standardError());
      }
    }
    assertTrue(found.shares().get(0).contains(0.4), found.shares().toString());
    assertEquals(150, found.kruskal().sessionsMeeting());
    assertTrue(found.leastInformation() > 0.01);
    assertEquals(
        1, found.shares().stream().mapToDouble(share -> share.estimate()).sum(), 1e-12);
  }

  @Test
  void theOrderOfTheLogAndTheSeedDoNotMatter() {
    TurnLog log = mixed(80, 0.5, 6, new SplittableRandom(2));
    List<io.stackelberg.game.Turn> reversed = new ArrayList<>(log.turns());
    Collections.reverse(reversed);
    InferredTypes one = (InferredTypes) MIXTURE.fit(log, new SplittableRandom(3));
    InferredTypes same = (InferredTypes) MIXTURE.fit(log, new SplittableRandom(3));
    InferredTypes other = (InferredTypes)
        MIXTURE.fit(new TurnLog(Choices.ACTIONS, reversed), new SplittableRandom(4));
    assertEquals(one, same);
    assertEquals(one.logLikelihood(), other.logLikelihood(), 1e-6);
    for (int type = 0; type < 2; type++) {
      assertEquals(
          one.weights().get(type).get(0).mean(),
          other.weights().get(type).get(0).mean(),
          1e-3);
    }
  }

  /** Theory C25: a single type fitted to a mixture is noticed, by selection and by the sessions' spread. */
  @Test
  void singleTypeFittedToAMixtureIsDetected() {
    SplittableRandom random = new SplittableRandom(5);
    TurnLog log = mixed(100, 0.5, 6, random);
    TypeSelection selection = BRIEF.select(log, 2, 5, random);
    assertEquals(2, selection.types(), selection.toString());
    assertTrue(selection.rejectsSingleType(), selection.toString());
    InferredUtility pooled = (InferredUtility)
        new UtilityInference(Choices.TERMS.features(), UtilityInference.Options.DEFAULT)
            .infer(log, random);
    assertEquals(1.0 / 200, pooled.tests().dispersionP().orElseThrow());
    assertTrue(pooled.assumptions().stream().anyMatch(text -> text.contains("average over types")));
  }

  /**
   * Against one type, BIC picks two with a probability that falls with the number of sessions; of 5 logs
   * of one type none may be called a mixture by both criteria.
   */
  @Test
  void oneTypeIsNotCalledSeveral() {
    for (int seed = 0; seed < 5; seed++) {
      SplittableRandom random = new SplittableRandom(100 + seed);
      TypeSelection selection = BRIEF.select(single(60, 5, random), 2, 3, random);
      assertFalse(selection.rejectsSingleType(), seed + ": " + selection);
    }
  }

  @Test
  void oneTypeIsTheConditionalLogit() {
    SplittableRandom random = new SplittableRandom(6);
    TurnLog log = single(60, 5, random);
    InferredTypes one = (InferredTypes)
        new TypeMixture(Choices.TERMS.features(), TypeMixture.Options.DEFAULT.withTypes(1))
            .fit(log, random);
    InferredUtility pooled = (InferredUtility)
        new UtilityInference(Choices.TERMS.features(), UtilityInference.Options.DEFAULT)
            .infer(log, random);
    for (int term = 0; term < 2; term++) {
      assertEquals(
          pooled.estimates().get(term).mean(), one.weights().get(0).get(term).mean(), 1e-6);
      assertEquals(
          pooled.estimates().get(term).standardError(),
          one.weights().get(0).get(term).standardError(),
          1e-6);
    }
    assertEquals(1, one.shares().get(0).low());
  }

  @Test
  void twoTurnsPerSessionAreNotEnough() {
    SplittableRandom random = new SplittableRandom(7);
    Refused refused = (Refused) MIXTURE.fit(mixed(400, 0.5, 2, random), random);
    assertEquals(Reason.UNIDENTIFIED, refused.reason());
    assertTrue(refused.needed().startsWith("at least three turns per session"), refused.needed());
  }

  @Test
  void rareTypeIsRefused() {
    SplittableRandom random = new SplittableRandom(8);
    Refused refused = (Refused) MIXTURE.fit(mixed(100, 0.02, 10, random), random);
    assertEquals(Reason.COLLAPSED_TYPE, refused.reason());
  }

  @Test
  void limitOnIterationsIsNotCalledAMaximum() {
    SplittableRandom random = new SplittableRandom(9);
    Refused refused = (Refused)
        new TypeMixture(Choices.TERMS.features(), TypeMixture.Options.DEFAULT.withMaxIterations(1))
            .fit(mixed(100, 0.5, 5, random), random);
    assertEquals(Reason.NOT_CONVERGED, refused.reason());
  }
}
