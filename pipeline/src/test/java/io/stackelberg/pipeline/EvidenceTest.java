package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.repair.CalibrationEvidence;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceTest {
  private static final Directive BASE = new Directive("base");
  private static final Directive WEAK = new Directive("weak");
  private static final Directive OTHER = new Directive("other");

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 25);
  }

  private static void add(
      Play.Builder play, String id, String session, MixedCommitment drawn, double... qualities) {
    double mean = 0;
    for (int member = 0; member < qualities.length; member++) {
      mean += drawn.probabilities().get(member) * qualities[member];
    }
    play.add(Plays.context(id, session), drawn, qualities, mean, 1, Double.NaN, new double[0]);
  }

  @Test
  void aHandExample() {
    // Session s0 has turns q0, q1, session s1 turn q2: 1.5 turns per session on average.
    Play.Builder raw = new Play.Builder(CostUnit.TOKENS, 0);
    add(raw, "q0", "s0", MixedCommitment.pure(WEAK), 0.2);
    add(raw, "q1", "s0", MixedCommitment.between(WEAK, BASE, 0.25), 0.4, 0.8);
    add(raw, "q2", "s1", MixedCommitment.pure(OTHER), 1.0);
    Play.Builder baseline = new Play.Builder(CostUnit.TOKENS, 0);
    add(baseline, "q2", "s1", MixedCommitment.pure(BASE), 0.5);
    add(baseline, "q1", "s0", MixedCommitment.pure(BASE), 0.8);
    add(baseline, "q0", "s0", MixedCommitment.pure(BASE), 0.8);
    CalibrationEvidence evidence = Evidence.collect(raw.build(), baseline.build(), BASE);
    assertEquals(List.of(WEAK, OTHER), evidence.commitments());
    assertEquals(2, evidence.sessions());
    // s0 under weak: (0.2 − 0.8) + 0.25 (0.4 − 0.8) = −0.7; s1 under other: 0.5; both over 1.5.
    assertEquals(-0.7 / 1.5, evidence.contribution(0)[0], 1e-15);
    assertEquals(0, evidence.contribution(0)[1]);
    assertEquals(0, evidence.contribution(1)[0]);
    assertEquals(0.5 / 1.5, evidence.contribution(1)[1], 1e-15);
    assertEquals(1.25 / 3, evidence.share(0), 1e-15);
    assertEquals(1 / 3.0, evidence.share(1), 1e-15);
    assertEquals(2 / 1.5, evidence.contributionBound(), 1e-15);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void columnsAddUpToTheWholeChange(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Commitment> menu = List.of(WEAK, OTHER, BASE);
    Play.Builder raw = new Play.Builder(CostUnit.TOKENS, 0);
    Play.Builder baseline = new Play.Builder(CostUnit.TOKENS, 0);
    for (int turn = 0; turn < 60; turn++) {
      String session = "s" + random.nextInt(9);
      double under = random.nextDouble();
      Commitment one = menu.get(random.nextInt(3));
      Commitment two = menu.get(random.nextInt(3));
      MixedCommitment drawn = MixedCommitment.between(one, two, random.nextDouble());
      double[] qualities = drawn.support().stream()
          .mapToDouble(member -> member.equals(BASE) ? under : random.nextDouble())
          .toArray();
      add(raw, "q" + turn, session, drawn, qualities);
      add(baseline, "q" + turn, session, MixedCommitment.pure(BASE), under);
    }
    Play played = raw.build();
    Play base = baseline.build();
    CalibrationEvidence evidence = Evidence.collect(played, base, BASE);
    double whole = Play.mean(played.quality()) - Play.mean(base.quality());
    double columns = 0;
    double shares = 0;
    for (int index = 0; index < evidence.commitments().size(); index++) {
      columns += Play.mean(evidence.contribution(index));
      shares += evidence.share(index);
    }
    double toBaseline = 0;
    for (int turn = 0; turn < 60; turn++) {
      toBaseline += played.drawn(turn).probability(BASE) / 60;
    }
    assertEquals(whole, columns, 1e-12);
    assertEquals(whole, Play.mean(evidence.whole()), 1e-12);
    assertEquals(1, shares + toBaseline, 1e-12);
    assertEquals(
        true,
        Arrays.stream(evidence.whole())
            .allMatch(change -> Math.abs(change) <= evidence.contributionBound()));
  }

  @Test
  void thePolicyThatPlaysTheBaselineHasNoEvidenceAgainstIt() {
    Play.Builder baseline = new Play.Builder(CostUnit.TOKENS, 0);
    add(baseline, "q0", "s0", MixedCommitment.pure(BASE), 0.8);
    Play play = baseline.build();
    CalibrationEvidence evidence = Evidence.collect(play, play, BASE);
    assertEquals(List.of(), evidence.commitments());
    assertEquals(0, evidence.whole()[0]);
  }
}
