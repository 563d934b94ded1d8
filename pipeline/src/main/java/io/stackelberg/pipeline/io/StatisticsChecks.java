package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.game.stats.MeanDifference;
import io.stackelberg.theory.BaselineBootstrapCheck;
import io.stackelberg.theory.CalibrationCheck;
import io.stackelberg.theory.CertificateCheck;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.ClaimAudit;
import io.stackelberg.theory.ConformalCheck;
import io.stackelberg.theory.GuidanceCheck;
import io.stackelberg.theory.MeanBoundsCheck;
import io.stackelberg.theory.OffPolicyCheck;
import io.stackelberg.theory.QualityCostCheck;
import io.stackelberg.theory.Rigour;
import io.stackelberg.theory.SafeImprovementCheck;
import io.stackelberg.theory.SimulationCheck;
import io.stackelberg.theory.TransferChainCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statistical checks of the catalogue, by id; fields are named by the specification's symbols. */
final class StatisticsChecks {
  private StatisticsChecks() {}

  /** The checks, in catalogue order. */
  static Map<String, CheckRunner> runners() {
    Map<String, CheckRunner> runners = new LinkedHashMap<>();
    runners.put("C09", StatisticsChecks::calibration);
    runners.put("C11", StatisticsChecks::transfer);
    runners.put("C12", StatisticsChecks::simulation);
    runners.put("C13", StatisticsChecks::guidance);
    runners.put("C17", StatisticsChecks::meanBounds);
    runners.put("C18", StatisticsChecks::offPolicy);
    runners.put("C19", StatisticsChecks::certificate);
    runners.put("C20", StatisticsChecks::conformal);
    runners.put("C21", StatisticsChecks::improvement);
    runners.put("C22", StatisticsChecks::qualityAndCost);
    runners.replaceAll((id, runner) -> input -> refusing(runner, input));
    return runners;
  }

  /** Names the check in what its own arguments refuse; compares what was claimed with what was recomputed. */
  private static CheckResult refusing(CheckRunner runner, ObjectFields input) {
    try {
      return claimed(runner.run(input), input);
    } catch (IllegalArgumentException refusal) {
      throw input.refused(refusal);
    }
  }

  /**
   * Violated where a number under {@code claimed} differs from the recomputed quantity of that name by more than {@code
   * claimed_tolerance}, relative to 1 + the quantity.
   */
  private static CheckResult claimed(CheckResult result, ObjectFields input) {
    if (!input.has("claimed") || result instanceof CheckResult.Violated) {
      return result;
    }
    if (!input.node("claimed").isObject()) {
      throw input.unexpected("claimed", input.node("claimed"), "an object of quantities");
    }
    ObjectFields claims = input.in("claimed");
    List<ClaimAudit.Claim> compared = new ArrayList<>();
    for (Map.Entry<String, JsonNode> claim : input.node("claimed").properties()) {
      String name = claim.getKey();
      List<Double> values = result.quantities().stream()
          .filter(quantity -> quantity.name().equals(name))
          .findFirst()
          .orElseThrow(() -> input.unexpected(
              "claimed." + name,
              claim.getValue(),
              "one of the quantities "
                  + result.quantities().stream()
                      .map(quantity -> quantity.name())
                      .toList()))
          .values();
      double[] told =
          claim.getValue().isArray() ? claims.vector(name) : new double[] {claims.number(name)};
      requireLength(claims, name, told.length, values.size());
      for (int index = 0; index < told.length; index++) {
        String label = values.size() == 1 ? name : name + "[" + index + "]";
        compared.add(new ClaimAudit.Claim(label, told[index], values.get(index)));
      }
    }
    CheckResult audit =
        ClaimAudit.compare(result.check(), compared, number(input, "claimed_tolerance", 1e-9));
    return audit instanceof CheckResult.Violated violated
        ? new CheckResult.Violated(
            violated.check(),
            violated.rigour(),
            violated.witness(),
            violated.detail(),
            result.quantities())
        : result;
  }

  private static CheckResult calibration(ObjectFields input) {
    double[] forecasts = input.vector("p");
    return CalibrationCheck.check(
        forecasts,
        input.vector("y"),
        input.has("region") ? whole(input, "region") : new int[forecasts.length],
        input.has("B") ? input.count("B") : 10,
        number(input, "tolerance", 0.05),
        number(input, "delta", 0.05));
  }

  private static CheckResult transfer(ObjectFields input) {
    if (input.has("V_R")) {
      double[] real = input.vector("V_R");
      Set<Integer> comparators = input.has("Pi0")
          ? indices(input, "Pi0")
          : IntStream.range(0, real.length).boxed().collect(Collectors.toSet());
      return TransferChainCheck.check(
          real, input.vector("V_S"), comparators, index(input, "chosen"));
    }
    Rigour rigour = rigour(input, Rigour.EXACT);
    if (input.has("sup_V_C")) {
      return TransferChainCheck.checkComputable(
          input.number("sup_V_C"), input.number("V_C_rep"), input.number("eps_value"), rigour);
    }
    return TransferChainCheck.check(
        new TransferChainCheck.Constants(
            input.number("eps_opt"),
            input.number("eps_value"),
            input.number("eps_cal"),
            input.number("L_V"),
            input.number("d_proj")),
        rigour);
  }

  private static CheckResult simulation(ObjectFields input) {
    if (input.has("P_R")) {
      return SimulationCheck.check(
          chain(input, "P_R", "U_R"),
          chain(input, "P_S", "U_S"),
          input.list("start"),
          input.count("T"));
    }
    return SimulationCheck.check(
        input.number("eps_U"),
        input.number("eps_P"),
        input.number("U"),
        input.count("T"),
        rigour(input, Rigour.EXACT));
  }

  private static SimulationCheck.Chain chain(
      ObjectFields input, String transitions, String utilities) {
    return new SimulationCheck.Chain(
        Arrays.stream(input.matrix(transitions)).map(StatisticsChecks::list).toList(),
        input.list(utilities));
  }

  private static CheckResult guidance(ObjectFields input) {
    if (input.has("D")) {
      return GuidanceCheck.checkStrict(
          input.vector("D"), input.number("range"), number(input, "delta", 0.05));
    }
    if (input.has("M_L")) {
      return GuidanceCheck.checkAgainstNash(
          input.matrix("M_L"),
          input.matrix("M_F"),
          input.vector("x"),
          input.vector("y"),
          input.matrix("commitments"));
    }
    return GuidanceCheck.check(
        input.vector("J_L"), input.vector("cost"), input.number("B"), index(input, "null"));
  }

  private static CheckResult meanBounds(ObjectFields input) {
    return MeanBoundsCheck.check(
        repeated(input, "X"),
        number(input, "lo", 0),
        number(input, "hi", 1),
        number(input, "delta", 0.05));
  }

  private static CheckResult offPolicy(ObjectFields input) {
    List<OffPolicyCheck.Turn> turns = new ArrayList<>();
    for (ObjectFields turn : input.each("turns")) {
      turns.add(new OffPolicyCheck.Turn(
          index(turn, "arm"),
          turn.has("mu") ? turn.list("mu") : List.of(),
          turn.has("pi") ? turn.list("pi") : input.list("pi"),
          turn.number("r"),
          turn.has("q_hat") ? turn.list("q_hat") : input.list("q_hat")));
    }
    OffPolicyCheck.Options standard = OffPolicyCheck.Options.DEFAULT;
    return OffPolicyCheck.check(
        turns,
        new OffPolicyCheck.Options(
            number(input, "tau", standard.threshold()),
            number(input, "lambda", standard.bet()),
            number(input, "delta", standard.delta()),
            input.optionalNumber("w_max")));
  }

  private static CheckResult certificate(ObjectFields input) {
    double delta = number(input, "delta", 0.05);
    double[] surrogate = input.vector("V_S");
    double each = number(input, "delta_each", delta / Math.max(1, surrogate.length));
    double[] lower = input.vector(input.has("mean") ? "mean" : "lower");
    double[] upper = input.has("mean") ? lower : input.vector("upper");
    requireLength(input, "V_S", surrogate.length, lower.length);
    requireLength(input, "upper", upper.length, lower.length);
    boolean isPerArm = input.node("n").isArray();
    int[] counts = isPerArm ? whole(input, "n") : new int[0];
    if (isPerArm) {
      requireLength(input, "n", counts.length, lower.length);
    }
    List<CertificateCheck.Candidate> candidates = new ArrayList<>();
    for (int index = 0; index < lower.length; index++) {
      candidates.add(
          input.has("mean")
              ? CertificateCheck.Candidate.hoeffding(
                  lower[index], isPerArm ? counts[index] : input.count("n"), surrogate[index], each)
              : new CertificateCheck.Candidate(lower[index], upper[index], surrogate[index], each));
    }
    CertificateCheck.Cover cover = input.has("L_V")
        ? new CertificateCheck.Cover(input.number("L_V"), input.number("h"), input.count("d"))
        : CertificateCheck.Cover.NONE;
    return CertificateCheck.check(
        candidates,
        index(input, "chosen"),
        delta,
        choice(input, "selection", CertificateCheck.Selection.SAME_DATA),
        cover,
        rigour(input, Rigour.FINITE_SAMPLE));
  }

  private static CheckResult conformal(ObjectFields input) {
    if (input.has("U_L")) {
      return ConformalCheck.checkRobustValue(
          input.matrix("P"),
          input.matrix("U_L"),
          input.number("q_hat"),
          input.number("alpha"),
          input.has("claim") ? OptionalDouble.of(input.number("claim")) : OptionalDouble.empty());
    }
    double[] scores = input.vector("scores");
    double[] weights = input.has("weights")
        ? input.vector("weights")
        : IntStream.range(0, scores.length).mapToDouble(index -> 1).toArray();
    List<Double> ratios = new ArrayList<>();
    if (input.has("pi_new")) {
      double[] changed = input.vector("pi_new");
      double[] logged = input.vector("mu");
      requireLength(input, "pi_new", changed.length, scores.length);
      requireLength(input, "mu", logged.length, scores.length);
      for (int index = 0; index < scores.length; index++) {
        ratios.add(changed[index] / logged[index]);
      }
    }
    return ConformalCheck.check(
        scores, weights, number(input, "w_test", 1), ratios, input.number("alpha"));
  }

  private static CheckResult improvement(ObjectFields input) {
    if (input.has("b")) {
      return BaselineBootstrapCheck.check(
          whole(input, "n"),
          input.vector("b"),
          input.vector("V_hat"),
          input.count("N_min"),
          number(input, "delta", 0.05),
          input.has("pi") ? Optional.of(input.list("pi")) : Optional.empty());
    }
    List<SafeImprovementCheck.Constraint> constraints = new ArrayList<>();
    for (ObjectFields constraint : input.each("constraints")) {
      constraints.add(new SafeImprovementCheck.Constraint(
          constraint.node("name").asText(""),
          constraint.number("mean"),
          constraint.number("V"),
          constraint.count("n"),
          constraint.number("V_base")));
    }
    return SafeImprovementCheck.check(
        constraints,
        number(input, "delta", 0.05),
        number(input, "delta_base", 0),
        input.has("selection") ? indices(input, "selection") : Set.of(),
        input.has("test") ? indices(input, "test") : Set.of());
  }

  private static CheckResult qualityAndCost(ObjectFields input) {
    double alpha = number(input, "alpha", 0.05);
    if (input.has("power")) {
      return QualityCostCheck.checkPower(
          input.number("sigma"),
          input.number("Delta"),
          number(input, "d_true", 0),
          alpha,
          input.number("power"),
          input.optionalNumber("claimed_n"));
    }
    if (input.has("D")) {
      return QualityCostCheck.checkPaired(
          repeated(input, "D"),
          input.number("Delta"),
          alpha,
          BettingBound.Options.DEFAULT.withTruncation(number(input, "truncation", 0.5)));
    }
    return QualityCostCheck.check(
        summary(input, "new"),
        summary(input, "base"),
        input.number("Delta"),
        alpha,
        choice(input, "claim", QualityCostCheck.Claim.NOT_INFERIOR));
  }

  private static MeanDifference.Summary summary(ObjectFields input, String field) {
    if (input.node(field).isArray()) {
      return MeanDifference.Summary.of(field, input.vector(field));
    }
    ObjectFields sample = input.in(field);
    return new MeanDifference.Summary(
        sample.number("mean"), sample.number("sd"), sample.count("n"));
  }

  private static double number(ObjectFields input, String field, double otherwise) {
    return input.has(field) ? input.number(field) : otherwise;
  }

  private static int index(ObjectFields input, String field) {
    return index(input, field, input.node(field));
  }

  private static int index(ObjectFields input, String field, JsonNode node) {
    if (!(node.isIntegralNumber() && node.canConvertToInt()) || node.intValue() < 0) {
      throw input.unexpected(field, node, "a whole number >= 0");
    }
    return node.intValue();
  }

  private static int[] whole(ObjectFields input, String field) {
    JsonNode array = input.array(field);
    return IntStream.range(0, array.size())
        .map(position -> index(input, field + "[" + position + "]", array.get(position)))
        .toArray();
  }

  private static Set<Integer> indices(ObjectFields input, String field) {
    return Arrays.stream(whole(input, field))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A list of numbers, as often as {@code times} says. */
  private static double[] repeated(ObjectFields input, String field) {
    double[] block = input.vector(field);
    int times = input.has("times") ? input.count("times") : 1;
    return IntStream.range(0, Math.multiplyExact(times, block.length))
        .mapToDouble(index -> block[index % block.length])
        .toArray();
  }

  private static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static Rigour rigour(ObjectFields input, Rigour otherwise) {
    return choice(input, "rigour", otherwise);
  }

  private static <E extends Enum<E>> E choice(ObjectFields input, String field, E otherwise) {
    if (!input.has(field)) {
      return otherwise;
    }
    for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
      if (constant.name().equals(input.node(field).asText())) {
        return constant;
      }
    }
    throw input.unexpected(
        field,
        input.node(field),
        "one of " + Arrays.toString(otherwise.getDeclaringClass().getEnumConstants()));
  }

  private static void requireLength(ObjectFields input, String field, int length, int expected) {
    if (length != expected) {
      throw input.unexpected(field, input.node(field), expected + " numbers");
    }
  }
}
