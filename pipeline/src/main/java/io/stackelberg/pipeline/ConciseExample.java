package io.stackelberg.pipeline;

import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.stats.BinomialProportion;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanDifference;
import io.stackelberg.game.stats.WelchTest;
import io.stackelberg.pipeline.io.CsvTable;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.theory.PairedClaims;
import io.stackelberg.theory.PairedClaims.Bounds;
import io.stackelberg.theory.PairedClaims.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * "Always concise" on recorded answers: what the pairs of all prompts say at a margin, beside what Welch tests on a few
 * unpaired prompts would have said.
 *
 * @param pairs one per prompt, in the order of the file
 * @param quality bounds on the change of quality, concise − default
 * @param saving bounds on the saving of tokens
 * @param cap declared cap on the tokens of an answer
 * @param insignificant draws of {@link #ARM} prompts per style whose Welch test has p above {@link #ALPHA}
 * @param unshown draws in which Welch's one-sided limit does not show that the loss stays within the margin
 */
record ConciseExample(
    List<Pair> pairs,
    Bounds quality,
    Bounds saving,
    double cap,
    BinomialProportion insignificant,
    BinomialProportion unshown) {
  static final String FILE = "../shared/data/alpacaeval-verbosity/alpacaeval-verbosity.csv";
  static final String MODEL = "gpt-3.5-turbo-1106";
  static final double MARGIN = 0.01;
  static final double ALPHA = 0.05;
  static final int ARM = 150;
  static final int DRAWS = 10_000;

  /** Cap on an answer's tokens in means of the default answer. */
  private static final double CAP_FACTOR = 5;

  /** Locates the data against the working directory, then the project's. */
  static Path locate() {
    List<Path> folders = new ArrayList<>(List.of(Path.of("")));
    if (System.getProperty("governor.home") != null) {
      folders.add(Path.of(System.getProperty("governor.home")));
    }
    return folders.stream()
        .map(folder -> folder.resolve(FILE))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> InputException.absent(
            "the recorded answers are not at " + FILE + ", expected them beside the project."));
  }

  /** Computes the comparison. */
  static ConciseExample of(Path file, long seed) {
    Map<String, double[]> concise = new LinkedHashMap<>();
    Map<String, double[]> usual = new LinkedHashMap<>();
    CsvTable table = CsvTable.read(file);
    for (CsvTable.Row row : table.rows()) {
      String style = table.cell(row, "verbosity");
      if (table.cell(row, "model").equals(MODEL) && !style.equals("verbose")) {
        (style.equals("concise") ? concise : usual).put(table.cell(row, "prompt_id"), new double[] {
          Double.parseDouble(table.cell(row, "input_tokens_approx"))
              + Double.parseDouble(table.cell(row, "output_tokens_approx")),
          Double.parseDouble(table.cell(row, "quality"))
        });
      }
    }
    List<Pair> pairs = new ArrayList<>();
    concise.forEach((prompt, own) -> {
      double[] base = usual.get(prompt);
      if (base != null) {
        pairs.add(new Pair(own[0], own[1], base[0], base[1]));
      }
    });
    double mean = pairs.stream().mapToDouble(Pair::baselineCost).average().orElseThrow();
    double cap = CAP_FACTOR * mean;
    PairedClaims.Options options = PairedClaims.Options.DEFAULT;
    SplittableRandom random = new SeedSplitter(seed).generator("concise example");
    int insignificant = 0;
    int unshown = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double[][] arms = draw(pairs, random);
      MeanDifference difference = MeanDifference.of(
          MeanDifference.Summary.of("concise", arms[0]),
          MeanDifference.Summary.of("default", arms[1]));
      insignificant += WelchTest.of(difference).p() > ALPHA ? 1 : 0;
      unshown += difference.lowerBound(1 - ALPHA) > -MARGIN ? 0 : 1;
    }
    return new ConciseExample(
        pairs,
        PairedClaims.qualityChange(pairs, MARGIN, ALPHA, options),
        PairedClaims.saving(pairs, cap, 0, ALPHA, options),
        cap,
        new BinomialProportion(insignificant, DRAWS),
        new BinomialProportion(unshown, DRAWS));
  }

  /** Qualities of {@link #ARM} prompts answered concisely and of as many others answered as usual. */
  private static double[][] draw(List<Pair> pairs, SplittableRandom random) {
    int[] order = new int[pairs.size()];
    for (int index = 0; index < order.length; index++) {
      order[index] = index;
    }
    double[][] arms = new double[2][ARM];
    for (int taken = 0; taken < 2 * ARM; taken++) {
      int pick = taken + random.nextInt(order.length - taken);
      int prompt = order[pick];
      order[pick] = order[taken];
      Pair pair = pairs.get(prompt);
      arms[taken / ARM][taken % ARM] = taken < ARM ? pair.quality() : pair.baselineQuality();
    }
    return arms;
  }

  /** What it says, in lines. */
  String text() {
    double own = pairs.stream().mapToDouble(Pair::quality).average().orElseThrow();
    double base = pairs.stream().mapToDouble(Pair::baselineQuality).average().orElseThrow();
    Interval quiet = insignificant.interval(CoverageTable.CONFIDENCE);
    String verdict = quality.lower() > -MARGIN
        ? "SHOWN"
        : quality.upper() <= -MARGIN ? "REFUTED" : "REFUSED (not shown)";
    return String.format(
        Locale.ROOT,
        """
        Always concise, %s, %d prompts answered both ways
          quality            %.4f concise, %.4f default, change %.4f
          claim              the change exceeds -%.2f
          interval           [%.4f, %.4f] at every number of prompts, confidence %.2f (betting, paired)
          asymptotic limit   %.4f (Student's t, one-sided, beside the bound)
          tokens             saving %.1f %%, at least %.0f %% (cap %.0f tokens)
          verdict            %s%s
        Welch on %d + %d other prompts, unpaired, %d draws
          p above %.2f       in %.1f %% of the draws [%.1f, %.1f]: "not significant"
          loss within margin not shown in %.1f %% of the draws by the same tests' one-sided limit
        """,
        MODEL,
        pairs.size(),
        own,
        base,
        quality.estimate(),
        MARGIN,
        quality.lower(),
        quality.upper(),
        1 - ALPHA,
        quality.asymptoticLower(),
        100 * saving.estimate(),
        100 * saving.lower(),
        cap,
        verdict,
        quality.estimate() < -MARGIN ? ": the estimate itself loses more than the margin" : "",
        ARM,
        ARM,
        DRAWS,
        ALPHA,
        100 * insignificant.share(),
        100 * quiet.low(),
        100 * quiet.high(),
        100 * unshown.share());
  }
}
