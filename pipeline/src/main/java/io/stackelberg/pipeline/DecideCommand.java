package io.stackelberg.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.ContextFields;
import io.stackelberg.pipeline.io.DeployedPolicy;
import io.stackelberg.pipeline.io.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor decide}: one decision a line for turns on standard input; no model is called. */
@Command(
    name = "decide",
    description =
        "Decides turns read from standard input, one JSON object a line, by a saved policy.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A turn has the fields of turns/1 that are known before it is played: gen_ai.conversation.id, turn,",
      "gov.features, gov.actions_available. A decision has action (null where the agent is left to choose),",
      "commitment, propensity, reason, fallback; commitment and propensity go into the log as gov.leader",
      "and gov.propensity. The draw is fixed by --seed, conversation and turn: asked again, it stays.",
      "A state unlike all those the policy was made from gets the conservative commitment, fallback true.",
      "",
      "Exit code: 0 every line was decided; 2 a line or the policy could not be read, unless --on-error",
      "conservative: then the conservative commitment is the answer, fallback true, and the code is 0;",
      "3 POLICY does not exist.",
      "",
      "Example:",
      "  echo '{\"gov.features\":{\"turn\":3}}' | governor decide policy.json"
    })
final class DecideCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /** What happens where no decision can be made. */
  enum OnError {
    /** The line's answer is an error, and so is the exit code. */
    FAIL,
    /** The conservative commitment is taken. */
    CONSERVATIVE
  }

  @Parameters(paramLabel = "POLICY", description = "Policy saved by governor optimize.")
  private Path file;

  @Option(
      names = "--on-error",
      paramLabel = "fail|conservative",
      description = "What happens where a line or the policy cannot be read.",
      defaultValue = "fail")
  private OnError onError;

  @Option(
      names = "--conservative",
      paramLabel = "ACTION",
      description = "Action taken where the policy file cannot be read.")
  private Optional<String> conservative;

  @Option(names = "--seed", paramLabel = "N", description = "Seed.", defaultValue = "20260622")
  private long seed;

  @Option(names = "--timing", description = "Tells on standard error how long decisions took.")
  private boolean timing;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (onError == OnError.FAIL && conservative.isPresent()) {
      throw InputException.invalid("--conservative is \"" + conservative.get()
          + "\", expected with --on-error conservative only.");
    }
    Optional<DeployedPolicy> policy = policy();
    // The command line's own writer flushes every line.
    PrintWriter screen = new PrintWriter(spec.commandLine().getOut(), false);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Times times = new Times();
    long number = 0;
    int failed = 0;
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        long start = System.nanoTime();
        ObjectNode answer = answer(policy, line, number);
        String told = answer.toString();
        times.add(System.nanoTime() - start);
        screen.println(told);
        // A caller that waits for each answer gets it; one that sends many lines is not slowed.
        if (!in.ready()) {
          screen.flush();
        }
        failed += answer.has("error") ? 1 : 0;
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    screen.flush();
    if (timing) {
      spec.commandLine().getErr().println(times);
    }
    return failed == 0 ? 0 : Main.INVALID;
  }

  private Optional<DeployedPolicy> policy() {
    try {
      return Optional.of(EvaluateCommand.policy(file));
    } catch (InputException refused) {
      if (onError == OnError.FAIL || conservative.isEmpty()) {
        throw refused;
      }
      spec.commandLine().getErr().println(refused.getMessage());
      return Optional.empty();
    }
  }

  private ObjectNode answer(Optional<DeployedPolicy> policy, String line, long number) {
    if (policy.isEmpty()) {
      return decision(
          new Directive(conservative.orElseThrow()), 1, "the policy cannot be read", true);
    }
    DeployedPolicy known = policy.get();
    try {
      return decide(known, JSON.readTree(line), number);
    } catch (JsonProcessingException malformed) {
      return failed(known, number, "the line is not valid JSON: " + malformed.getOriginalMessage());
    } catch (IllegalArgumentException refused) {
      return failed(known, number, refused.getMessage());
    }
  }

  private ObjectNode failed(DeployedPolicy policy, long number, String reason) {
    if (onError == OnError.CONSERVATIVE) {
      return decision(policy.saved().conservative(), 1, "line " + number + ": " + reason, true);
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.putNull("action");
    return node.put("error", "line " + number + ": " + reason);
  }

  private ObjectNode decide(DeployedPolicy policy, JsonNode line, long number) {
    Context context = ContextFields.of(
        line, policy.saved().support().schema(), policy.saved().actions(), "line " + number);
    DeployedPolicy.Decision decision = policy.decide(context);
    MixedCommitment lottery = decision.lottery();
    int drawn = 0;
    if (lottery.support().size() > 1) {
      double position = (SeedSplitter.firstLong(seed + "\u0000" + context.id()) >>> 11) * 0x1.0p-53;
      double below = lottery.probabilities().get(0);
      while (position >= below && drawn + 1 < lottery.support().size()) {
        drawn++;
        below += lottery.probabilities().get(drawn);
      }
    }
    return decision(
        lottery.support().get(drawn),
        lottery.probabilities().get(drawn),
        decision.reason(),
        decision.isFallback());
  }

  private static ObjectNode decision(
      Commitment commitment, double propensity, String reason, boolean isFallback) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (commitment instanceof Directive directive) {
      node.put("action", directive.action());
      node.putObject("commitment").put("directive", directive.action());
    } else {
      Announcement announced = (Announcement) commitment;
      node.putNull("action");
      node.putObject("commitment")
          .put("quality_target", announced.qualityTarget())
          .put("cost_incentive", announced.costIncentive());
    }
    return node.put("propensity", propensity).put("reason", reason).put("fallback", isFallback);
  }

  /** How long decisions took, from a line's text to the text of its answer. */
  private static final class Times {
    private long[] nanos = new long[1024];
    private int count;

    void add(long taken) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = taken;
    }

    @Override
    public String toString() {
      if (count == 0) {
        return "no decision was asked for";
      }
      long first = nanos[0];
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return String.format(
          Locale.ROOT,
          "%d decisions: first %.3f ms, median %.3f ms, 99th percentile %.3f ms, longest %.3f ms",
          count,
          first / 1e6,
          sorted[count / 2] / 1e6,
          sorted[(int) Math.min(count - 1, Math.ceil(0.99 * count) - 1)] / 1e6,
          sorted[count - 1] / 1e6);
    }
  }
}
