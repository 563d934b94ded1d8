package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.environment.language.Vocabulary;
import io.stackelberg.game.CommonAgency;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.reproduce.Reproduction.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Token by token: the model, texts written under each rule, the trade-off, and the audit of what was paid. */
final class TokenStudy {
  private static final int LONGEST = 40;
  private static final String EQUILIBRIUM = "LL: payments of at least 0";

  private final Setting setting;
  private final Findings findings;
  private final TrainingTexts texts;
  private final TokenSetting tokens;
  private final TokenGame game;
  private final Gains gains = new Gains();
  private long passes;
  private long solved;

  TokenStudy(Setting setting, Findings findings) {
    this.setting = setting;
    this.findings = findings;
    texts = TrainingTexts.find(setting.folders());
    // The small version learns from every third recorded text.
    boolean isThinned = setting.isBrief() && !texts.isOwn();
    tokens = new TokenSetting(isThinned ? every(3, texts.texts()) : texts.texts());
    game = tokens.game(TokenSetting.BASE);
    setting.progress().accept("cage: model of " + game.tokens() + " words trained");
  }

  void run() {
    describe();
    List<int[]> openings = tokens.openings(setting.isBrief() ? 2 : 40);
    List<double[]> references = new ArrayList<>();
    sideBySide(openings, references);
    setting.progress().accept("cage: " + openings.size() + " openings written on under each rule");
    int most = setting.isBrief() ? 10 : 200;
    new TokenFrontier(tokens, spread(references, most), findings, gains).run();
    setting.progress().accept("cage: trade-off at " + Math.min(most, references.size()) + " steps");
    new TokenAudit(setting, findings, tokens, gains)
        .run(openings.subList(0, Math.min(setting.isBrief() ? 1 : 6, openings.size())));
    gains.state(
        findings, "four objectives over tokens, every text and every game of one principal");
  }

  private static List<String> every(int stride, List<String> texts) {
    return IntStream.range(0, texts.size())
        .filter(index -> index % stride == 0)
        .mapToObj(texts::get)
        .toList();
  }

  /** Members at equal distances, so many at most. */
  private static List<double[]> spread(List<double[]> all, int most) {
    int count = Math.min(most, all.size());
    return IntStream.range(0, count)
        .mapToObj(index -> all.get((int) ((long) index * all.size() / count)))
        .toList();
  }

  private void describe() {
    var sources = findings.details().putArray("training");
    for (TrainingTexts.Source source : texts.sources()) {
      sources
          .addObject()
          .put("file", source.file())
          .put("sha256", source.sha256())
          .put("texts", source.texts());
    }
    Vocabulary vocabulary = tokens.model.vocabulary();
    double perplexity = tokens.model.perplexity(tokens.heldOut);
    findings
        .table(
            "model",
            "The language model: interpolated Witten-Bell, order 3, trained on "
                + (texts.isOwn()
                    ? "the project's own small text, for no recorded one was found"
                    : "recorded texts")
                + "; every tenth text held out",
            "model",
            "words and signs",
            "classes of words",
            "texts",
            "held-out perplexity",
            "perplexity of a blind guess")
        .row(
            "n-gram",
            vocabulary.size(),
            game.classes(),
            tokens.training.size(),
            perplexity,
            vocabulary.size());
  }

  /** Sums of one rule over its texts. */
  private static final class Tally {
    private final double[] scores = new double[TokenSetting.BASE.length];
    private final List<Double> values = new ArrayList<>();
    private double surprise;
    private long written;
    private double paid = Double.NaN;
  }

  private void sideBySide(List<int[]> openings, List<double[]> references) {
    Map<String, TokenRule> rules = new LinkedHashMap<>();
    rules.put("reference: nobody pays", TokenRule::reference);
    rules.put(EQUILIBRIUM, TokenRule.limitedLiability(game));
    rules.put("IR: payments of any sign", TokenRule::truthful);
    rules.put("REG: joint welfare, no equilibrium", TokenRule::regularised);
    rules.put("linear mixing of logits", TokenRule.mixing(1));
    for (int principal = 0; principal < TokenSetting.BASE.length; principal++) {
      rules.put(TokenObjectives.NAMES.get(principal) + " alone", TokenRule.alone(game, principal));
    }
    Decoder decoder = new Decoder(tokens.model, game, LONGEST);
    Map<String, Tally> tallies = new LinkedHashMap<>();
    var samples = findings.table(
        "texts",
        "One opening written on under each rule with the same random numbers; the text is that of a three-word"
            + " memory and means nothing",
        "rule",
        "opening",
        "continuation");
    rules.forEach((name, rule) -> {
      Tally tally = new Tally();
      for (int index = 0; index < openings.size(); index++) {
        boolean isReference = tallies.isEmpty();
        boolean isEquilibrium = name.equals(EQUILIBRIUM);
        Decoder.Text text = decoder.write(
            openings.get(index), rule, stream(index, 0), (reference, step, policy, drawn) -> {
              if (isReference) {
                references.add(reference);
              } else if (isEquilibrium) {
                pay(step, tally);
              }
            });
        tally(tally, decoder, text);
        if (index == 0) {
          sample(samples, name, openings.get(0), text);
        }
      }
      tallies.put(name, tally);
    });
    int draws = (int) Math.max(1, Math.round((double) passes / solved));
    String rejection = "rejection: best of " + draws + " texts";
    Tally best = new Tally();
    for (int index = 0; index < openings.size(); index++) {
      int opening = index;
      List<Supplier<RandomGenerator>> streams = IntStream.range(0, draws)
          .<Supplier<RandomGenerator>>mapToObj(draw -> () -> stream(opening, draw))
          .toList();
      Decoder.Text text = decoder.bestOf(openings.get(index), streams);
      tally(best, decoder, text);
      if (index == 0) {
        sample(samples, rejection, openings.get(0), text);
      }
    }
    tallies.put(rejection, best);
    report(tallies, openings.size(), draws);
  }

  private void sample(Findings.Table samples, String name, int[] opening, Decoder.Text text) {
    Vocabulary vocabulary = tokens.model.vocabulary();
    samples.words(
        name,
        vocabulary.decode(IntStream.of(opening).boxed().toList()),
        vocabulary.decode(text.written()));
  }

  private void pay(CommonAgency step, Tally tally) {
    AgencyEquilibrium found = gains.count(game.equilibrium(step));
    passes += found.passes();
    solved++;
    tally.paid = (Double.isNaN(tally.paid) ? 0 : tally.paid) + ResourceStudy.paid(step, found);
  }

  private RandomGenerator stream(int opening, int draw) {
    return setting.seeds().generator("text", opening + "", draw + "");
  }

  private void tally(Tally tally, Decoder decoder, Decoder.Text text) {
    for (int token : text.written()) {
      for (int principal = 0; principal < tally.scores.length; principal++) {
        tally.scores[principal] += tokens.score(principal, token);
      }
    }
    tally.values.add(decoder.meanValue(text));
    tally.surprise += text.surprise();
    tally.written += text.written().size();
  }

  private void report(Map<String, Tally> tallies, int openings, int draws) {
    var table = findings.table(
        "token-rules",
        openings + " openings, at most " + LONGEST
            + " tokens each. Value: mean over texts of the value per token to"
            + " all principals at base weights, with its standard error over texts; scores and the rest per token."
            + " Rejection draws as many whole texts as one equilibrium takes passes over its outcomes, "
            + draws
            + ", and keeps the one of most value.",
        "rule",
        "value",
        "standard error",
        "brevity",
        "safety",
        "topicality",
        "formality",
        "nats under the reference",
        "tokens per text",
        "payments");
    String bestAlone = "";
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
      Tally tally = entry.getValue();
      double mean = mean(tally.values);
      double error = standardError(tally.values);
      table.row(
          entry.getKey(),
          mean,
          error,
          tally.scores[0] / tally.written,
          tally.scores[1] / tally.written,
          tally.scores[2] / tally.written,
          tally.scores[3] / tally.written,
          tally.surprise / tally.written,
          (double) tally.written / openings,
          tally.paid / tally.written);
      if (entry.getKey().endsWith(" alone") && mean > most) {
        most = mean;
        bestAlone = entry.getKey();
      }
    }
    List<Double> differences = new ArrayList<>();
    for (int index = 0; index < openings; index++) {
      differences.add(tallies.get(EQUILIBRIUM).values.get(index)
          - tallies.get(bestAlone).values.get(index));
    }
    double difference = mean(differences);
    double error = standardError(differences);
    findings.state(
        "Whole texts of the equilibrium under limited liability are worth more per token to all together than those"
            + " of the best single objective.",
        Math.abs(difference) <= 2 * error || setting.isBrief()
            ? Standing.OPEN
            : difference > 0 ? Standing.HOLDS : Standing.FAILS,
        "Paired difference " + difference + " with a standard error of " + error + " over "
            + openings
            + " drawn texts, against " + bestAlone
            + "; decided at two standard errors. What a rule writes also"
            + " decides what it can write next, which no payment for a single token takes into account.");
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double standardError(List<Double> values) {
    double mean = mean(values);
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean);
    }
    return StrictMath.sqrt(square / Math.max(1, values.size() - 1) / values.size());
  }
}
