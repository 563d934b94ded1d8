package io.stackelberg.environment.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSetTest {
  @TempDir
  private Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("tasks.jsonl"), text);
  }

  @Test
  void readsTasksInSessions() throws Exception {
    TaskSet tasks = TaskSet.read(file("""
        {"id":"a","session":"s","kind":"fact","messages":[{"role":"system","content":"x"},{"role":"user","content":"q "}],"reference":"r"}

        {"id":"b","session":"u","kind":"code","prompt":"p","required_keys":["k"],"documents":[{"name":"n","text":"t"}]}
        {"id":"c","session":"s","kind":"fact","prompt":"p2","pattern":"x+"}
        """));
    assertEquals(List.of("s", "u"), tasks.sessions());
    assertEquals(
        List.of("a", "c"), tasks.session("s").stream().map(ChatTask::id).toList());
    assertEquals("x", tasks.session("s").get(0).before().get(0).text());
    assertEquals(Map.of("q", "r"), tasks.answers());
    assertEquals("t", tasks.session("u").get(0).documents().get(0).text());
  }

  @Test
  void collectsAllBadLines() throws Exception {
    StringBuilder text = new StringBuilder("{\"id\":\"a\"\n{\"id\":\"a\",\"sesion\":\"s\"}\n[]\n");
    text.append("{\"id\":\"a\",\"session\":\"s\",\"kind\":\"k\"}\n".repeat(20));
    Path file = file(text.toString());
    String message =
        assertThrows(IllegalArgumentException.class, () -> TaskSet.read(file)).getMessage();
    assertTrue(message.startsWith("tasks.jsonl holds 23 lines"), message);
    assertTrue(message.contains("line 1: malformed") && message.contains("\"sesion\""), message);
    assertTrue(message.contains("line 20") && !message.contains("line 21"), message);
  }

  @Test
  void idsAreDistinct() {
    ChatTask task = ChatTask.of("a", "s", "fact", "p", "r");
    assertThrows(IllegalArgumentException.class, () -> new TaskSet(List.of(task, task)));
    assertThrows(IllegalArgumentException.class, () -> new TaskSet(List.of()));
  }
}
