package io.stackelberg.pipeline.reproduce;

import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * Ten thousand sessions that share one day's token budget through a price per interval.
 *
 * <p>Each session of an interval picks among levels of effort by a logit choice of quality − price × tokens; its
 * thirst for quality is its own. In the mean field the interval's demand D_t(p) decreases in its price, so that the
 * congestion price p_t = floor + slope × (D_t(p_t) − mean demand)⁺ has exactly one fixed point, and the total
 * decreases in the floor: both are found by bisection, then confronted with a drawn fleet and with a simple price
 * iteration. The logit's constants are those of theory T2.
 */
public final class FleetPrices implements Reproduction {
  private static final int SESSIONS = 10_000;
  private static final int INTERVALS = 24;
  private static final double TEMPERATURE = 0.05;
  private static final double[] TOKENS = {200, 500, 900, 1_600, 2_600};
  private static final double SATURATION = 700;

  @Override
  public String summary() {
    return "10,000 sessions sharing one budget through a price: the mean-field fixed point";
  }

  /** Sessions that begin in each interval, and each one's thirst for quality. */
  private record Fleet(int[] counts, double[][] thirst) {
    static Fleet draw(int sessions, SplittableRandom random) {
      double[] load = new double[INTERVALS];
      double total = 0;
      for (int t = 0; t < INTERVALS; t++) {
        load[t] = 1 + 0.9 * StrictMath.sin(2 * Math.PI * (t - 9) / INTERVALS);
        total += load[t];
      }
      int[] counts = new int[INTERVALS];
      for (int session = 0; session < sessions; session++) {
        double at = random.nextDouble() * total;
        int t = 0;
        while (t + 1 < INTERVALS && at >= load[t]) {
          at -= load[t++];
        }
        counts[t]++;
      }
      double[][] thirst = new double[INTERVALS][];
      for (int t = 0; t < INTERVALS; t++) {
        thirst[t] = new double[counts[t]];
        for (int session = 0; session < counts[t]; session++) {
          thirst[t][session] = 0.4 + 1.2 * random.nextDouble();
        }
      }
      return new Fleet(counts, thirst);
    }

    /** Expected tokens of one interval at a price per thousand tokens. */
    double demand(int t, double price) {
      double sum = 0;
      double[] weights = new double[TOKENS.length];
      for (double thirst : thirst[t]) {
        double mass = respond(thirst, price, weights);
        for (int level = 0; level < TOKENS.length; level++) {
          sum += weights[level] / mass * TOKENS[level];
        }
      }
      return sum;
    }

    /** Quality and tokens that really come of drawn choices in one interval. */
    double[] draw(int t, double price, SplittableRandom random) {
      double[] weights = new double[TOKENS.length];
      double tokens = 0;
      double quality = 0;
      for (double thirst : thirst[t]) {
        double at = random.nextDouble() * respond(thirst, price, weights);
        int level = 0;
        while (level + 1 < TOKENS.length && at >= weights[level]) {
          at -= weights[level++];
        }
        tokens += TOKENS[level];
        quality += quality(level);
      }
      return new double[] {tokens, quality};
    }
  }

  private static double quality(int level) {
    return 1 - StrictMath.exp(-TOKENS[level] / SATURATION);
  }

  /** Unnormalised choice probabilities into {@code weights}; returns their sum. */
  private static double respond(double thirst, double price, double[] weights) {
    double best = Double.NEGATIVE_INFINITY;
    for (int level = 0; level < weights.length; level++) {
      weights[level] = (thirst * quality(level) - price * TOKENS[level] / 1_000) / TEMPERATURE;
      best = Math.max(best, weights[level]);
    }
    double mass = 0;
    for (int level = 0; level < weights.length; level++) {
      weights[level] = StrictMath.exp(weights[level] - best);
      mass += weights[level];
    }
    return mass;
  }

  @Override
  public Findings run(Setting setting) {
    int sessions = setting.isBrief() ? SESSIONS / 20 : SESSIONS;
    Fleet fleet = Fleet.draw(sessions, setting.seeds().generator("fleet"));
    double free = total(fleet, new double[INTERVALS]);
    double budget = 0.6 * free;
    double meanDemand = budget / INTERVALS;
    double slope = 0.6 / meanDemand;
    double flat = root(price -> total(fleet, constant(price)) - budget, 0, 4);
    setting.progress().accept("fleet: flat price found");
    double floor =
        root(low -> total(fleet, congestion(fleet, low, slope, meanDemand)) - budget, 0, 4);
    double[] prices = congestion(fleet, floor, slope, meanDemand);
    double[] flatPrices = constant(flat);
    setting.progress().accept("fleet: congestion prices found");

    Findings findings = new Findings(
        "fleet",
        "One price for a fleet",
        "Can one announced price per interval keep ten thousand sessions within a shared budget, and flatten"
            + " the peak?",
        "Simulated (T1) sessions with a declared logit response; no model was called. Budget: 60 % of what the"
            + " fleet uses at price 0.");
    var table = findings.table(
        "prices",
        "Tokens and quality of one drawn fleet under each rule",
        "rule",
        "tokens / budget",
        "peak interval / budget's mean",
        "mean quality per session",
        "expected tokens / budget");
    double[] none = row(table, "no price", fleet, new double[INTERVALS], budget, setting);
    double[] one = row(table, "one flat price", fleet, flatPrices, budget, setting);
    double[] many = row(table, "congestion price", fleet, prices, budget, setting);
    double[] hours = new double[INTERVALS];
    double[][] demands = new double[3][INTERVALS];
    for (int t = 0; t < INTERVALS; t++) {
      hours[t] = t;
      demands[0][t] = fleet.demand(t, 0) / meanDemand;
      demands[1][t] = fleet.demand(t, flat) / meanDemand;
      demands[2][t] = fleet.demand(t, prices[t]) / meanDemand;
    }
    findings
        .curves(
            "demand",
            "Demand over the day",
            "The flat price scales the whole day down; the congestion price takes most from the peak.",
            "interval",
            "expected tokens over the budget's mean per interval")
        .line("no price", hours, demands[0])
        .line("one flat price", hours, demands[1])
        .line("congestion price", hours, demands[2]);
    findings
        .curves(
            "prices",
            "Prices over the day",
            "Price per thousand tokens in each interval.",
            "interval",
            "price, quality per thousand tokens")
        .line("one flat price", hours, flatPrices)
        .line("congestion price", hours, prices);

    double[] iterated = iterate(fleet, floor, slope, meanDemand, findings, prices);
    double distance = 0;
    for (int t = 0; t < INTERVALS; t++) {
      distance = Math.max(distance, Math.abs(iterated[t] - prices[t]));
    }
    findings.state(
        "A damped price iteration that sees demand only reaches the fixed point found by bisection.",
        distance < 1e-9 ? Standing.HOLDS : Standing.FAILS,
        "Largest difference of a price after 200 rounds: " + distance + ".");
    findings.state(
        "The fleet spends within 1 % of its budget.",
        Math.abs(many[0] - 1) < 0.01 && Math.abs(one[0] - 1) < 0.01
            ? Standing.HOLDS
            : setting.isBrief() ? Standing.OPEN : Standing.FAILS,
        "Drawn choices: " + one[0] + " of the budget at the flat price, " + many[0]
            + " at the congestion price, " + none[0] + " without a price.");
    findings.state(
        "At equal spending the congestion price has a lower peak than the flat price.",
        many[1] < one[1] ? Standing.HOLDS : Standing.FAILS,
        "Peak " + many[1] + " against " + one[1]
            + " times the budget's mean; mean quality per session " + many[2] + " against "
            + one[2] + ".");
    return findings;
  }

  private static double[] row(
      Findings.Table table,
      String name,
      Fleet fleet,
      double[] prices,
      double budget,
      Setting setting) {
    double tokens = 0;
    double quality = 0;
    double peak = 0;
    int sessions = 0;
    SplittableRandom random = setting.seeds().generator("choices");
    for (int t = 0; t < INTERVALS; t++) {
      double[] drawn = fleet.draw(t, prices[t], random);
      tokens += drawn[0];
      quality += drawn[1];
      sessions += fleet.counts()[t];
      peak = Math.max(peak, drawn[0]);
    }
    double[] values = {
      tokens / budget,
      peak / (budget / INTERVALS),
      quality / sessions,
      total(fleet, prices) / budget
    };
    table.row(name, values);
    return values;
  }

  /** Every interval's congestion price at a floor: the one fixed point of a decreasing map. */
  private static double[] congestion(Fleet fleet, double floor, double slope, double mean) {
    double[] prices = new double[INTERVALS];
    for (int t = 0; t < INTERVALS; t++) {
      int interval = t;
      prices[t] = root(
          price -> floor + slope * Math.max(0, fleet.demand(interval, price) - mean) - price,
          floor,
          floor + slope * Math.max(0, fleet.demand(t, floor) - mean) + 1e-12);
    }
    return prices;
  }

  /** Rounds of announcing a price, watching demand, and moving the price a third of the way. */
  private static double[] iterate(
      Fleet fleet,
      double floor,
      double slope,
      double mean,
      Findings findings,
      double[] fixedPoint) {
    double[] prices = constant(floor);
    int rounds = 200;
    double[] round = new double[41];
    double[] error = new double[41];
    for (int k = 0; k <= rounds; k++) {
      double largest = 0;
      for (int t = 0; t < INTERVALS; t++) {
        largest = Math.max(largest, Math.abs(prices[t] - fixedPoint[t]));
        double wanted = floor + slope * Math.max(0, fleet.demand(t, prices[t]) - mean);
        prices[t] += (wanted - prices[t]) / 3;
      }
      if (k < round.length) {
        round[k] = k;
        error[k] = StrictMath.log10(Math.max(largest, 1e-16));
      }
    }
    findings
        .curves(
            "iteration",
            "Price iteration",
            "The distance to the fixed point falls at a steady rate.",
            "round",
            "log10 of the largest price error")
        .line("damped iteration", round, error);
    return prices;
  }

  private static double total(Fleet fleet, double[] prices) {
    double sum = 0;
    for (int t = 0; t < INTERVALS; t++) {
      sum += fleet.demand(t, prices[t]);
    }
    return sum;
  }

  private static double[] constant(double price) {
    double[] prices = new double[INTERVALS];
    Arrays.fill(prices, price);
    return prices;
  }

  /** Where a decreasing function crosses 0, by bisection down to the last places. */
  private static double root(DoubleUnaryOperator decreasing, double low, double high) {
    for (int halving = 0; halving < 60 && low < high; halving++) {
      double middle = 0.5 * (low + high);
      if (decreasing.applyAsDouble(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }
}
