package io.stackelberg.environment.cassette;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.http.CallClock;
import io.stackelberg.environment.http.EndpointOptions;
import io.stackelberg.environment.http.HttpTransport;
import io.stackelberg.environment.http.Timeouts;
import io.stackelberg.environment.http.Transport;
import io.stackelberg.environment.http.VirtualClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that give the key back in every place they can; it is found nowhere afterwards. */
@Tag("slow")
@Timeout(20)
class CanaryKeyTest {
  private static final String CANARY = "sk-canary-7Qx/91+dEadBeef0042";
  private static final String ERROR =
      "{\"error\":{\"message\":\"Incorrect API key provided: " + CANARY + "\",\"type\":\"" + CANARY
          + "\",\"code\":\"" + CANARY + "\",\"param\":\"" + CANARY + "\"}}";
  private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  private static final String DELTA =
      "data: {\"model\":\"" + CANARY + "\",\"system_fingerprint\":\"" + CANARY
          + "\",\"choices\":[{\"delta\":{\"content\":\"you are " + CANARY
          + "\",\"tool_calls\":[{\"id\":\"" + CANARY + "\",\"function\":{\"name\":\"" + CANARY
          + "\",\"arguments\":\"" + CANARY + "\"}}]}}]}\n\n";

  @TempDir
  private Path folder;

  private static String answer(String name) {
    switch (name) {
      case "silence":
      case "refused":
        return "";
      case "bad status line":
        return "HTTP/9 " + CANARY + "\r\n\r\n";
      case "bad header":
        return "HTTP/1.1 200 OK\r\n" + CANARY + "\r\nContent-Length: " + CANARY + "\r\n\r\n";
      case "bad chunk":
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CANARY + "\r\n";
      case "garbage":
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + CANARY;
      case "cut error":
        return "HTTP/1.1 500 No\r\n\r\n" + CANARY.substring(0, CANARY.length() - 1);
      case "escaped":
        return "HTTP/1.1 400 No\r\n\r\n" + ERROR.replace("/", "\\/");
      case "header values":
        return "HTTP/1.1 429 No\r\nRetry-After: " + CANARY + "\r\nX-Request-Id: " + CANARY
            + "\r\nLocation: /" + CANARY + "\r\n\r\n" + ERROR;
      case "answer":
        return STREAM + DELTA + "data: [DONE]\n\n";
      case "cut answer":
        return STREAM + DELTA;
      case "stream error":
        return STREAM + "data: " + ERROR + "\n\n";
      case "late error":
        return STREAM + DELTA + "data: " + ERROR + "\n\n";
      case "bad event":
        return STREAM + "data: " + CANARY + "\n\n";
      case "long line":
        return STREAM + "data: " + CANARY + "x".repeat(2_000_000);
      default:
        return "HTTP/1.1 " + name + " No\r\n\r\n" + ERROR;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "301",
        "400",
        "401",
        "402",
        "403",
        "404",
        "408",
        "409",
        "422",
        "429",
        "500",
        "503",
        "silence",
        "refused",
        "bad status line",
        "bad header",
        "bad chunk",
        "garbage",
        "cut error",
        "escaped",
        "header values",
        "answer",
        "cut answer",
        "stream error",
        "late error",
        "bad event",
        "long line"
      })
  void theKeyIsFoundNowhere(String name) throws IOException {
    StringBuilder seen = new StringBuilder();
    Handler handler = new Handler() {
      @Override
      public synchronized void publish(LogRecord entry) {
        seen.append(entry.getMessage()).append(entry.getThrown());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    handler.setLevel(Level.ALL);
    Logger logger = Logger.getLogger("");
    logger.addHandler(handler);
    Path file = folder.resolve("calls.jsonl");
    boolean[] wasSent = new boolean[1];
    try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      URI baseUrl = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
      if (name.equals("refused")) {
        baseUrl = URI.create("http://127.0.0.1:1/v1");
        wasSent[0] = true;
      } else {
        Thread thread = new Thread(() -> serve(server, name, wasSent));
        thread.setDaemon(true);
        thread.start();
      }
      seen.append(call(baseUrl, file, seen));
    } finally {
      logger.removeHandler(handler);
    }
    assertTrue(wasSent[0], "the key was in the request");
    assertFalse(seen.toString().contains("canary-7Qx"), seen::toString);
    assertTrue(seen.length() > 50);
    try (var files = Files.walk(folder)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(path).contains("canary-7Qx"), () -> path + " of " + name);
      }
    }
    assertTrue(Files.size(file) > 0, "something was recorded");
  }

  private static String call(URI baseUrl, Path file, StringBuilder seen) {
    Timeouts timeouts =
        Timeouts.DEFAULT.withFirstByte(Duration.ofMillis(300)).withIdle(Duration.ofMillis(300));
    EndpointOptions options = EndpointOptions.of(baseUrl, Optional.of("TEST_KEY"))
        .withTimeouts(timeouts)
        .withMaxAttempts(2);
    Transport upstream = new HttpTransport(timeouts);
    CallClock clock = new VirtualClock();
    CassetteEndpoint endpoint = CassetteEndpoint.recording(
        file,
        CassetteMode.RECORD,
        options,
        List.of(),
        variable -> CANARY,
        (request, total, sink) -> {
          seen.append(request);
          return upstream.exchange(request, total, sink);
        },
        clock,
        seen::append);
    ChatRequest request = new ChatRequest(
        "m",
        List.of(new ChatMessage(ChatMessage.Role.USER, "x")),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(),
        true);
    StringWriter text = new StringWriter();
    text.append(options.toString()).append(endpoint.toString());
    try {
      ChatReply reply = endpoint.send(request, "call");
      text.append(reply.toString());
    } catch (EndpointException e) {
      e.printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }

  private static void serve(ServerSocket server, String name, boolean[] wasSent) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        byte[] buffer = new byte[1 << 14];
        StringBuilder request = new StringBuilder();
        while (!request.toString().endsWith("true}}") && !request.toString().endsWith("true}")) {
          int count = socket.getInputStream().read(buffer);
          if (count < 0) {
            break;
          }
          request.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        wasSent[0] |= request.indexOf("Bearer " + CANARY) >= 0;
        socket.getOutputStream().write(answer(name).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        if (name.equals("silence")) {
          socket.setSoTimeout(2_000);
          socket.getInputStream().read();
        }
      } catch (IOException e) {
        continue; // the client went away first, as after a long line
      }
    }
  }
}
