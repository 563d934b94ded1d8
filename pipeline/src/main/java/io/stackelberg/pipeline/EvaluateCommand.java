package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Directive;
import io.stackelberg.game.log.SplitPlan;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.pipeline.io.CertificateJson;
import io.stackelberg.pipeline.io.DeployedPolicy;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.PolicyFile;
import io.stackelberg.pipeline.io.ReadTurns;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.TurnLogReader;
import io.stackelberg.response.ope.OffPolicyResult;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.Verdict;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor evaluate}: what a log says of a policy that did not write it. */
@Command(
    name = "evaluate",
    description = "Estimates what a policy would have yielded on a log, or says why it cannot.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "DM: the policy's own model; no interval, for nothing measures its error. IPS, SNIPS, DR, SWITCH:",
      "by the logged propensities, each with intervals at 95 %, or a refusal that names a turn. Replay:",
      "the turns in which the policy would have done what was done; biased unless that was drawn at random.",
      "Where LOG is the one the policy was made from, only the sessions held out are used; if none were,",
      "the numbers are shown and no claim is certified.",
      "--certify states a saving above --min-saving and a quality not lower by --margin, against the policy",
      "that wrote the log, both together at confidence 1 - alpha, at the number of sessions at hand.",
      "",
      "Exit code: 0 evaluated, and with --certify both claims shown; 1 a claim is not shown, what is missing",
      "is told; 2 wrong usage, or a policy or log that cannot be read; 3 a file does not exist.",
      "",
      "Example:",
      "  governor evaluate policy.json --log eval.turns.jsonl --certify certificate.json --margin 0.03"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "POLICY", description = "Policy saved by governor optimize.")
  private Path file;

  @Option(names = "--log", paramLabel = "LOG", required = true, description = "Log of turns.")
  private Path log;

  @Option(
      names = "--certify",
      paramLabel = "FILE",
      description = "Certifies saving and quality, and writes the certificate.")
  private Optional<Path> certify;

  @Option(
      names = "--margin",
      paramLabel = "QUALITY",
      description = "Loss of quality that counts as none, in (0, 1).",
      defaultValue = "0.05")
  private double margin;

  @Option(
      names = "--alpha",
      paramLabel = "P",
      description = "Probability that any certified claim is wrong, in (0, 1).",
      defaultValue = "0.05")
  private double alpha;

  @Option(
      names = "--min-saving",
      paramLabel = "FRACTION",
      description = "Saving claimed to be exceeded, in [-1, 1).",
      defaultValue = "0")
  private double minSaving;

  @Option(
      names = "--cost-cap",
      paramLabel = "COST",
      description = "Largest cost of a turn; that of the policy file where absent.")
  private Optional<Double> costCap;

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  /** The sessions that are used. */
  private record Used(TurnLog log, boolean isHeldOut, boolean isFitted) {}

  @Override
  public Integer call() {
    if (!(margin > 0 && margin < 1 && alpha > 0 && alpha < 1)) {
      throw InputException.invalid(
          "--margin is " + margin + " and --alpha is " + alpha + ", expected numbers in (0, 1).");
    }
    if (!(minSaving >= -1 && minSaving < 1)) {
      throw InputException.invalid(
          "--min-saving is " + minSaving + ", expected a number in [-1, 1).");
    }
    if (costCap.isPresent() && !(costCap.get() > 0 && Double.isFinite(costCap.get()))) {
      throw InputException.invalid("--cost-cap is " + costCap.get() + ", expected a number > 0.");
    }
    DeployedPolicy policy = policy(file);
    ReadTurns read = TurnLogReader.read(log);
    Used used = used(policy, read);
    OptionalDouble cap =
        costCap.isPresent() ? OptionalDouble.of(costCap.get()) : policy.saved().costCap();
    PolicyEvidence evidence = new PolicyEvidence(used.log(), policy, cap);
    ObjectNode told = evidence(read, used, evidence);
    PrintWriter screen = spec.commandLine().getOut();
    List<Certificate> claims = certify.isPresent() ? claims(policy, read, used, cap) : List.of();
    certify.ifPresent(path -> write(path, read, claims));
    ArrayNode verdicts = told.putArray("claims");
    claims.forEach(claim -> verdicts.add(CertificateJson.tree(claim)));
    if (json) {
      screen.println(told);
    } else {
      print(told, evidence, claims, screen);
      certify.ifPresent(path -> screen.println("-> " + path));
    }
    screen.flush();
    return claims.stream().allMatch(claim -> isShown(claim.verdict())) ? 0 : 1;
  }

  private static boolean isShown(Verdict verdict) {
    return verdict == Verdict.CERTIFIED || verdict == Verdict.CONDITIONAL;
  }

  /** Reads a policy for a command. */
  static DeployedPolicy policy(Path file) {
    if (!Files.exists(file)) {
      throw InputException.absent(
          "POLICY is " + file + ", expected a policy file (it does not exist).");
    }
    try {
      return PolicyFile.read(file);
    } catch (IllegalArgumentException refused) {
      throw InputException.invalid(refused.getMessage());
    }
  }

  private static Used used(DeployedPolicy policy, ReadTurns read) {
    boolean directed = policy.saved().conservative() instanceof Directive;
    GovernableLog own =
        directed ? GovernableLog.directed(read.log()) : GovernableLog.of(read.log());
    if (!directed && !own.isAnnounced()) {
      throw InputException.invalid("gov.leader is not an announcement in every turn of "
          + read.name() + ", expected quality_target and cost_incentive: the policy announces.");
    }
    TurnLog matched = own.matched(policy.saved().support().schema()).log();
    Provenance made = policy.saved().provenance();
    if (!made.inputs().containsValue(read.sha256())) {
      return new Used(matched, false, false);
    }
    double share = Double.parseDouble(made.options().getOrDefault("holdout", "0"));
    TurnLog held = matched.split(
        new SplitPlan(1 - share, 0, share, made.options().getOrDefault("salt", "")), Part.EVALUATE);
    return held.turns().isEmpty() ? new Used(matched, false, true) : new Used(held, true, true);
  }

  private List<Certificate> claims(
      DeployedPolicy policy, ReadTurns read, Used used, OptionalDouble cap) {
    return new PolicyClaims(
            used.log(),
            policy,
            new PolicyClaims.Declared(
                margin,
                minSaving,
                cap,
                alpha,
                used.isHeldOut(),
                used.isFitted(),
                read.inventory().estimatedPropensities(),
                "gov.outcome.quality"),
            new Certificate.Scope(
                "contexts like those of the log's sessions",
                "the saved policy against the one that wrote the log",
                "that of the log",
                "the models and judge that the log was written with"))
        .certificates();
  }

  private void write(Path path, ReadTurns read, List<Certificate> claims) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", RunCertificate.SCHEMA);
    root.put("created", Instant.now().toString());
    root.put("delta", alpha);
    root.putObject("declared")
        .put("margin", margin)
        .put("minSaving", minSaving)
        .put("costCap", costCap.orElse(null));
    ArrayNode node = root.putArray("claims");
    claims.forEach(claim -> node.add(CertificateJson.tree(claim)));
    ObjectNode inputs = root.putObject("inputs");
    inputs
        .putObject("policy")
        .put("name", String.valueOf(file.getFileName()))
        .put("sha256", RunDirectory.hash(file));
    inputs.putObject("log").put("name", read.name()).put("sha256", read.sha256());
    ObjectNode versions = inputs.putObject("versions");
    StudyRunner.versions().forEach(versions::put);
    try {
      RunDirectory.replace(path, RunDirectory.json(root));
    } catch (UncheckedIOException unwritable) {
      throw InputException.invalid("--certify is " + path
          + ", expected a file that can be written (" + unwritable.getCause().getMessage() + ").");
    }
  }

  private ObjectNode evidence(ReadTurns read, Used used, PolicyEvidence evidence) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("log", read.name());
    root.put("turns", used.log().turns().size());
    root.put("sessions", used.log().sessions().size());
    root.put("rejected", read.inventory().rejected());
    root.put("heldOut", used.isHeldOut());
    root.put("madeFromThisLog", used.isFitted());
    root.put(
        "missingPropensities",
        used.log().turns().stream()
            .filter(turn -> turn.commitmentPropensity().isEmpty())
            .count());
    root.put("missingQuality", evidence.missing(true));
    root.put("missingCost", evidence.missing(false));
    root.put("unit", evidence.policy().saved().unit().id());
    mean(root, "loggedQuality", evidence.logged(true));
    mean(root, "loggedCost", evidence.logged(false));
    root.put("fallbacks", evidence.fallbacks());
    ObjectNode mix = root.putObject("mix");
    evidence.mix().forEach((commitment, share) -> mix.put(commitment.label(), share));
    PolicyEvidence.Replay replay = evidence.replay();
    ObjectNode replayed = root.putObject("replay");
    replayed.put("matchedTurns", replay.matched()).put("judgedTurns", replay.judged());
    number(replayed, "quality", replay.quality());
    number(replayed, "cost", replay.cost());
    ArrayNode quality = root.putArray("quality");
    evidence.quality().forEach(result -> quality.add(tree(result, 1)));
    ArrayNode cost = root.putArray("cost");
    evidence.minusCost().forEach(result -> cost.add(tree(result, -1)));
    return root;
  }

  private static void mean(ObjectNode root, String name, Optional<MeanEstimate> mean) {
    mean.ifPresentOrElse(value -> number(root, name, value.mean()), () -> root.putNull(name));
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  /** A result, its reward's sign turned where a cost is told. */
  private static ObjectNode tree(OffPolicyResult result, int sign) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("method", result.method());
    if (result instanceof OffPolicyResult.Refused refused) {
      node.put("refused", refused.summary());
      return node;
    }
    OffPolicyResult.Estimated estimated = (OffPolicyResult.Estimated) result;
    number(node, "value", sign * estimated.value());
    ArrayNode intervals = node.putArray("intervals");
    estimated.intervals().forEach(interval -> {
      ObjectNode entry = intervals
          .addObject()
          .put("bound", interval.bound().name())
          .put("rigour", interval.rigour().name());
      number(entry, "low", sign > 0 ? interval.low() : -interval.high());
      number(entry, "high", sign > 0 ? interval.high() : -interval.low());
    });
    estimated.weights().ifPresent(weights -> {
      number(node, "effectiveSessions", weights.effectiveSessions());
      number(node, "largestWeight", weights.largestWeight());
    });
    node.put("clippedPredictions", estimated.clippedPredictions());
    estimated.assumptions().forEach(node.putArray("assumptions")::add);
    return node;
  }

  private void print(
      ObjectNode told, PolicyEvidence evidence, List<Certificate> claims, PrintWriter screen) {
    screen.printf(
        Locale.ROOT,
        "%,d turns in %,d sessions of %s%s%n",
        told.path("turns").asInt(),
        told.path("sessions").asInt(),
        told.path("log").asText(),
        told.path("heldOut").asBoolean()
            ? ", those that the policy was not made from"
            : told.path("madeFromThisLog").asBoolean()
                ? "\n! the policy was made from these very turns: what follows flatters it"
                : "");
    for (String lack : List.of("missingPropensities", "missingQuality", "missingCost")) {
      if (told.path(lack).asInt() > 0) {
        screen.println("! " + lack.replace("missing", "missing ").toLowerCase(Locale.ROOT) + ": "
            + told.path(lack).asInt() + " turns");
      }
    }
    screen.println("policy plays "
        + evidence.mix().entrySet().stream()
            .map(entry ->
                entry.getKey().label() + " " + String.format(Locale.ROOT, "%.3f", entry.getValue()))
            .collect(Collectors.joining(", "))
        + "; " + told.path("fallbacks").asInt() + " fallbacks");
    screen.println("quality  logged " + text(told.path("loggedQuality")));
    told.path("quality").forEach(result -> screen.println(line(result)));
    screen.println(
        "cost in " + told.path("unit").asText() + "  logged " + text(told.path("loggedCost")));
    told.path("cost").forEach(result -> screen.println(line(result)));
    if (told.path("cost").isEmpty()) {
      screen.println("  no estimate: no cap on the cost of a turn is declared (--cost-cap)");
    }
    screen.printf(
        Locale.ROOT,
        "replay   %.1f turns match, quality %s, cost %s%n",
        told.path("replay").path("matchedTurns").asDouble(),
        text(told.path("replay").path("quality")),
        text(told.path("replay").path("cost")));
    for (Certificate claim : claims) {
      screen.println((isShown(claim.verdict()) ? claim.verdict() : claim.verdict() + " (refused)")
          + "  " + claim.claim().text());
      screen.println("  " + claim.conclusion().quantity() + ": ["
          + text(claim.conclusion().lower()) + ", " + text(claim.conclusion().upper())
          + "], both claims together at confidence " + (1 - alpha));
      claim
          .assumptions()
          .forEach(assumption -> screen.println("  " + assumption.id() + " "
              + assumption.status().getClass().getSimpleName().toLowerCase(Locale.ROOT) + ": "
              + assumption.text() + " " + assumption.evidence()));
      claim.needs().forEach(need -> screen.println("  Needed: " + need + "."));
    }
  }

  private static String line(JsonNode result) {
    if (result.has("refused")) {
      return "  " + result.path("refused").asText();
    }
    StringBuilder line = new StringBuilder(String.format(
        Locale.ROOT, "  %-12s %s", result.path("method").asText(), text(result.path("value"))));
    result
        .path("intervals")
        .forEach(interval -> line.append("  [")
            .append(text(interval.path("low")))
            .append(", ")
            .append(text(interval.path("high")))
            .append("] ")
            .append(interval.path("bound").asText().toLowerCase(Locale.ROOT)));
    if (result.path("intervals").isEmpty()) {
      line.append("  no interval: its error is not measured");
    }
    return line.toString();
  }

  private static String text(JsonNode value) {
    return value.isNumber() ? text(value.doubleValue()) : "unknown";
  }

  private static String text(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.5g", value) : "unknown";
  }
}
