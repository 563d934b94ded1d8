package io.stackelberg.environment.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatMessage.Role;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks in sessions, in the order of a file.
 *
 * <p>A file holds one JSON object a line: {@code id}, {@code session} and {@code kind}; {@code prompt} or
 * {@code messages} (a list of {@code role} and {@code content}, the last one the user's); optionally {@code
 * reference}, {@code pattern}, {@code required_keys} and {@code documents} (a list of {@code name} and {@code
 * text}). Unknown keys are errors.
 */
public final class TaskSet {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEYS = List.of(
      "id",
      "session",
      "kind",
      "prompt",
      "messages",
      "reference",
      "pattern",
      "required_keys",
      "documents");
  private static final int SHOWN = 20;

  private final Map<String, List<ChatTask>> bySession = new LinkedHashMap<>();

  /**
   * A set of tasks.
   *
   * @param tasks at least one, with distinct ids
   */
  public TaskSet(List<ChatTask> tasks) {
    Set<String> ids = new HashSet<>();
    for (ChatTask task : Require.nonEmpty("tasks", tasks)) {
      if (!ids.add(task.id())) {
        throw Require.unexpected("task id", "\"" + task.id() + "\" twice", "distinct ids");
      }
      List<ChatTask> session = bySession.computeIfAbsent(task.session(), name -> new ArrayList<>());
      if (!session.isEmpty() && !task.before().isEmpty()) {
        throw Require.unexpected(
            "task \"" + task.id() + "\"",
            "with messages before its prompt",
            "them at the first task of session \"" + task.session() + "\" only");
      }
      session.add(task);
    }
  }

  /**
   * Reads a file of tasks.
   *
   * @throws IllegalArgumentException if a line is not a task; names the first 20 such lines and counts all
   */
  public static TaskSet read(Path file) throws IOException {
    List<ChatTask> tasks = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int line = 0;
    for (String row : Files.readAllLines(file)) {
      line++;
      if (row.isBlank()) {
        continue;
      }
      try {
        tasks.add(task(JSON.readTree(row)));
      } catch (JsonProcessingException malformed) {
        problems.add("line " + line + ": malformed JSON: " + malformed.getOriginalMessage());
      } catch (IllegalArgumentException bad) {
        problems.add("line " + line + ": " + bad.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(file.getFileName()
          + " holds "
          + problems.size()
          + " lines that are no tasks, expected none.\n"
          + String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size()))));
    }
    return new TaskSet(tasks);
  }

  /** Ids of the sessions, in order. */
  public List<String> sessions() {
    return List.copyOf(bySession.keySet());
  }

  /** The tasks of a session, in order. */
  public List<ChatTask> session(String session) {
    List<ChatTask> tasks = bySession.get(session);
    if (tasks == null) {
      throw Require.unexpected("session", "\"" + session + "\"", "one of " + bySession.keySet());
    }
    return List.copyOf(tasks);
  }

  /** Reference answers by prompt, of the tasks that have one; what a local server needs to be right. */
  public Map<String, String> answers() {
    Map<String, String> answers = new LinkedHashMap<>();
    for (List<ChatTask> tasks : bySession.values()) {
      for (ChatTask task : tasks) {
        task.reference().ifPresent(reference -> answers.put(task.prompt().strip(), reference));
      }
    }
    return answers;
  }

  private static ChatTask task(JsonNode row) {
    for (var names = row.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KEYS.contains(name)) {
        throw Require.unexpected("key", "\"" + name + "\"", "one of " + KEYS);
      }
    }
    String id = text(row, "id");
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : row.path("messages")) {
      messages.add(new ChatMessage(role(text(message, "role")), text(message, "content")));
    }
    if (row.has("prompt") == row.has("messages")) {
      throw Require.unexpected(
          "prompt of \"" + id + "\"", "missing or beside messages", "one of the two");
    }
    if (row.has("prompt")) {
      messages.add(new ChatMessage(Role.USER, text(row, "prompt")));
    }
    Require.nonEmpty("messages of \"" + id + "\"", messages);
    ChatMessage last = messages.get(messages.size() - 1);
    if (last.role() != Role.USER) {
      throw Require.unexpected(
          "role of the last message of \"" + id + "\"", last.role().id(), "user");
    }
    List<ChatTask.Document> documents = new ArrayList<>();
    for (JsonNode document : row.path("documents")) {
      documents.add(new ChatTask.Document(text(document, "name"), text(document, "text")));
    }
    List<String> keys = new ArrayList<>();
    row.path("required_keys").forEach(key -> keys.add(key.asText()));
    return new ChatTask(
        id,
        text(row, "session"),
        text(row, "kind"),
        messages.subList(0, messages.size() - 1),
        last.text(),
        optional(row, "reference"),
        optional(row, "pattern"),
        keys,
        documents);
  }

  private static Role role(String name) {
    for (Role role : Role.values()) {
      if (role.id().equals(name.toLowerCase(Locale.ROOT))) {
        return role;
      }
    }
    throw Require.unexpected("role", "\"" + name + "\"", "system, user or assistant");
  }

  private static Optional<String> optional(JsonNode row, String key) {
    return row.hasNonNull(key) ? Optional.of(text(row, key)) : Optional.empty();
  }

  private static String text(JsonNode row, String key) {
    JsonNode value = row.path(key);
    if (!value.isTextual()) {
      throw Require.unexpected(key, value.isMissingNode() ? "missing" : value, "a text");
    }
    return value.asText();
  }
}
