package io.stackelberg.game.catalog;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerUtility;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The known games, by name.
 *
 * <p>Every answer is recomputed from the game's definition by a test of this module. Answers printed to
 * ten decimals and closed forms carry a tolerance of 1e-9.
 */
public final class Catalog {
  private static final double EXACT = 1e-9;
  private static final double[] EFFORTS = {0, 0.5, 1};
  private static final double[][] M1_LEADER = {{2, 4}, {1, 3}};
  private static final BimatrixGame M1_GAME =
      new BimatrixGame(M1_LEADER, new double[][] {{1, 0}, {0, 1}});

  private Catalog() {}

  /** All known games, in a fixed order. */
  public static List<KnownGame<?>> all() {
    return List.of(r1(), r1Grid(), m1(), m1Bayes(), m1BayesEven(), s1());
  }

  /**
   * The game with this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known ones
   */
  public static KnownGame<?> named(String name) {
    return all().stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Require.unexpected(
            "game",
            "\"" + name + "\"",
            "one of " + all().stream().map(KnownGame::name).toList()));
  }

  /** R1: one resource and a rational follower. */
  public static KnownGame<ScalarGame> r1() {
    String source = "V(c) = -2.5 c^2 + c - 1 on [0, 1], for the best reply is 1 - c";
    return new KnownGame<>(
        "R1",
        "One resource, rational follower: a small incentive pays.",
        new ScalarGame(2, 1, 0.5),
        List.of(
            new KnownAnswer("optimal incentive", 0.2, EXACT, source),
            new KnownAnswer("value", -0.9, EXACT, source),
            new KnownAnswer("value without incentive", -1, EXACT, source)));
  }

  /** R1-grid: R1 with efforts 0, 0.5 and 1 and a follower of temperature 0.1. */
  public static KnownGame<AnnouncementGame> r1Grid() {
    FollowerUtility utility = (context, commitment, action) -> {
      if (!(commitment instanceof Announcement announced)) {
        throw Require.unexpected("commitment", commitment.label(), "an announcement");
      }
      return ScalarGame.followerUtility(announced.costIncentive(), EFFORTS[action]);
    };
    OutcomeModel outcomes = (context, action) -> new ExpectedOutcome(
        ScalarGame.quality(EFFORTS[action]),
        OptionalDouble.of(EFFORTS[action]),
        OptionalDouble.empty());
    ActionSet actions = ActionSet.named(List.of("a=0", "a=0.5", "a=1"));
    String source = "summation over the three actions, logit response [mckelvey1995quantal]";
    return new KnownGame<>(
        "R1-grid",
        "R1 on three efforts with a noisy follower: the incentive that paid now hurts.",
        new AnnouncementGame(
            Context.named("R1-grid"),
            new QuantalFollower(actions, utility, 0.1),
            outcomes,
            r1().game().leaderWeights()),
        List.of(
            new KnownAnswer("probability of a=0 at c=0.2", 0.0272270585, EXACT, source),
            new KnownAnswer("probability of a=0.5 at c=0.2", 0.4259028531, EXACT, source),
            new KnownAnswer("probability of a=1 at c=0.2", 0.5468700884, EXACT, source),
            new KnownAnswer("mean effort at c=0.2", 0.7598215150, EXACT, source),
            new KnownAnswer("value at c=0.2", -1.0512449070, EXACT, source),
            new KnownAnswer("optimal incentive", 0, EXACT, "the value falls in c on [0, 1]"),
            new KnownAnswer("value", -1.0052101177, EXACT, source)));
  }

  /** M1: the matrix game in which committing to a mixture beats every equilibrium. */
  public static KnownGame<BimatrixGame> m1() {
    String source = "Conitzer and Sandholm (2006) [conitzer2006commit]";
    String weak =
        "von Stengel and Zamir (2010) [vonstengel2010leadership], ties against the leader";
    return new KnownGame<>(
        "M1",
        "Commitment beats equilibrium, a mixed one beats a pure one, and the weak value is not attained.",
        M1_GAME,
        List.of(
            new KnownAnswer("Nash value", 2, EXACT, source),
            new KnownAnswer("pure value", 3, EXACT, source),
            new KnownAnswer("strong value", 3.5, EXACT, source),
            new KnownAnswer("probability of row 0 at the strong value", 0.5, EXACT, source),
            new KnownAnswer("weak supremum, not attained", 3.5, EXACT, weak),
            new KnownAnswer("weak value at probability 0.5 of row 0", 1.5, EXACT, weak)));
  }

  /** M1-Bayes: M1 against two types, the second of which is by far the likelier. */
  public static KnownGame<BayesianGame> m1Bayes() {
    return bayes(
        "M1-Bayes",
        "Two types: it pays to give up the rare one.",
        0.1,
        3.55,
        0.75,
        "0.1 (1 + p) + 0.9 (3 + p) for p in [1/2, 3/4], the largest of the four reply pairs");
  }

  /** M1-Bayes-even: the same with equally likely types. */
  public static KnownGame<BayesianGame> m1BayesEven() {
    return bayes(
        "M1-Bayes-even",
        "Two equally likely types: it pays to keep both.",
        0.5,
        3.5,
        0.5,
        "3 + p for p in [0, 1/2], the largest of the four reply pairs");
  }

  /** S1: two turns on a hard token budget. */
  public static KnownGame<SessionGame> s1() {
    String source = "backward induction by hand: lean is worth 0.45, rich 0.55 a turn";
    return new KnownGame<>(
        "S1",
        "Two turns on a hard budget: the better first action may leave too little for the second.",
        new SessionGame(
            2,
            0.05,
            List.of(
                new SessionGame.Action("lean", 0.6, List.of(3), List.of(1.0)),
                new SessionGame.Action("rich", 0.9, List.of(6, 8), List.of(0.5, 0.5)))),
        List.of(
            new KnownAnswer("value at budget 10", 0.90, EXACT, source),
            new KnownAnswer("value of rich first at budget 10", 0.775, EXACT, source),
            new KnownAnswer("greedy regret at budget 10", 0.125, EXACT, source),
            new KnownAnswer("value of either first action at budget 11", 1.00, EXACT, source),
            new KnownAnswer("value at budget 16", 1.10, EXACT, source)));
  }

  private static KnownGame<BayesianGame> bayes(
      String name,
      String description,
      double firstType,
      double value,
      double mixture,
      String source) {
    BimatrixGame second = new BimatrixGame(M1_LEADER, new double[][] {{1, 0}, {0, 3}});
    return new KnownGame<>(
        name,
        description,
        new BayesianGame(List.of(M1_GAME, second), List.of(firstType, 1 - firstType)),
        List.of(
            new KnownAnswer("strong value", value, EXACT, source),
            new KnownAnswer("probability of row 0 at the strong value", mixture, EXACT, source)));
  }
}
