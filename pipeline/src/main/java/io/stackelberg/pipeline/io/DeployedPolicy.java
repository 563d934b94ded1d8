package io.stackelberg.pipeline.io;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.PricedPolicy;
import io.stackelberg.repair.SafeSet;
import io.stackelberg.response.model.SavedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A saved policy that decides: the rule, then the projection onto the safe set, the conservative commitment where
 * the rule has nothing to go by. One instance serves many threads.
 */
public final class DeployedPolicy implements LeaderPolicy {
  private final SavedPolicy saved;
  private final LeaderPolicy rule;

  /**
   * What was decided.
   *
   * @param lottery over commitments
   * @param isFallback whether the rule could not decide
   * @param reason in a few words
   */
  public record Decision(MixedCommitment lottery, boolean isFallback, String reason) {}

  /**
   * Makes the rule of a saved policy ready.
   *
   * @throws IllegalArgumentException if rule, model and features do not fit each other
   */
  public DeployedPolicy(SavedPolicy saved) {
    this.saved = saved;
    this.rule = rule(saved);
  }

  private static LeaderPolicy rule(SavedPolicy saved) {
    if (saved.rule() instanceof SavedPolicy.Mixture mixture) {
      return context -> mixture.lottery().feasibleAt(context, saved.conservative());
    }
    SavedPolicy.Priced priced = (SavedPolicy.Priced) saved.rule();
    // A saved rule has left its contexts behind; the problem wants one.
    Context any = Context.named("none");
    return new PricedPolicy(
        new LeaderProblem(
            List.of(any),
            saved.menu(),
            saved.conservative(),
            follower(saved),
            saved.model().flatMap(SavedModel::outcomes).orElseThrow(),
            saved.unit(),
            priced.objective()),
        priced.lowPrice(),
        priced.highPrice(),
        priced.lowShare());
  }

  /** Who answers the policy's commitments: the fitted follower, or one that obeys. */
  public static FollowerModel follower(SavedPolicy saved) {
    return saved
        .model()
        .flatMap(SavedModel::follower)
        .filter(follower -> !(saved.conservative() instanceof Directive))
        .map(follower -> (FollowerModel) follower)
        .orElseGet(() -> new ObedientFollower(saved.actions()));
  }

  /** The policy as it was saved. */
  public SavedPolicy saved() {
    return saved;
  }

  /**
   * Decides.
   *
   * @param context of the support's schema
   */
  public Decision decide(Context context) {
    Optional<String> outside = saved.support().outside(context);
    if (outside.isPresent()) {
      return new Decision(
          MixedCommitment.pure(saved.conservative()), true, "out of support: " + outside.get());
    }
    MixedCommitment drawn = rule.commit(context);
    MixedCommitment safe = saved
        .safeSet()
        .map(members -> projected(drawn, members))
        .orElse(drawn)
        .feasibleAt(context, saved.conservative());
    if (safe.support().stream().noneMatch(member -> member.isFeasible(context))) {
      return new Decision(safe, true, "nothing on the menu is available");
    }
    return new Decision(
        safe, false, safe.equals(drawn) ? saved.kind() : saved.kind() + ", projected");
  }

  private static MixedCommitment projected(MixedCommitment drawn, SafeSet safeSet) {
    if (safeSet.members().containsAll(drawn.support())) {
      return drawn;
    }
    List<Commitment> support = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    for (int member = 0; member < drawn.support().size(); member++) {
      Commitment target = safeSet.project(drawn.support().get(member));
      double probability = drawn.probabilities().get(member);
      int known = support.indexOf(target);
      if (known < 0) {
        support.add(target);
        probabilities.add(probability);
      } else {
        probabilities.set(known, probabilities.get(known) + probability);
      }
    }
    return new MixedCommitment(support, probabilities);
  }

  /** The lottery of {@link #decide}, at a context of any schema: features are matched by name. */
  @Override
  public MixedCommitment commit(Context context) {
    return decide(ContextFields.matched(context, saved.support().schema())).lottery();
  }
}
