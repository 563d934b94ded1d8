package io.stackelberg.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairStrategiesTest {
  private static final Directive BASE = new Directive("base");
  private static final Directive GOOD = new Directive("good");
  private static final Directive BAD = new Directive("bad");
  private static final Directive RARE = new Directive("rare");
  private static final Context CONTEXT = Context.named("x");

  private static LeaderPolicy mix(Directive one, Directive other) {
    return context -> MixedCommitment.between(one, other, 0.5);
  }

  /** One turn per session: quality under good is as the baseline's, under bad 0.4 below. */
  private static RepairStrategy.Trials trials(int sessions) {
    return policy -> {
      MixedCommitment drawn = policy.commit(CONTEXT);
      List<Commitment> used = new ArrayList<>(drawn.support());
      used.remove(BASE);
      double[][] contributions = new double[sessions][used.size()];
      double[][] weights = new double[sessions][used.size()];
      for (int session = 0; session < sessions; session++) {
        for (int index = 0; index < used.size(); index++) {
          double probability = drawn.probability(used.get(index));
          // A rare commitment is in force in one session of a hundred.
          boolean isUsed = !used.get(index).equals(RARE) || session % 100 == 0;
          weights[session][index] = isUsed ? probability : 0;
          contributions[session][index] =
              isUsed && used.get(index).equals(BAD) ? -0.4 * probability : 0;
        }
      }
      return new CalibrationEvidence(used, contributions, weights, 1);
    };
  }

  @Test
  void theGateKeepsAHarmlessPolicyAndExplainsARefusal() {
    RepairStrategy gate = GatedRepair.highConfidence(20);
    RepairedPolicy kept = gate.repair(mix(GOOD, BASE), BASE, trials(800), 0.05, 0.05);
    assertFalse(kept.isFallback());
    assertTrue(kept.changes().isEmpty());
    assertEquals("finite-sample", kept.rigour());
    RepairedPolicy refused = gate.repair(mix(BAD, BASE), BASE, trials(800), 0.05, 0.05);
    assertTrue(refused.isFallback());
    assertEquals(1, refused.policy().commit(CONTEXT).probability(BASE));
    assertTrue(refused.explanation().startsWith("NO_SOLUTION: the raw policy"));
    assertEquals(1, refused.changes().size());
    assertEquals("bad", refused.changes().get(0).before());
    assertEquals("base", refused.changes().get(0).after());
    assertTrue(refused.changes().get(0).evidence().contains("lower bound"));
  }

  @Test
  void nonInferiorityIsAsymptotic() {
    RepairedPolicy kept =
        GatedRepair.nonInferiority(20).repair(mix(GOOD, BASE), BASE, trials(40), 0.05, 0.05);
    assertEquals("asymptotic", kept.rigour());
    assertFalse(kept.isFallback());
  }

  @Test
  void bootstrapFollowsWhatWasSeenOftenAndDidNoHarm() {
    RepairStrategy bootstrap = new BootstrapRepair(LowerBound.BETTING, 20);
    RepairedPolicy mixed = bootstrap.repair(mix(GOOD, BAD), BASE, trials(1600), 0.05, 0.05);
    assertFalse(mixed.isFallback());
    assertEquals(List.of(BASE, GOOD), mixed.safeSet());
    assertEquals(0.5, mixed.policy().commit(CONTEXT).probability(BASE), 1e-12);
    assertEquals("bad", mixed.changes().get(0).before());
    RepairedPolicy rare = bootstrap.repair(mix(GOOD, RARE), BASE, trials(1600), 0.05, 0.05);
    assertEquals("rare", rare.changes().get(0).before());
    assertTrue(rare.changes().get(0).evidence().startsWith("16 sessions used it where 20"));
  }

  @Test
  void noRepairClaimsNothing() {
    RepairedPolicy raw = new NoRepair().repair(mix(BAD, BASE), BASE, trials(50), 0.05, 0.05);
    assertFalse(raw.isFallback());
    assertTrue(raw.explanation().contains("without any claim"));
  }

  @Test
  void aChainSplitsSessionsAndDeltaAndListsEveryChange() {
    List<Integer> sizes = new ArrayList<>();
    List<Double> deltas = new ArrayList<>();
    RepairStrategy spy = (raw, baseline, trials, margin, delta) -> {
      sizes.add(trials.play(raw).sessions());
      deltas.add(delta);
      return new NoRepair().repair(raw, baseline, trials, margin, delta);
    };
    RepairStrategy bootstrap = new BootstrapRepair(LowerBound.BETTING, 20);
    RepairedPolicy chained = new RepairChain(
            List.of(spy, bootstrap, GatedRepair.highConfidence(20)))
        .repair(mix(GOOD, BAD), BASE, trials(4800), 0.05, 0.06);
    assertEquals(List.of(1600), sizes);
    assertEquals(0.02, deltas.get(0), 1e-12);
    assertEquals("chain(none, spibb, hcpi)", chained.strategy());
    assertFalse(chained.isFallback());
    assertEquals(4800, chained.sessions());
    assertEquals(List.of("bad"), chained.changes().stream().map(c -> c.before()).toList());
    assertTrue(chained.explanation().contains("Step 2, spibb:"));
  }

  @Test
  void aChainEndsWithTheBaseline() {
    RepairStrategy never = (raw, baseline, trials, margin, delta) -> {
      throw new IllegalStateException("called after the baseline was kept");
    };
    RepairedPolicy chained = new RepairChain(List.of(GatedRepair.highConfidence(20), never))
        .repair(mix(BAD, BASE), BASE, trials(400), 0.05, 0.05);
    assertTrue(chained.isFallback());
    assertEquals("chain(hcpi)", chained.strategy());
  }

  @Test
  void anEmptyChainIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RepairChain(List.of()));
  }
}
