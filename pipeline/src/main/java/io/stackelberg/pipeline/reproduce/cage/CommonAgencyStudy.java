package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.reproduce.Reproduction;

/**
 * Several objectives as principals of one agent: over its resource actions, and token by token over a small
 * language model's vocabulary, with the three variants of the game side by side.
 *
 * <p>Source: common agency after Bernheim and Whinston (1986) [bernheim1986common]; theory T6. Everything is
 * computed by {@code leader.agency} and audited by {@code theory}; this package only sets the games up.
 */
public final class CommonAgencyStudy implements Reproduction {
  @Override
  public String summary() {
    return "several objectives paying one agent, over resource actions and token by token";
  }

  @Override
  public Findings run(Setting setting) {
    Findings findings = new Findings(
        "cage",
        "Common agency: several objectives, one agent",
        "What does an agent do when quality, cost, latency and safety each pay it for what they want, and what"
            + " does a text look like when objectives pay token by token?",
        "Computed equilibria (T0) of declared games: a simulated follower, and an n-gram model of our own. No"
            + " language model was called, and nothing is claimed of one; the principals' scores are word lists.");
    new MultiplicityWarning(setting, findings).run();
    new ResourceStudy(setting, findings).run();
    new TokenStudy(setting, findings).run();
    return findings;
  }
}
