package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.SessionGame;
import io.stackelberg.theory.AttainmentCheck;
import io.stackelberg.theory.BayesianCommitmentCheck;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.CommitmentClaim;
import io.stackelberg.theory.LogitStabilityCheck;
import io.stackelberg.theory.MarginBallCheck;
import io.stackelberg.theory.MatrixCommitmentCheck;
import io.stackelberg.theory.NetworkLipschitzCheck;
import io.stackelberg.theory.ProjectionCheck;
import io.stackelberg.theory.ReplyLipschitzCheck;
import io.stackelberg.theory.SafeRegion;
import io.stackelberg.theory.SessionCheck;
import io.stackelberg.theory.SplitTree;
import io.stackelberg.theory.TargetGamingCheck;
import io.stackelberg.theory.TreeCellsCheck;
import io.stackelberg.theory.TypeMixtureCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Checks of games, responses and safe sets: the input of each, named as in {@code docs/checks.md}. */
final class GameChecks {
  private static final int SAMPLES = 1000;

  private GameChecks() {}

  /** The checks by identifier, in catalogue order. */
  static Map<String, CheckRunner> runners() {
    Map<String, CheckRunner> runners = new LinkedHashMap<>();
    runners.put("C01", refusing(GameChecks::matrix));
    runners.put("C02", refusing(GameChecks::bayes));
    runners.put("C03", refusing(GameChecks::existence));
    runners.put("C04", refusing(GameChecks::reply));
    runners.put("C05", refusing(GameChecks::logit));
    runners.put("C06", refusing(GameChecks::margin));
    runners.put("C07", refusing(GameChecks::network));
    runners.put("C08", refusing(GameChecks::trees));
    runners.put("C10", refusing(GameChecks::projection));
    runners.put("C23", refusing(GameChecks::session));
    runners.put("C24", refusing(GameChecks::targetGaming));
    runners.put("C25", refusing(GameChecks::types));
    return runners;
  }

  /** What a check refuses is the input's fault, and named as such. */
  private static CheckRunner refusing(CheckRunner runner) {
    return input -> {
      try {
        return runner.run(input);
      } catch (IllegalArgumentException refusal) {
        throw input.refused(refusal);
      }
    };
  }

  private static CheckResult matrix(ObjectFields input) {
    return MatrixCommitmentCheck.check(input.matrix("M_L"), input.matrix("M_F"), claim(input));
  }

  private static CheckResult bayes(ObjectFields input) {
    double[][][] follower = input.matrices("M_F");
    return BayesianCommitmentCheck.check(
        leaderByType(input, follower.length), follower, input.vector("prior"), claim(input));
  }

  /** One matrix for all types, or one each. */
  private static double[][][] leaderByType(ObjectFields input, int types) {
    if (input.node("M_L").path(0).path(0).isArray()) {
      return input.matrices("M_L");
    }
    double[][][] alike = new double[types][][];
    Arrays.fill(alike, input.matrix("M_L"));
    return alike;
  }

  private static CommitmentClaim claim(ObjectFields input) {
    return new CommitmentClaim(
        input.optionalNumber("claimed_value"),
        input.has("claimed_commitment") ? input.list("claimed_commitment") : List.of(),
        input.has("claimed_replies") ? indices(input, "claimed_replies") : List.of(),
        ties(input));
  }

  private static TieBreak ties(ObjectFields input) {
    return choice(input, "ties", "optimistic", "pessimistic") == 0
        ? TieBreak.OPTIMISTIC
        : TieBreak.PESSIMISTIC;
  }

  private static CheckResult existence(ObjectFields input) {
    if (input.has("L_V")) {
      return AttainmentCheck.checkGrid(
          input.number("L_V"),
          input.number("h"),
          input.count("d"),
          input.optionalNumber("max_grid"),
          input.optionalNumber("claimed_error"));
    }
    if (input.has("M_L")) {
      return AttainmentCheck.checkFinite(
          input.matrix("M_L"), input.matrix("M_F"), flag(input, "claimed_weak_attained"));
    }
    double[][] thresholds = input.vectors("thresholds");
    Regularity.Cells cells = new Regularity.Cells(
        coordinates(thresholds.length),
        Arrays.stream(thresholds).map(GameChecks::list).toList(),
        side(input));
    return AttainmentCheck.checkCells(
        cells,
        column(input, "box", 0),
        column(input, "box", 1),
        input.vector("constants"),
        input.vector("slope"));
  }

  private static CheckResult reply(ObjectFields input) {
    double[] gain = input.vector("g");
    return ReplyLipschitzCheck.check(
        input.matrix("H"),
        gain,
        input.vector("p"),
        input.has("A") ? column(input, "A", 0) : filled(gain.length, 0),
        input.has("A") ? column(input, "A", 1) : filled(gain.length, 1),
        input.has("box") ? column(input, "box", 0) : filled(2, 0),
        input.has("box") ? column(input, "box", 1) : filled(2, 1),
        input.optionalNumber("claimed_constant"),
        samples(input),
        random(input));
  }

  private static CheckResult logit(ObjectFields input) {
    double[] from = input.vector("l");
    return LogitStabilityCheck.check(
        input.matrix("W"),
        input.vector("z"),
        input.number("T"),
        from,
        input.has("l2") ? input.vector("l2") : from,
        input.has("box") ? column(input, "box", 0) : filled(from.length, 0),
        input.has("box") ? column(input, "box", 1) : filled(from.length, 1),
        input.optionalNumber("claimed_constant"),
        samples(input),
        random(input));
  }

  private static CheckResult margin(ObjectFields input) {
    OptionalDouble lipschitz = input.optionalNumber("L_F");
    OptionalDouble claimed = input.optionalNumber("claimed_radius");
    if (input.has("U_F")) {
      return MarginBallCheck.check(
          input.vector("U_F"), lipschitz, input.optionalNumber("L_gap"), claimed);
    }
    return MarginBallCheck.checkAffine(
        input.matrix("W"), input.vector("z"), input.vector("l"), lipschitz, claimed);
  }

  private static CheckResult network(ObjectFields input) {
    double[] low = column(input, "box", 0);
    List<List<List<Double>>> layers = Arrays.stream(input.matrices("layers"))
        .map(rows -> Arrays.stream(rows).map(GameChecks::list).toList())
        .toList();
    List<List<Double>> biases =
        Arrays.stream(input.vectors("biases")).map(GameChecks::list).toList();
    return NetworkLipschitzCheck.check(
        new Regularity.Layers(coordinates(low.length), layers, biases),
        low,
        column(input, "box", 1),
        input.optionalNumber("claimed_constant"),
        samples(input),
        random(input));
  }

  private static CheckResult trees(ObjectFields input) {
    return TreeCellsCheck.check(
        input.each("trees").stream().map(GameChecks::tree).toList(),
        side(input),
        column(input, "box", 0),
        column(input, "box", 1),
        input.optionalNumber("claimed_constant"),
        samples(input),
        random(input));
  }

  private static SplitTree tree(ObjectFields node) {
    if (node.has("value")) {
      return new SplitTree.Leaf(node.list("value"));
    }
    return new SplitTree.Split(
        index(node, "coordinate"),
        node.number("threshold"),
        tree(node.in("left")),
        tree(node.in("right")));
  }

  private static CheckResult projection(ObjectFields input) {
    ProjectionCheck.Claim claim = new ProjectionCheck.Claim(
        input.has("claimed_point") ? Optional.of(input.list("claimed_point")) : Optional.empty(),
        input.has("l2") ? Optional.of(input.list("l2")) : Optional.empty(),
        input.optionalNumber("claimed_constant"),
        input.optionalNumber("value_loss"),
        input.optionalNumber("L_V"));
    return ProjectionCheck.check(
        region(input.in("S")), input.vector("l"), claim, samples(input), random(input));
  }

  private static SafeRegion region(ObjectFields set) {
    if (set.has("sphere")) {
      return new SafeRegion.Sphere(set.number("sphere"));
    }
    if (set.has("points")) {
      return new SafeRegion.Points(
          Arrays.stream(set.matrix("points")).map(GameChecks::list).toList(),
          set.has("lcb") ? set.list("lcb") : List.of());
    }
    return new SafeRegion.Polytope(
        list(column(set, "box", 0)),
        list(column(set, "box", 1)),
        set.has("a") ? Arrays.stream(set.matrix("a")).map(GameChecks::list).toList() : List.of(),
        set.has("b") ? set.list("b") : List.of());
  }

  private static CheckResult session(ObjectFields input) {
    List<SessionGame.Action> actions = new ArrayList<>();
    for (ObjectFields action : input.each("actions")) {
      actions.add(new SessionGame.Action(
          "action " + actions.size(),
          action.number("quality"),
          indices(action, "tokens"),
          action.list("probabilities")));
    }
    SessionGame session = new SessionGame(input.count("T"), input.number("price"), actions);
    OptionalInt first = input.has("claimed_first")
        ? OptionalInt.of(index(input, "claimed_first"))
        : OptionalInt.empty();
    OptionalDouble value = input.optionalNumber("claimed_value");
    return input.has("P")
        ? SessionCheck.check(session, input.matrix("P"), index(input, "B"), value, first)
        : SessionCheck.check(session, index(input, "B"), value, first);
  }

  private static CheckResult targetGaming(ObjectFields input) {
    if (input.has("shortfall")) {
      boolean isAnnounced = choice(input, "shortfall", "required", "announced") == 1;
      return TargetGamingCheck.checkForm(isAnnounced, input.number("w_q"));
    }
    double[] targets = input.vector("q");
    double[][] utilities = input.matrix("U_L");
    if (utilities.length != targets.length) {
      throw input.unexpected("U_L", input.node("U_L"), "one row per announced target");
    }
    double[][] outcomes = new double[utilities.length == 0 ? 0 : utilities[0].length][2];
    Arrays.setAll(outcomes, outcome -> new double[] {0, outcome});
    return TargetGamingCheck.check(
        (target, cost, quality, outcome) -> utilities[(int) target][(int) outcome],
        range(targets.length),
        new double[] {0},
        outcomes);
  }

  private static CheckResult types(ObjectFields input) {
    return TypeMixtureCheck.check(
        input.matrix("M_L"),
        input.matrices("M_F"),
        input.vector("rho"),
        input.matrix("commitments"),
        input.has("T") ? input.number("T") : 0,
        input.has("claimed_type")
            ? OptionalInt.of(index(input, "claimed_type"))
            : OptionalInt.empty());
  }

  private static int samples(ObjectFields input) {
    return input.has("samples") ? input.count("samples") : SAMPLES;
  }

  private static RandomGenerator random(ObjectFields input) {
    return new SplittableRandom(input.has("seed") ? index(input, "seed") : 1);
  }

  private static Regularity.Side side(ObjectFields input) {
    return choice(input, "side", "LE", "LT") == 1
        ? Regularity.Side.LESS_THAN
        : Regularity.Side.LESS_OR_EQUAL;
  }

  /** 0 for the first word, also where the field is not there, 1 for the second. */
  private static int choice(ObjectFields input, String field, String first, String second) {
    String word = input.has(field) ? input.node(field).asText() : first;
    if (!word.equals(first) && !word.equals(second)) {
      throw input.unexpected(field, input.node(field), "\"" + first + "\" or \"" + second + "\"");
    }
    return word.equals(first) ? 0 : 1;
  }

  private static boolean flag(ObjectFields input, String field) {
    JsonNode node = input.node(field);
    if (input.has(field) && !node.isBoolean()) {
      throw input.unexpected(field, node, "true or false");
    }
    return node.asBoolean(false);
  }

  private static int index(ObjectFields input, String field) {
    JsonNode node = input.node(field);
    if (!(node.isIntegralNumber() && node.canConvertToInt()) || node.intValue() < 0) {
      throw input.unexpected(field, node, "a whole number >= 0");
    }
    return node.intValue();
  }

  private static List<Integer> indices(ObjectFields input, String field) {
    List<Integer> indices = new ArrayList<>();
    for (double number : input.vector(field)) {
      if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
        throw input.unexpected(field, input.node(field), "whole numbers");
      }
      indices.add((int) number);
    }
    return indices;
  }

  /** The lower (0) or upper (1) ends of a list of pairs. */
  private static double[] column(ObjectFields input, String field, int end) {
    double[][] pairs = input.matrix(field);
    double[] ends = new double[pairs.length];
    for (int axis = 0; axis < ends.length; axis++) {
      if (pairs[axis].length != 2) {
        throw input.unexpected(field, input.node(field), "pairs of a lower and an upper end");
      }
      ends[axis] = pairs[axis][end];
    }
    return ends;
  }

  private static double[] filled(int length, double value) {
    double[] filled = new double[length];
    Arrays.fill(filled, value);
    return filled;
  }

  private static double[] range(int length) {
    double[] range = new double[length];
    Arrays.setAll(range, index -> index);
    return range;
  }

  private static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static List<String> coordinates(int count) {
    List<String> names = new ArrayList<>();
    for (int axis = 0; axis < count; axis++) {
      names.add("l" + axis);
    }
    return names;
  }
}
