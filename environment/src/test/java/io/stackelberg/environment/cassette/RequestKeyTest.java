package io.stackelberg.environment.cassette;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.stackelberg.environment.http.Secret;
import io.stackelberg.environment.http.WireRequest;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestKeyTest {
  private static final String BASE =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
          + "{\"role\":\"user\",\"content\":\"b\"}],\"temperature\":0,\"tools\":[{\"a\":1},{\"b\":2}]}";

  private static String key(String uri, String body, String callId, String secret) {
    return RequestKey.of(
            new WireRequest(URI.create(uri), body, callId, false, Optional.of(new Secret(secret))))
        .hash();
  }

  private static String key(String body) {
    return key("http://h/v1/chat/completions", body, "c", "k");
  }

  @Test
  void hostKeyAndCallAreNoPartOfIt() {
    assertEquals(key(BASE), key("https://other:8/v1/chat/completions", BASE, "d", "l"));
    assertNotEquals(key(BASE), key("http://h/v2/chat/completions", BASE, "c", "k"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"temperature\":0.0,\"tools\":[{\"b\":2},{\"a\":1}],\"messages\":[{\"content\":\"a\",\"role\":\"user\"},"
            + "{\"role\":\"user\",\"content\":\"b\"}],\"model\":\"m\"}",
        "{ \"user\":\"u-1\", \"metadata\":{\"x\":1}, \"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
            + "{\"role\":\"user\",\"content\":\"b\"}],\"temperature\":0,\"tools\":[{\"a\":1},{\"b\":2}]}"
      })
  void whatMeansNothingChangesNothing(String body) {
    assertEquals(key(BASE), key(body));
  }

  @Test
  void whatMeansSomethingChangesIt() {
    assertNotEquals(key(BASE), key(BASE.replace("\"m\"", "\"n\"")));
    assertNotEquals(key(BASE), key(BASE.replace(":0,", ":0.5,")));
    assertNotEquals(key(BASE), key(BASE.replace("\"a\"}", "\"A\"}")));
    assertNotEquals(
        key(BASE),
        key(BASE.replace("\"content\":\"a\"", "\"content\":\"x\"")
            .replace("\"content\":\"b\"", "\"content\":\"a\"")
            .replace("\"content\":\"x\"", "\"content\":\"b\"")));
  }
}
