package io.stackelberg.pipeline.reproduce.cage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.language.Vocabulary;
import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibria;
import io.stackelberg.leader.agency.AgencyEquilibria.Multiplicity;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.reproduce.Reproduction.Setting;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.LimitedLiabilityCheck;
import io.stackelberg.theory.TruthfulAgencyCheck;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that was paid for each token of a few texts, for somebody else to recompute, and what is known of other
 * equilibria at each step.
 *
 * <p>In {@code details.audit}, one object per step: {@code text}, {@code step}, {@code token}, {@code word}, {@code
 * probability} and {@code reference} of the token, {@code thresholds} (c_j), {@code payments} for the token (y_j),
 * {@code expected_payments}, {@code payoffs}, {@code largest_gain}, {@code index} (null where not regular) and
 * {@code multiplicity}.
 */
final class TokenAudit {
  private final Setting setting;
  private final Findings findings;
  private final TokenSetting tokens;
  private final TokenGame game;
  private final Gains gains;
  private final DistinctScores byPayers;
  private final LimitedLiabilityEquilibrium solver = new LimitedLiabilityEquilibrium();
  private final int[] multiplicity = new int[Multiplicity.values().length];
  private long steps;
  private long silent;
  private long safetyPaid;
  private double apart;
  private double wholeGain;
  private int checked;
  private int held;

  TokenAudit(Setting setting, Findings findings, TokenSetting tokens, Gains gains) {
    this.setting = setting;
    this.findings = findings;
    this.tokens = tokens;
    this.gains = gains;
    game = tokens.game(TokenSetting.BASE);
    byPayers = game.byPayers();
  }

  void run(List<int[]> openings) {
    var table = findings.table(
        "audit",
        "The first steps of one text under limited liability: threshold of each principal and what it paid for the"
            + " word drawn; all steps are in results.json, details.audit",
        "word",
        "c brevity",
        "c safety",
        "c topicality",
        "c formality",
        "paid by brevity",
        "paid by safety",
        "paid by topicality",
        "paid by formality",
        "largest gain");
    ArrayNode audit = findings.details().putArray("audit");
    Decoder decoder = new Decoder(tokens.model, game, setting.isBrief() ? 5 : 40);
    for (int index = 0; index < openings.size(); index++) {
      int text = index;
      int[] step = new int[1];
      decoder.write(
          openings.get(index),
          TokenRule.limitedLiability(game),
          setting.seeds().generator("text", index + "", "0"),
          (reference, over, policy, drawn) ->
              step(table, audit, text, step[0]++, reference, over, policy, drawn));
    }
    int most = Multiplicity.SEVERAL.ordinal();
    findings.state(
        "At every audited step the equilibrium that was played is the only one.",
        multiplicity[Multiplicity.UNIQUE.ordinal()] == steps
            ? Standing.HOLDS
            : multiplicity[most] > 0 ? Standing.FAILS : Standing.OPEN,
        ResourceStudy.counts(multiplicity) + " Searched from 26 starts, indices summed, at " + steps
            + " steps of " + openings.size() + " texts.");
    findings.state(
        "Merging tokens by who pays for them, certified over the whole vocabulary, gives the same equilibrium as"
            + " merging them by value.",
        apart <= 1e-9 && wholeGain <= Gains.ALLOWED ? Standing.HOLDS : Standing.FAILS,
        "Thresholds differ by at most " + apart + " at " + steps + " steps; the largest gain over "
            + game.tokens() + " tokens is " + wholeGain + ".");
    findings.state(
        "An auditor that shares no code with the solver confirms the payments over the whole vocabulary.",
        checked > 0 && held == checked ? Standing.HOLDS : Standing.FAILS,
        held + " of " + checked
            + " checks hold: payments of at least 0 with every token an outcome, by bisection and 200"
            + " drawn deviations per principal, and the truthful policy over classes.");
    findings.state(
        "A principal pays nothing exactly where its highest value is at most the agent's noise above its mean value,"
            + " so payments of at least 0 leave a rare harm unpaid.",
        silent == steps * TokenSetting.BASE.length ? Standing.HOLDS : Standing.FAILS,
        silent + " of " + steps * TokenSetting.BASE.length
            + " principals and steps agree; safety, of weight " + TokenSetting.BASE[1]
            + ", paid something at " + safetyPaid + " of " + steps + " steps.");
  }

  private void step(
      Findings.Table table,
      ArrayNode audit,
      int text,
      int step,
      double[] reference,
      CommonAgency over,
      double[] policy,
      int drawn) {
    steps++;
    AgencyEquilibrium found = gains.count(game.equilibrium(over));
    AgencyEquilibria all = solver.solve(
        over, SolveLimits.DEFAULT, setting.seeds().generator("audit", text + "", step + ""));
    multiplicity[all.multiplicity().ordinal()]++;
    DistinctScores.Found whole = byPayers.equilibrium(reference);
    wholeGain = Math.max(wholeGain, whole.largestGain());
    Vocabulary vocabulary = tokens.model.vocabulary();
    int size = over.principals();
    double[] row = new double[2 * size + 1];
    ObjectNode node = audit.addObject();
    node.put("text", text).put("step", step).put("token", drawn);
    node.put("word", vocabulary.word(drawn));
    node.put("probability", policy[drawn]).put("reference", reference[drawn]);
    ArrayNode thresholds = node.putArray("thresholds");
    ArrayNode payments = node.putArray("payments");
    ArrayNode expected = node.putArray("expected_payments");
    ArrayNode payoffs = node.putArray("payoffs");
    for (int j = 0; j < size; j++) {
      row[j] = found.threshold(j);
      apart = Math.max(apart, Math.abs(row[j] - whole.threshold(j)));
      row[size + j] = Math.max(game.value(j, drawn) - found.threshold(j), 0);
      double mean = 0;
      for (int outcome = 0; outcome < over.outcomes(); outcome++) {
        mean += found.probability(outcome) * found.payment(j, outcome);
      }
      boolean expectsNone = highest(over, j) - meanValue(over, found, j) <= over.temperature();
      silent += (mean == 0) == expectsNone ? 1 : 0;
      safetyPaid += j == 1 && mean > 0 ? 1 : 0;
      thresholds.add(row[j]);
      payments.add(row[size + j]);
      expected.add(mean);
      payoffs.add(found.payoff(j));
    }
    row[2 * size] = found.largestGain();
    node.put("largest_gain", found.largestGain());
    if (found.index().isPresent()) {
      node.put("index", found.index().getAsInt());
    } else {
      node.putNull("index");
    }
    node.put("multiplicity", all.multiplicity().name());
    if (text == 0 && step < 12) {
      table.row(vocabulary.word(drawn), row);
    }
    if (step == 0 && text < 3) {
      check(reference, over, found);
    }
  }

  private static double highest(CommonAgency game, int principal) {
    return Arrays.stream(game.values(principal)).max().orElseThrow();
  }

  private static double meanValue(CommonAgency game, AgencyEquilibrium found, int principal) {
    double sum = 0;
    for (int outcome = 0; outcome < game.outcomes(); outcome++) {
      sum += found.probability(outcome) * game.value(principal, outcome);
    }
    return sum;
  }

  private void check(double[] reference, CommonAgency over, AgencyEquilibrium found) {
    CommonAgency whole = game.overTokens(reference);
    double[][] payments = new double[whole.principals()][whole.outcomes()];
    for (int j = 0; j < payments.length; j++) {
      for (int token = 0; token < whole.outcomes(); token++) {
        payments[j][token] = Math.max(whole.value(j, token) - found.threshold(j), 0);
      }
    }
    checked += 2;
    held += LimitedLiabilityCheck.payments(whole, payments, setting.seeds().generator("check"))
            instanceof CheckResult.Holds
        ? 1
        : 0;
    held += TruthfulAgencyCheck.check(
                over, TokenRule.truthful(over), setting.seeds().generator("check"))
            instanceof CheckResult.Holds
        ? 1
        : 0;
  }
}
