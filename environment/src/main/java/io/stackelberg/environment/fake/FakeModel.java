package io.stackelberg.environment.fake;

import io.stackelberg.environment.SimulatedModel;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SeedSplitter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The deterministic model behind a {@link FakeServer}; its rules are documented there. */
final class FakeModel {
  private static final String TOOL_RESULT = "Tool result";
  private static final long TOOL_REQUEST_TOKENS = 16;
  private static final Pattern QUALITY = Pattern.compile("Simulated quality: ([01]\\.[0-9]+)");
  private static final String FILLER =
      "the answer keeps going with plain words that carry no further meaning but take their room ";

  private final SimulationProfile profile;
  private final SeedSplitter seeds;
  private final Map<String, String> answers;

  /**
   * An answer.
   *
   * @param tool name of the tool that is asked for, with {@code text} as its query
   */
  record Answer(
      String text, Optional<String> tool, long inputTokens, long outputTokens, String finish) {}

  FakeModel(SimulationProfile profile, long seed, Map<String, String> answers) {
    this.profile = profile;
    this.seeds = new SeedSplitter(seed).task("fake model");
    this.answers = Map.copyOf(answers);
  }

  Answer answer(AskedChat asked, String key) {
    GovernanceNote note = GovernanceNote.read(asked);
    int question = questionIndex(asked);
    String prompt = asked.messages().get(question).text();
    if (note.isJudging()) {
      return spoken(asked, verdict(prompt));
    }
    long kept = 0;
    for (AskedChat.Message message : asked.messages().subList(0, question)) {
      kept += message.role().equals("system") ? 0 : AskedChat.tokens(message.text());
    }
    long history = Math.max(kept, note.historyTokens().orElse(kept));
    boolean isChoice = note.imposed().isEmpty() && !note.menu().isEmpty();
    int toolsUsed = (int) asked.messages().subList(question, asked.messages().size()).stream()
        .filter(FakeModel::isToolResult)
        .count();
    List<ResourceVector> actions =
        isChoice ? note.menu() : List.of(taken(asked, note, kept, history, toolsUsed));
    SimulatedModel model = new SimulatedModel(profile, new ActionSet(actions));
    SimulatedModel.Task task = model.task(
        note.kind().filter(SimulatedModel.kinds()::contains),
        prompt.length(),
        history,
        seeds.generator("task", prompt));
    RandomGenerator random = seeds.generator("answer", asked.content(), key);
    if (isChoice) {
      int action = model.choose(task, note.announcement(), random);
      return spoken(asked, "ACTION " + actions.get(action).id());
    }
    int toolBudget = note.imposed().map(ResourceVector::toolBudget).orElse(1);
    long toolTokens = model.toolTokens(task.kind());
    if (!asked.tools().isEmpty() && toolsUsed < toolBudget) {
      return new Answer(
          prompt,
          Optional.of(asked.tools().get(0)),
          Math.max(1, toolTokens - TOOL_REQUEST_TOKENS),
          TOOL_REQUEST_TOKENS,
          "tool_calls");
    }
    return solved(asked, prompt, model.answer(task, 0, random), toolsUsed * toolTokens, random);
  }

  private Answer solved(
      AskedChat asked,
      String prompt,
      SimulatedModel.Answer drawn,
      long billedForTools,
      RandomGenerator random) {
    boolean isRight = random.nextDouble() < drawn.quality();
    String reference = answers.getOrDefault(prompt.strip(), "right");
    String head = "Answer: "
        + (isRight ? reference : answers.containsKey(prompt.strip()) ? "unknown" : "wrong")
        + String.format(Locale.ROOT, "\nSimulated quality: %.6f\n", drawn.judged());
    long wanted = Math.max(AskedChat.tokens(head), drawn.outputTokens());
    long length = Math.min(wanted, asked.maxTokens().orElse(Long.MAX_VALUE));
    return new Answer(
        filled(head, 4 * length),
        Optional.empty(),
        Math.max(1, drawn.inputTokens() - billedForTools),
        length,
        length < wanted ? "length" : "stop");
  }

  /** A text of exactly this many characters that begins with {@code head}. */
  static String filled(String head, long characters) {
    StringBuilder text = new StringBuilder(head);
    while (text.length() < characters) {
      text.append(FILLER);
    }
    text.setLength(Math.toIntExact(characters));
    return text.toString();
  }

  /** A short text billed by its own length. */
  private static Answer spoken(AskedChat asked, String text) {
    return new Answer(
        text, Optional.empty(), Math.max(1, asked.promptTokens()), AskedChat.tokens(text), "stop");
  }

  /** The action that the request itself shows: what was sent, not what was promised. */
  private static ResourceVector taken(
      AskedChat asked, GovernanceNote note, long kept, long history, int toolsUsed) {
    double retention = history == 0
        ? note.imposed().map(ResourceVector::contextRetention).orElse(1.0)
        : (double) kept / history;
    Verbosity verbosity =
        note.imposed().map(ResourceVector::verbosity).orElseGet(() -> instructed(asked));
    return new ResourceVector(retention, verbosity, toolsUsed);
  }

  private static Verbosity instructed(AskedChat asked) {
    String instructions = asked.messages().stream()
        .filter(message -> message.role().equals("system"))
        .map(AskedChat.Message::text)
        .reduce("", String::concat)
        .toLowerCase(Locale.ROOT);
    if (instructions.contains("concise") || instructions.contains("brief")) {
      return Verbosity.CONCISE;
    }
    return instructions.contains("verbose") || instructions.contains("in detail")
        ? Verbosity.VERBOSE
        : Verbosity.NORMAL;
  }

  private static int questionIndex(AskedChat asked) {
    for (int index = asked.messages().size() - 1; index >= 0; index--) {
      AskedChat.Message message = asked.messages().get(index);
      if (message.role().equals("user") && !isToolResult(message)) {
        return index;
      }
    }
    return asked.messages().size() - 1;
  }

  private static boolean isToolResult(AskedChat.Message message) {
    return message.role().equals("tool")
        || message.role().equals("user") && message.text().startsWith(TOOL_RESULT);
  }

  /** Compares the two texts that follow the marks {@code [A]} and {@code [B]}. */
  private static String verdict(String compared) {
    int second = compared.lastIndexOf("[B]");
    if (second < 0) {
      return "TIE";
    }
    double one = quality(compared.substring(0, second));
    double other = quality(compared.substring(second));
    return one > other ? "A" : other > one ? "B" : "TIE";
  }

  private static double quality(String text) {
    Matcher stated = QUALITY.matcher(text);
    return stated.find() ? Double.parseDouble(stated.group(1)) : 0.5;
  }
}
