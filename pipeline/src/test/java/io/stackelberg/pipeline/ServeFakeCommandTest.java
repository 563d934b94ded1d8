package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeFakeCommandTest {
  @TempDir
  private Path folder;

  @Test
  @Tag("slow")
  void servesUntilItIsStopped() throws Exception {
    Path journal = folder.resolve("journal.jsonl");
    Path tasks = Files.writeString(
        folder.resolve("tasks.jsonl"),
        "{\"id\":\"a\",\"session\":\"s\",\"kind\":\"fact\",\"prompt\":\"two plus two?\",\"reference\":\"four\"}\n");
    Process server = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.stackelberg.pipeline.Main",
            "serve-fake",
            "--fault-script",
            "1:429",
            "--tasks",
            tasks.toString(),
            "--journal",
            journal.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try (BufferedReader out = server.inputReader()) {
      String baseUrl = out.readLine();
      HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
          .header("Idempotency-Key", "k")
          .POST(
              HttpRequest.BodyPublishers.ofString(
                  "{\"model\":\"simulated\",\"messages\":[{\"role\":\"user\",\"content\":\"two plus two?\"}]}"))
          .build();
      HttpClient client = HttpClient.newHttpClient();
      assertEquals(429, client.send(request, BodyHandlers.ofString()).statusCode());
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().matches("(?s).*Answer: (four|unknown).*"), answer.body());
      server.destroy();
      assertTrue(server.waitFor(20, TimeUnit.SECONDS));
      // 128 + 15: ended by the signal, not by an error of its own.
      assertEquals(143, server.exitValue());
      JsonNode last = new ObjectMapper().readTree(Files.readAllLines(journal).get(1));
      assertEquals("answered", last.get("end").asText());
    } finally {
      server.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fault-rate 0.1 | 2 | faults is empty",
        "--fault-rate 2 --faults 429 | 2 | fault rate is 2.0",
        "--faults 428 | 2 | fault is \"428\"",
        "--fault-script x | 2 | step of the script",
        "--profile nobody | 2 | nobody",
        "--tasks nowhere.jsonl | 3 | nowhere.jsonl does not exist",
        "--port 70000 | 2 | port is 70000",
        "--api-key-env SURELY_NOT_SET_HERE | 2 | SURELY_NOT_SET_HERE is empty",
        "--journal /nowhere/at/all | 2 | server cannot start"
      })
  void wrongUsageIsNamed(String arguments, int code, String message) {
    Launches.Launch launch = Launches.launch(("serve-fake " + arguments).split(" "));
    assertEquals(code, launch.code());
    assertTrue(launch.err().contains(message), launch.err());
  }

  @Test
  void sampleTasksAreWrittenToANewFileOnly() throws Exception {
    String file = folder.resolve("sample.jsonl").toString();
    assertEquals(0, Launches.launch("serve-fake", "--sample-tasks", file).code());
    assertEquals(400, Files.readAllLines(Path.of(file)).size());
    assertEquals(2, Launches.launch("serve-fake", "--sample-tasks", file).code());
  }

  @Test
  void helpTeachesAndFaultsAreListed() {
    assertTrue(Launches.launch("serve-fake", "--help").out().contains("Idempotency-Key"));
    assertTrue(Launches.launch("serve-fake", "--list-faults").out().contains("cut-stream"));
  }
}
