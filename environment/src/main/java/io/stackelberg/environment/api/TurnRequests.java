package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatMessage.Role;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.ResourceVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests of one turn, and how a choice is read. */
final class TurnRequests {
  /** What a tool says beyond this is cut. */
  static final int MAX_RESULT_CHARACTERS = 4000;

  private static final Pattern CHOICE = Pattern.compile("(?i)\\baction\\b[\\s:*`\"]*(c[\\w.-]+)");
  private static final Pattern NAME = Pattern.compile("(?i)c[0-9.]+(?:e-?[0-9]+)?-[a-z]+-t[0-9]+");

  private final ApiSettings settings;
  private final List<Tool> tools;
  private final ChatTask task;
  private final Context context;
  private final int turnsLeft;
  private final long seed;

  TurnRequests(
      ApiSettings settings,
      List<Tool> tools,
      ChatTask task,
      Context context,
      int turnsLeft,
      long seed) {
    this.settings = settings;
    this.tools = tools;
    this.task = task;
    this.context = context;
    this.turnsLeft = turnsLeft;
    this.seed = seed;
  }

  /** Asks the follower which of these actions it takes; the history itself is not sent. */
  ChatRequest choice(Announcement announced, List<ResourceVector> menu) {
    StringBuilder lines = new StringBuilder();
    for (ResourceVector action : menu) {
      lines.append(String.format(
          Locale.ROOT,
          "- %s: sees the latest %.0f %% of the history, answers %s (at most %d tokens), at most %d tool"
              + " calls%n",
          action.id(),
          100 * action.contextRetention(),
          switch (action.verbosity()) {
            case CONCISE -> "in few words";
            case NORMAL -> "at usual length";
            case VERBOSE -> "with every step";
          },
          settings.maxTokens(action.verbosity()),
          action.toolBudget()));
    }
    String system = settings
        .templates()
        .render(
            Templates.Name.CHOOSE,
            Map.of(
                "quality_target", "" + announced.qualityTarget(),
                "cost_incentive", "" + announced.costIncentive(),
                "task_kind", task.kind(),
                "history_tokens", "" + context.state().historyTokens(),
                "turns_left", "" + turnsLeft,
                "actions", lines.toString().stripTrailing()));
    return request(
        List.of(new ChatMessage(Role.SYSTEM, system), new ChatMessage(Role.USER, task.prompt())),
        settings.choiceTokens(),
        List.of());
  }

  /**
   * The action a reply names: after the word ACTION, or else the only one of the menu it mentions.
   *
   * @return empty when there is none, or more than one without that word
   */
  static Optional<ResourceVector> chosen(String reply, List<ResourceVector> menu) {
    Matcher stated = CHOICE.matcher(reply);
    while (stated.find()) {
      Optional<ResourceVector> action = named(stated.group(1), menu);
      if (action.isPresent()) {
        return action;
      }
    }
    TreeSet<String> mentioned = new TreeSet<>();
    Matcher names = NAME.matcher(reply);
    while (names.find()) {
      named(names.group(), menu).ifPresent(action -> mentioned.add(action.id()));
    }
    return mentioned.size() == 1 ? named(mentioned.first(), menu) : Optional.empty();
  }

  private static Optional<ResourceVector> named(String name, List<ResourceVector> menu) {
    String bare = name.replaceFirst("[.-]+$", "");
    return menu.stream().filter(action -> action.id().equalsIgnoreCase(bare)).findFirst();
  }

  /** The beginning of the task's conversation under an action. */
  List<ChatMessage> opening(Commitment commitment, ResourceVector action, HistoryWindow history) {
    String announcement = commitment instanceof Announcement announced
        ? settings
            .templates()
            .render(
                Templates.Name.ANNOUNCEMENT,
                Map.of(
                    "quality_target", "" + announced.qualityTarget(),
                    "cost_incentive", "" + announced.costIncentive()))
        : "";
    String verbosity = settings
        .templates()
        .render(
            switch (action.verbosity()) {
              case CONCISE -> Templates.Name.CONCISE;
              case NORMAL -> Templates.Name.NORMAL;
              case VERBOSE -> Templates.Name.VERBOSE;
            },
            Map.of("max_tokens", "" + settings.maxTokens(action.verbosity())));
    String system = settings
        .templates()
        .render(
            Templates.Name.ACT,
            Map.of(
                "announcement",
                announcement,
                "action",
                action.id(),
                "verbosity",
                verbosity,
                "tools",
                described(action),
                "task_kind",
                task.kind(),
                "history_tokens",
                "" + context.state().historyTokens(),
                "turns_left",
                "" + turnsLeft));
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(new ChatMessage(Role.SYSTEM, system));
    messages.addAll(history.kept());
    messages.add(new ChatMessage(Role.USER, task.prompt()));
    return messages;
  }

  private String described(ResourceVector action) {
    if (action.toolBudget() == 0 || tools.isEmpty()) {
      return "You have no tools.";
    }
    StringBuilder lines = new StringBuilder(
        "Tools, of which you may make " + action.toolBudget() + " calls in all:\n");
    tools.forEach(tool -> lines.append(tool.name() + " " + tool.description() + "\n"));
    return lines.toString().strip();
  }

  /** One round of the task's conversation. */
  ChatRequest round(List<ChatMessage> messages, ResourceVector action, boolean mayUseTools) {
    return request(
        messages,
        settings.maxTokens(action.verbosity()),
        mayUseTools ? tools.stream().map(Tool::name).toList() : List.of());
  }

  /**
   * Adds what the model asked for and what the tools said, as plain messages: a message of role tool would
   * need a call's id, which not every server gives.
   *
   * @param allowed how many of the calls are run; that others were not is said in one message
   */
  void addToolRound(List<ChatMessage> messages, ChatReply reply, int allowed) {
    StringBuilder asked = new StringBuilder(reply.text());
    List<ChatMessage> results = new ArrayList<>();
    for (ChatReply.ToolCall call : reply.toolCalls()) {
      asked.append(asked.isEmpty() ? "" : "\n").append(call.name() + " " + call.arguments());
      if (results.size() < allowed) {
        results.add(told(
            call.name(),
            tools.stream()
                .filter(tool -> tool.name().equals(call.name()))
                .findFirst()
                .map(tool -> cut(tool.run(call.arguments(), task)))
                .orElse("there is no such tool.")));
      }
    }
    int left = reply.toolCalls().size() - results.size();
    if (left > 0) {
      results.add(told("none", left + " calls were not run: the budget of tool calls is used up."));
    }
    messages.add(new ChatMessage(Role.ASSISTANT, asked.toString()));
    messages.addAll(results);
  }

  private ChatMessage told(String tool, String result) {
    return new ChatMessage(
        Role.USER,
        settings
            .templates()
            .render(Templates.Name.TOOL_RESULT, Map.of("tool", tool, "result", result)));
  }

  private static String cut(String result) {
    return result.length() <= MAX_RESULT_CHARACTERS
        ? result
        : result.substring(0, MAX_RESULT_CHARACTERS)
            + " [cut: "
            + (result.length() - MAX_RESULT_CHARACTERS)
            + " characters more]";
  }

  private ChatRequest request(List<ChatMessage> messages, int maxTokens, List<String> toolNames) {
    return new ChatRequest(
        settings.model(),
        messages,
        OptionalInt.of(maxTokens),
        settings.temperature(),
        OptionalLong.of(seed),
        toolNames,
        settings.isStreamed());
  }
}
