package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.pipeline.io.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One kind of study whose statements are held against the truth.
 *
 * @param name name on the command line and in the table
 * @param profile simulation profile
 * @param planted the policy that is evaluated in place of a learned one
 * @param luck whether policy and baseline meet the same luck, or their tasks alone
 * @param requirement what must hold beside coverage
 */
record CoverageScenario(
    String name,
    String profile,
    Optional<MixedCommitment> planted,
    Luck luck,
    Requirement requirement) {
  /** What policy and baseline have in common, beside their tasks. */
  enum Luck {
    /** The draws of follower, tokens and judge too. */
    SHARED,
    /** Nothing. */
    OWN
  }

  /** What must hold beside coverage and rare false verdicts. */
  enum Requirement {
    /** Nothing. */
    NONE,
    /** Each claim is shown in four fifths of the studies: the policy truly saves at equal quality. */
    POWER,
    /** No study shows that quality held: the policy is unsafe. */
    REFUSAL
  }

  /** Every scenario: the shipped profiles in their order, then the planted policies. */
  static List<CoverageScenario> all() {
    List<CoverageScenario> all = new ArrayList<>();
    for (String profile : SimulationProfile.names()) {
      all.add(
          new CoverageScenario(profile, profile, Optional.empty(), Luck.SHARED, Requirement.NONE));
    }
    // Shares such that the real side's truth is a saving of .15 and a change of 0: the normal
    // action with little
    // context saves and loses, the verbose one with more tools gains.
    MixedCommitment saving = lottery("c0.5-normal-t1", 0.113, "c0.75-verbose-t3", 0.073);
    all.add(planted("planted-saving", "paper-like", saving, Luck.SHARED, Requirement.POWER));
    all.add(planted("planted-saving-own-luck", "paper-like", saving, Luck.OWN, Requirement.POWER));
    // Shares such that the true loss exceeds the margin of .03 by two standard errors of a study's
    // sessions.
    all.add(planted(
        "planted-unsafe",
        "paper-like",
        lottery("c0.5-concise-t0", 0.175, "c0.75-normal-t1", 0),
        Luck.SHARED,
        Requirement.REFUSAL));
    all.add(planted(
        "planted-unsafe-own-luck",
        "paper-like",
        lottery("c0.5-concise-t0", 0.2, "c0.75-normal-t1", 0),
        Luck.OWN,
        Requirement.REFUSAL));
    all.add(planted(
        "planted-unsafe-adversarial",
        "adversarial",
        lottery("c0.5-concise-t0", 0.115, "c0.75-normal-t1", 0),
        Luck.SHARED,
        Requirement.REFUSAL));
    return List.copyOf(all);
  }

  /** The scenario of this name. */
  static CoverageScenario named(String name) {
    return all().stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(() -> InputException.invalid("--profile is \"" + name + "\", expected one of "
            + all().stream().map(CoverageScenario::name).toList() + "."));
  }

  /** The planted policy. */
  Optional<LeaderPolicy> policy() {
    return planted.map(mixed -> context -> mixed);
  }

  private static CoverageScenario planted(
      String name, String profile, MixedCommitment policy, Luck luck, Requirement requirement) {
    return new CoverageScenario(name, profile, Optional.of(policy), luck, requirement);
  }

  private static MixedCommitment lottery(String one, double share, String other, double rest) {
    List<Commitment> support = new ArrayList<>(List.of(action("c1.0-normal-t1"), action(one)));
    List<Double> shares = new ArrayList<>(List.of(1 - share - rest, share));
    if (rest > 0) {
      support.add(action(other));
      shares.add(rest);
    }
    return new MixedCommitment(support, shares);
  }

  private static Directive action(String id) {
    return new Directive(id);
  }
}
