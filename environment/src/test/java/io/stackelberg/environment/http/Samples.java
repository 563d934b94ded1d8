package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Requests and answers that several tests use. */
final class Samples {
  static final String CANARY = "sk-canary-7Qx/91+dEadBeef0042";
  static final String GOOD =
      "{\"id\":\"c-1\",\"model\":\"m-2026\",\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"message\":"
          + "{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3,\"total_tokens\":14}}";
  static final String ROLE =
      "{\"id\":\"c-1\",\"model\":\"m-2026\",\"choices\":[{\"index\":0,\"delta\":"
          + "{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}";
  static final String HEL = delta("hel");
  static final String LO = delta("lo");
  static final String STOP =
      "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}";
  static final String USAGE =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3}}";

  private Samples() {}

  static String delta(String text) {
    return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
        + "\"},\"finish_reason\":null}]}";
  }

  static ChatRequest request(boolean isStreamed) {
    return new ChatRequest(
        "m",
        List.of(
            new ChatMessage(ChatMessage.Role.SYSTEM, "Be brief."),
            new ChatMessage(ChatMessage.Role.USER, "Say hello.")),
        OptionalInt.of(50),
        OptionalDouble.of(0),
        OptionalLong.of(7),
        List.of(),
        isStreamed);
  }

  static EndpointOptions options() {
    return EndpointOptions.of(URI.create("http://127.0.0.1:9/v1"), Optional.of("TEST_KEY"));
  }

  static String environment(String name) {
    return name.equals("TEST_KEY") ? CANARY : null;
  }
}
