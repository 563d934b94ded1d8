package io.stackelberg.pipeline.reproduce;

import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.theory.SmallGain;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Quadratic games in which each player follows its own gradient: where the plain Euclidean test fails and the
 * small-gain certificate holds, the certified rate is compared with the measured one.
 *
 * <p>A game is x' = −A x with one number per player; its equilibrium is 0. Source: theory T7; two players after
 * Sharma (2025) [sharma2025smallgain].
 */
public final class SmallGainGames implements Reproduction {
  private static final int RANDOM_GAMES = 2_000;
  private static final int BRIEF_GAMES = 100;
  private static final double HORIZON = 12;
  private static final int POINTS = 61;

  @Override
  public String summary() {
    return "games that a plain test cannot certify and the small-gain certificate can";
  }

  /** One game by its matrix; the diagonal is each player's strength. */
  private record Game(String name, double[][] matrix) {
    SmallGain certificate() {
      int players = matrix.length;
      double[] strength = new double[players];
      double[][] coupling = new double[players][players];
      for (int i = 0; i < players; i++) {
        strength[i] = matrix[i][i];
        for (int j = 0; j < players; j++) {
          coupling[i][j] = i == j ? 0 : Math.abs(matrix[i][j]);
        }
      }
      return new SmallGain(strength, coupling, strength);
    }

    /** One Euler step of the dynamics. */
    double[] step(double[] x, double size) {
      double[] next = x.clone();
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j < x.length; j++) {
          next[i] -= size * matrix[i][j] * x[j];
        }
      }
      return next;
    }
  }

  /** What was found of one game. */
  private record Outcome(
      Game game, double euclidean, double radius, double margin, double worstRatio, double end) {}

  @Override
  public Findings run(Setting setting) {
    Findings findings = new Findings(
        "small-gain",
        "Small-gain certificates of gradient play",
        "When does joint gradient play of several players provably settle, and how fast?",
        "Analytic games (T0): every number is computed from the game's matrix; nothing is claimed of language"
            + " models. The certificate ignores signs: without one, nothing is known.");
    List<Game> named = List.of(
        new Game("one-sided coupling 4 and 0.1", new double[][] {{1, 4}, {0.1, 1}}),
        new Game("published instance 10 and 0.05", new double[][] {{1, 10}, {0.05, 1}}),
        new Game("cycle of three", new double[][] {{1, .5, 0}, {0, 1, .5}, {3, 0, 1}}),
        new Game("diverging: 4 and 0.5", new double[][] {{1, 4}, {0.5, 1}}),
        new Game("settling, signs opposed: 4 and -0.5", new double[][] {{1, 4}, {-0.5, 1}}));
    var table = findings.table(
        "games",
        "Least eigenvalue of the symmetric part (plain test), gain radius, certified rate, largest measured growth"
            + " per Euler step over the certified factor, and |x| at the end over |x| at the start",
        "game",
        "plain margin",
        "gain radius",
        "certified rate",
        "measured / certified step",
        "end / start",
        "certificate");
    var curves = findings.curves(
        "distance",
        "Distance to equilibrium",
        "Euler play from one start: the certified games shrink in their own metric although the Euclidean distance"
            + " first grows; of the two without a certificate one settles and one diverges.",
        "time",
        "log10 of |x(t)| / |x(0)|");
    boolean kept = true;
    boolean refused = true;
    for (Game game : named) {
      Outcome outcome = outcome(game, setting.seeds().generator("start", game.name()));
      boolean certified = outcome.margin() > 0;
      table.row(
          game.name(),
          List.of(
              outcome.euclidean(),
              outcome.radius(),
              certified ? outcome.margin() : Double.NaN,
              outcome.worstRatio(),
              outcome.end()),
          certified ? "rate certified" : "UNKNOWN");
      kept &= !certified || outcome.worstRatio() <= 1 + 1e-9 && outcome.euclidean() < 0;
      refused &= certified == (named.indexOf(game) < 3);
      curve(curves, game);
    }
    findings.state(
        "Games that the plain test cannot certify are certified, and play contracts at the certified rate.",
        kept ? Standing.HOLDS : Standing.FAILS,
        "Three named games; every Euler step from 50 random starts was compared with its certified factor.");
    findings.state(
        "Games whose gain radius is 1 or more get no certificate, whether they settle or diverge.",
        refused ? Standing.HOLDS : Standing.FAILS,
        "Couplings 4 and 0.5 diverge, 4 and -0.5 settle; the certificate says UNKNOWN to both.");
    random(setting, findings);
    return findings;
  }

  private static Outcome outcome(Game game, SplittableRandom random) {
    SmallGain gain = game.certificate();
    SmallGain.Metric metric = gain.bestMetric();
    double[] weights =
        metric.weights().stream().mapToDouble(Double::doubleValue).toArray();
    double margin = metric.margin();
    double worst = Double.NaN;
    double step = 0.01;
    if (margin > 0) {
      double lipschitz = gain.lipschitz(weights);
      step = margin / (lipschitz * lipschitz);
      double factor = SmallGain.eulerFactor(step, margin, lipschitz);
      worst = 0;
      for (int start = 0; start < 50; start++) {
        double[] x = draw(game, random);
        for (int turn = 0; turn < 20; turn++) {
          double[] next = game.step(x, step);
          worst = Math.max(worst, norm(next, weights) / norm(x, weights) / factor);
          x = next;
        }
      }
    }
    double[] ones = ones(game.matrix().length);
    double[] x = ones.clone();
    for (double time = 0; time < HORIZON; time += 0.01) {
      x = game.step(x, 0.01);
    }
    return new Outcome(
        game,
        symmetricMargin(game.matrix()),
        gain.gainRadius(),
        margin,
        worst,
        norm(x, ones) / norm(ones, ones));
  }

  private static void curve(Findings.Curves curves, Game game) {
    double[] ones = ones(game.matrix().length);
    double[] times = new double[POINTS];
    double[] logs = new double[POINTS];
    double[] x = ones.clone();
    for (int point = 0; point < POINTS; point++) {
      times[point] = HORIZON * point / (POINTS - 1);
      logs[point] = StrictMath.log10(norm(x, ones) / norm(ones, ones));
      for (int step = 0; step < 20; step++) {
        x = game.step(x, HORIZON / (POINTS - 1) / 20);
      }
    }
    curves.line(game.name(), times, logs);
  }

  /** Random games of 2 to 6 players: how many each test certifies, and whether a certificate was ever wrong. */
  private static void random(Setting setting, Findings findings) {
    int games = setting.isBrief() ? BRIEF_GAMES : RANDOM_GAMES;
    var table = findings.table(
        "random-games",
        "Random games with couplings drawn as a power of ten and random signs: share certified, and the largest"
            + " measured step over its certified factor",
        "players",
        "games",
        "plain test certifies",
        "small gain certifies",
        "only small gain",
        "settle in truth",
        "largest measured / certified");
    double worst = 0;
    for (int players = 2; players <= 6; players++) {
      int plain = 0;
      int certified = 0;
      int only = 0;
      int settle = 0;
      double largest = 0;
      for (int index = 0; index < games; index++) {
        SplittableRandom random = setting.seeds().generator("game", players + "", index + "");
        Game game = random(players, random);
        Outcome outcome = outcome(game, random);
        plain += outcome.euclidean() > 0 ? 1 : 0;
        certified += outcome.margin() > 0 ? 1 : 0;
        only += outcome.margin() > 0 && !(outcome.euclidean() > 0) ? 1 : 0;
        settle += settles(game) ? 1 : 0;
        largest = Math.max(largest, Double.isNaN(outcome.worstRatio()) ? 0 : outcome.worstRatio());
        if (outcome.margin() > 0 && !settles(game)) {
          largest = Double.POSITIVE_INFINITY;
        }
      }
      worst = Math.max(worst, largest);
      table.row(
          players + " players",
          games,
          (double) plain / games,
          (double) certified / games,
          (double) only / games,
          (double) settle / games,
          largest);
      setting.progress().accept("small-gain: " + players + " players, " + games + " games");
    }
    findings.state(
        "No certificate was wrong: no certified game failed to settle, no step exceeded its certified factor.",
        worst <= 1 + 1e-9 ? Standing.HOLDS : Standing.FAILS,
        "Largest measured factor over certified factor " + worst + " in " + 5 * games
            + " random games.");
  }

  private static Game random(int players, SplittableRandom random) {
    double[][] matrix = new double[players][players];
    for (int i = 0; i < players; i++) {
      for (int j = 0; j < players; j++) {
        double size = StrictMath.pow(10, random.nextDouble(-2, 0.7)) / (players - 1);
        matrix[i][j] = i == j ? random.nextDouble(0.5, 2) : random.nextBoolean() ? size : -size;
      }
    }
    return new Game("random", matrix);
  }

  /** Whether the flow settles: every eigenvalue of A has a positive real part. */
  private static boolean settles(Game game) {
    for (var eigenvalue : new EigenDecompositionNonSymmetric(
            MatrixUtils.createRealMatrix(game.matrix()))
        .getEigenvalues()) {
      if (!(eigenvalue.getRealPart() > 0)) {
        return false;
      }
    }
    return true;
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double[] draw(Game game, SplittableRandom random) {
    double[] x = new double[game.matrix().length];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble(-1, 1);
    }
    return x;
  }

  private static double norm(double[] x, double[] weights) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += weights[i] * x[i] * x[i];
    }
    return StrictMath.sqrt(sum);
  }

  /** Least eigenvalue of the symmetric part. */
  private static double symmetricMargin(double[][] matrix) {
    double[][] symmetric = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        symmetric[i][j] = 0.5 * (matrix[i][j] + matrix[j][i]);
      }
    }
    return Arrays.stream(new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(symmetric))
            .getEigenvalues())
        .min()
        .orElseThrow();
  }
}
