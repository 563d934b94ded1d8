package io.stackelberg.pipeline;

import io.stackelberg.environment.api.ApiExecutor;
import io.stackelberg.environment.api.ApiSettings;
import io.stackelberg.environment.api.ApiTurn;
import io.stackelberg.environment.api.CallPlan;
import io.stackelberg.environment.api.ExactMatchJudge;
import io.stackelberg.environment.api.JsonJudge;
import io.stackelberg.environment.api.Judge;
import io.stackelberg.environment.api.LookupTool;
import io.stackelberg.environment.api.MeteredEndpoint;
import io.stackelberg.environment.api.ModelJudge;
import io.stackelberg.environment.api.PatternJudge;
import io.stackelberg.environment.api.Pricing;
import io.stackelberg.environment.api.TaskSet;
import io.stackelberg.environment.api.Templates;
import io.stackelberg.environment.api.Tool;
import io.stackelberg.environment.cassette.CassetteEndpoint;
import io.stackelberg.environment.cassette.CassetteMode;
import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.environment.http.CallClock;
import io.stackelberg.environment.http.EndpointOptions;
import io.stackelberg.environment.http.HttpEndpoint;
import io.stackelberg.environment.http.HttpTransport;
import io.stackelberg.environment.http.ModelWatch;
import io.stackelberg.environment.http.RateLimits;
import io.stackelberg.environment.http.ToolDefinition;
import io.stackelberg.environment.ledger.Caps;
import io.stackelberg.environment.ledger.Charge;
import io.stackelberg.environment.ledger.Grant;
import io.stackelberg.environment.ledger.Ledger;
import io.stackelberg.environment.price.PriceOverrides;
import io.stackelberg.environment.price.PriceTable;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Money;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.pipeline.io.ExecutorConfig;
import io.stackelberg.pipeline.io.InputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The real system of a repair, from its settings: tasks, prices, endpoint and how turns become calls.
 *
 * <p>Which models answered is gathered over all turns, those from the journal included.
 */
final class RealCalls {
  private final ExecutorConfig config;
  private final TaskSet tasks;
  private final PriceTable prices;
  private final Templates templates;
  private final String model;
  private final ActionSet actions;
  private final ResourceVector fallback;
  private final Map<String, Integer> answeredBy = new TreeMap<>();
  private final TreeSet<String> unread = new TreeSet<>();

  /**
   * Reads what the settings name; sends nothing.
   *
   * @param baseline the action taken where a choice cannot be read
   * @throws InputException if something is missing or wrong
   */
  RealCalls(ExecutorConfig config, ActionSet actions, String baseline) {
    this.config = config;
    this.actions = actions;
    model = config.model().orElseThrow(() -> missing("model", "--model NAME"));
    Path file = Path.of(config.tasks().orElseThrow(() -> missing("tasks", "--tasks FILE")));
    if (!Files.exists(file)) {
      throw InputException.absent("tasks are " + file + ", expected a file (it does not exist).");
    }
    if (!(actions.get(actions.indexOf(baseline)) instanceof ResourceVector conservative)) {
      throw InputException.invalid("baseline is \"" + baseline
          + "\", expected an action of context, verbosity and tools, as a chat model can take.");
    }
    fallback = conservative;
    try {
      tasks = TaskSet.read(file);
      PriceTable table = PriceTable.empty();
      if (config.prices().isPresent()) {
        table = PriceTable.read(Path.of(config.prices().get()), Optional.empty());
      }
      for (String price : config.price()) {
        table = table.with(PriceOverrides.argument(price));
      }
      prices = table;
      templates = config.templates().isPresent()
          ? Templates.in(Path.of(config.templates().get()))
          : Templates.defaults();
    } catch (IllegalArgumentException invalid) {
      throw InputException.invalid(invalid.getMessage());
    } catch (IOException unreadable) {
      throw InputException.absent(unreadable.getMessage() + " cannot be read, expected a file.");
    }
  }

  private static InputException missing(String key, String option) {
    return InputException.invalid("repair.executor." + key
        + " is missing, expected it for executor " + ExecutorConfig.OPENAI + " (" + option + ").");
  }

  TaskSet tasks() {
    return tasks;
  }

  String currency() {
    return prices.header().currency();
  }

  /** What the answers depend on beyond the study: texts and prices. */
  String digest() {
    return templates.hash() + " " + prices.header().sha256();
  }

  /** The caps of the run. */
  Caps caps() {
    return new Caps(
        config.maxCost().map(amount -> new Money(amount, currency())),
        config.maxTokens().map(OptionalLong::of).orElseGet(OptionalLong::empty),
        config.maxCalls().map(OptionalLong::of).orElseGet(OptionalLong::empty),
        Optional.empty());
  }

  /** The endpoint, over the network or a cassette. */
  ChatEndpoint endpoint(int threads, ModelWatch watch) {
    Optional<CassetteMode> mode = config
        .cassette()
        .map(any -> config
            .cassetteMode()
            .map(name -> CassetteMode.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
            .orElse(CassetteMode.REPLAY));
    boolean isOffline = mode.isPresent() && mode.get() == CassetteMode.REPLAY;
    String address = config.baseUrl().orElseGet(() -> {
      if (isOffline) {
        return "http://localhost/v1";
      }
      throw missing("base_url", "--base-url URL");
    });
    try {
      RateLimits rates = RateLimits.DEFAULT.withMaxConcurrent(threads);
      if (config.requestsPerMinute().isPresent()) {
        rates = rates.withRequestsPerMinute(config.requestsPerMinute().get());
      }
      if (config.tokensPerMinute().isPresent()) {
        rates = rates.withTokensPerMinute(config.tokensPerMinute().get());
      }
      List<ToolDefinition> known = new ArrayList<>();
      for (Tool tool : tools()) {
        known.add(
            new ToolDefinition(tool.name(), tool.description(), ToolDefinition.ANY_ARGUMENTS));
      }
      EndpointOptions options = EndpointOptions.of(URI.create(address), config.apiKeyEnv())
          .withRates(rates)
          .withTools(known);
      if (mode.isEmpty()) {
        return new HttpEndpoint(options, System::getenv, watch);
      }
      Path cassette = Path.of(config.cassette().get());
      if (isOffline) {
        if (!Files.exists(cassette)) {
          throw InputException.absent("cassette " + cassette + " does not exist.");
        }
        return CassetteEndpoint.replay(cassette, options, List.of(), watch);
      }
      return CassetteEndpoint.recording(
          cassette,
          mode.get(),
          options,
          List.of(),
          System::getenv,
          new HttpTransport(options.timeouts()),
          CallClock.SYSTEM,
          watch);
    } catch (IllegalArgumentException invalid) {
      throw InputException.invalid(invalid.getMessage());
    }
  }

  private static List<Tool> tools() {
    return List.of(new LookupTool());
  }

  /** Executors by arm. */
  Function<String, ApiExecutor> executors(
      TaskSet played, ChatEndpoint endpoint, Ledger ledger, String run) {
    Pricing pricing = Pricing.of(prices);
    MeteredEndpoint metered = new MeteredEndpoint(
        endpoint,
        ledger,
        pricing,
        MeteredEndpoint.worstCase(TokenEstimator.QUARTER_OF_BYTES, pricing));
    ApiSettings settings =
        ApiSettings.of(model, run, "plan").withFallbackAction(fallback).withTemplates(templates);
    ApiExecutor first = new ApiExecutor(
        played,
        actions,
        metered,
        tools(),
        List.of(judge(metered)),
        config.streamed() ? settings.streamed() : settings,
        this::note);
    return first::withArm;
  }

  private Judge judge(MeteredEndpoint metered) {
    return switch (config.judge()) {
      case "simulated" -> PatternJudge.simulated();
      case "pattern" -> PatternJudge.ofTask();
      case "json" -> new JsonJudge();
      case "model" -> new ModelJudge(metered, model, "Correctness and completeness.", templates);
      default -> new ExactMatchJudge();
    };
  }

  private synchronized void note(ApiTurn turn) {
    turn.answeredBy().forEach(name -> answeredBy.merge(name, 1, Integer::sum));
    if (turn.isFallbackAction()) {
      unread.add(turn.choice().orElseThrow().callId());
    }
  }

  /** Turns by model and fingerprint that answered. */
  synchronized Map<String, Integer> answeredBy() {
    return new TreeMap<>(answeredBy);
  }

  /** Turns in which the choice could not be read and the baseline's action was taken. */
  synchronized int unreadChoices() {
    return unread.size();
  }

  /** The most that playing these sessions once can take. */
  CallPlan plan(List<String> sessions) {
    TaskSet part = new TaskSet(
        sessions.stream().flatMap(name -> tasks.session(name).stream()).toList());
    ChatEndpoint none = (request, callId) -> {
      throw new IllegalStateException("a plan sends nothing.");
    };
    return executors(part, none, new PlanLedger(), "plan").apply("plan").plan();
  }

  String model() {
    return model;
  }

  /** Stands where a ledger is asked for and nothing is spent. */
  private static final class PlanLedger implements Ledger {
    @Override
    public Grant reserve(String callId, String session, Charge upper) {
      throw new IllegalStateException("a plan reserves nothing.");
    }

    @Override
    public Grant reserveWaiting(String callId, String session, Charge upper, Duration timeout) {
      return reserve(callId, session, upper);
    }

    @Override
    public Optional<Grant.Settlement> settled(String callId) {
      return Optional.empty();
    }

    @Override
    public void settle(Grant.Reservation reservation, Charge actual, String result) {
      throw new IllegalStateException("a plan settles nothing.");
    }

    @Override
    public void release(Grant.Reservation reservation, String why) {
      throw new IllegalStateException("a plan releases nothing.");
    }
  }
}
