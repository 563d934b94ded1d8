package io.stackelberg.pipeline.reproduce;

import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.risk.Randomisation;
import io.stackelberg.leader.risk.RiskAverseSolver;
import io.stackelberg.leader.risk.RiskMeasure;
import io.stackelberg.leader.risk.ScenarioPayoffs;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Frontier of a risk-averse leader on heavy-tailed sessions: mean value against variance and against the worst
 * tenth of the sessions.
 *
 * <p>Every fixed action plays the same simulated sessions with the same luck; a session is a scenario, its payoff
 * quality − price × tokens per turn, and a lottery is drawn anew for each turn, so that it averages within a
 * session. Lotteries are chosen on one set of sessions and scored on another.
 */
public final class RiskFrontier implements Reproduction {
  private static final int TURNS = 10;
  private static final double[] WORTHS = {0.05, 0.15, 0.35};
  private static final List<RiskMeasure> MEASURES = List.of(
      new RiskMeasure.MeanVariance(0),
      new RiskMeasure.MeanVariance(1),
      new RiskMeasure.MeanVariance(4),
      new RiskMeasure.MeanVariance(16),
      new RiskMeasure.ConditionalValueAtRisk(0.5),
      new RiskMeasure.ConditionalValueAtRisk(0.25),
      new RiskMeasure.ConditionalValueAtRisk(0.1));

  @Override
  public String summary() {
    return "risk-averse leader: mean value against variance, worst tenth and budget breaches";
  }

  /** Per session and action: mean quality and mean tokens of a turn. */
  private record Played(double[][] quality, double[][] tokens) {
    ScenarioPayoffs payoffs(double price) {
      double[][] payoff = new double[quality.length][quality[0].length];
      for (int session = 0; session < payoff.length; session++) {
        for (int action = 0; action < payoff[session].length; action++) {
          payoff[session][action] = quality[session][action] - price * tokens[session][action];
        }
      }
      double[] equal = new double[payoff.length];
      Arrays.fill(equal, 1.0 / payoff.length);
      return new ScenarioPayoffs(equal, payoff);
    }

    /** Mean of one column. */
    static double mean(double[][] values, int column) {
      double sum = 0;
      for (double[] row : values) {
        sum += row[column];
      }
      return sum / values.length;
    }

    /** Mean, deviation and worst-tenth mean of the payoff, mean tokens, share of sessions above a budget. */
    double[] score(List<Double> lottery, double price, double budget) {
      double[] payoff = new double[quality.length];
      double meanTokens = 0;
      double breaches = 0;
      double mean = 0;
      for (int session = 0; session < payoff.length; session++) {
        double spent = 0;
        for (int action = 0; action < lottery.size(); action++) {
          double share = lottery.get(action);
          payoff[session] += share * (quality[session][action] - price * tokens[session][action]);
          spent += share * tokens[session][action];
        }
        meanTokens += spent / payoff.length;
        breaches += spent > budget ? 1.0 / payoff.length : 0;
        mean += payoff[session] / payoff.length;
      }
      double variance = 0;
      for (double one : payoff) {
        variance += (one - mean) * (one - mean) / payoff.length;
      }
      Arrays.sort(payoff);
      int tenth = Math.max(1, payoff.length / 10);
      double tail = Arrays.stream(payoff).limit(tenth).average().orElseThrow();
      return new double[] {mean, StrictMath.sqrt(variance), tail, meanTokens, breaches};
    }
  }

  @Override
  public Findings run(Setting setting) {
    int sessions = setting.isBrief() ? 40 : 400;
    SimulationProfile profile = SimulationProfile.named("heavy-tail");
    ActionSet actions = ActionSet.grid(
        List.of(0.25, 0.5, 1.0), Arrays.asList(Verbosity.values()), List.of(0, 1, 3));
    Played learn = play(profile, actions, "learn", sessions, setting);
    Played test = play(profile, actions, "test", sessions, setting);
    setting
        .progress()
        .accept(
            "risk: " + 2 * sessions + " sessions played by " + actions.size() + " actions each");
    int dearest = 0;
    for (int action = 0; action < actions.size(); action++) {
      dearest = Played.mean(learn.tokens(), action) > Played.mean(learn.tokens(), dearest)
          ? action
          : dearest;
    }
    Findings findings = new Findings(
        "risk-frontier",
        "A leader that minds its risk",
        "How much mean value does a leader give up for steadier sessions and fewer broken budgets?",
        "Simulated (T1), profile heavy-tail, fixed actions drawn by a lottery per turn; no model was called. Chosen"
            + " on one set of sessions, scored on another. Where one action is best at every risk nothing is traded.");
    var figure = findings.curves(
        "frontier",
        "Value against its deviation",
        "To the left sessions are steadier; each curve shows what mean value that costs.",
        "standard deviation of a session's value",
        "mean value per turn");
    var breaches = findings.curves(
        "breaches",
        "Broken budgets against mean value",
        "The same lotteries: how often a session's tokens exceed the budget.",
        "mean value per turn",
        "share of sessions over budget");
    int better = 0;
    int compared = 0;
    boolean never = true;
    for (double worth : WORTHS) {
      double price = worth / Played.mean(learn.tokens(), dearest);
      ScenarioPayoffs payoffs = learn.payoffs(price);
      double budget = budget(learn, payoffs);
      String name = "price " + worth;
      var table = findings.table(
          "frontier-" + (worth + "").replace('.', '-'),
          "Scores on sessions not used for choosing, a turn of the dearest action costing " + worth
              + " of the whole quality scale; value is quality − price × tokens per turn, the budget is the 90th"
              + " percentile of the risk-neutral leader's sessions",
          "measure",
          "mean value",
          "standard deviation",
          "mean of worst tenth",
          "mean tokens per turn",
          "sessions over budget",
          "actions drawn",
          "mixture's tokens",
          "mixture over budget",
          "proved");
      double[][] curve = new double[3][MEASURES.size()];
      for (int index = 0; index < MEASURES.size(); index++) {
        var found = new RiskAverseSolver()
            .solve(payoffs, MEASURES.get(index), Randomisation.AVERAGED, SolveLimits.DEFAULT);
        double[] score = test.score(found.lottery(), price, budget);
        double tokens =
            Arrays.stream(sessionTokens(learn, found.lottery())).average().orElseThrow();
        double[] plain = neutralAt(learn, tokens, price)
            .map(mixture -> test.score(mixture, price, budget))
            .orElse(new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN});
        curve[0][index] = score[1];
        curve[1][index] = score[0];
        curve[2][index] = score[4];
        never &= score[4] <= curve[2][0] + 1e-12;
        if (index > 0 && !Double.isNaN(plain[4])) {
          compared++;
          better += score[4] <= plain[4] + 1e-12 ? 1 : 0;
        }
        table.row(
            name(MEASURES.get(index)),
            List.of(
                score[0],
                score[1],
                score[2],
                score[3],
                score[4],
                (double) found.lottery().stream().filter(share -> share > 1e-9).count(),
                plain[3],
                plain[4]),
            found.stopReason().toString());
      }
      figure.points(name, curve[0], curve[1]);
      breaches.points(name, curve[1], curve[2]);
    }
    findings.state(
        "No risk-averse lottery breaks the budget more often than the risk-neutral one.",
        never ? Standing.HOLDS : Standing.FAILS,
        "Sessions over budget on the test sessions, " + WORTHS.length + " prices and "
            + MEASURES.size() + " measures.");
    findings.state(
        "At equal mean tokens the risk-averse lottery breaks the budget no more often than the mixture of two"
            + " actions with the most mean value.",
        better == compared ? Standing.HOLDS : Standing.FAILS,
        "In " + better + " of " + compared + " comparisons on the test sessions.");
    return findings;
  }

  /** The 90th percentile of the risk-neutral leader's tokens per turn over the learning sessions. */
  private static double budget(Played learn, ScenarioPayoffs payoffs) {
    var neutral = new RiskAverseSolver()
        .solve(payoffs, MEASURES.get(0), Randomisation.AVERAGED, SolveLimits.DEFAULT);
    double[] tokens = sessionTokens(learn, neutral.lottery());
    Arrays.sort(tokens);
    return tokens[(int) (0.9 * tokens.length)];
  }

  private static String name(RiskMeasure measure) {
    return measure instanceof RiskMeasure.MeanVariance variance
        ? "variance, aversion " + variance.aversion()
        : "worst share " + ((RiskMeasure.ConditionalValueAtRisk) measure).tailShare();
  }

  /** The mixture of at most two actions with the most mean value among those of exactly these mean tokens. */
  private static Optional<List<Double>> neutralAt(Played played, double tokens, double price) {
    int actions = played.tokens()[0].length;
    double best = Double.NEGATIVE_INFINITY;
    Optional<List<Double>> found = Optional.empty();
    for (int low = 0; low < actions; low++) {
      for (int high = 0; high < actions; high++) {
        double less = Played.mean(played.tokens(), low);
        double more = Played.mean(played.tokens(), high);
        if (less <= tokens && tokens < more) {
          double share = (more - tokens) / (more - less);
          double value = share * Played.mean(played.quality(), low)
              + (1 - share) * Played.mean(played.quality(), high)
              - price * tokens;
          if (value > best) {
            best = value;
            Double[] lottery = new Double[actions];
            Arrays.fill(lottery, 0.0);
            lottery[low] = share;
            lottery[high] = 1 - share;
            found = Optional.of(List.of(lottery));
          }
        }
      }
    }
    return found;
  }

  private static double[] sessionTokens(Played played, List<Double> lottery) {
    double[] tokens = new double[played.tokens().length];
    for (int session = 0; session < tokens.length; session++) {
      for (int action = 0; action < lottery.size(); action++) {
        tokens[session] += lottery.get(action) * played.tokens()[session][action];
      }
    }
    return tokens;
  }

  private static Played play(
      SimulationProfile profile, ActionSet actions, String part, int sessions, Setting setting) {
    SimulatedExecutor executor = new SimulatedExecutor(
        profile,
        actions,
        new SimulatedSessions(part, sessions, TURNS),
        setting.seeds().seed());
    List<double[]> quality = new ArrayList<>();
    List<double[]> tokens = new ArrayList<>();
    for (String session : executor.sessions()) {
      double[] qualities = new double[actions.size()];
      double[] spent = new double[actions.size()];
      int index = 0;
      for (ResourceAction action : actions.actions()) {
        int turns = 0;
        Optional<Context> next = Optional.of(executor.open(session));
        while (next.isPresent()) {
          Turn turn = executor.execute(
              next.get(),
              Directive.of(action),
              setting.seeds().generator("luck", next.get().id()));
          qualities[index] += turn.outcome().quality().orElseThrow();
          spent[index] += turn.outcome().tokens().total().orElseThrow();
          turns++;
          next = executor.next(turn);
        }
        qualities[index] /= turns;
        spent[index] /= turns;
        index++;
      }
      quality.add(qualities);
      tokens.add(spent);
    }
    return new Played(quality.toArray(double[][]::new), tokens.toArray(double[][]::new));
  }
}
