package io.stackelberg.environment.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RedactorTest {
  private static final Secret KEY = new Secret(" " + Samples.CANARY + "\n");
  private static final Redactor REDACTOR =
      new Redactor(Optional.of(KEY), List.of(Pattern.compile("[0-9]{4}-secret")));

  @Test
  void blackensTheKeyHoweverItIsWritten() {
    assertEquals(
        "a ***** b", new Redactor(Optional.of(new Secret("12345")), List.of()).redact("a 12345 b"));
    for (String form : List.of(
        Samples.CANARY,
        Samples.CANARY.replace("/", "\\/"),
        Samples.CANARY.replace("/", "%2F").replace("+", "%2B"),
        Base64.getEncoder().encodeToString(Samples.CANARY.getBytes(StandardCharsets.UTF_8)))) {
      String text = "x" + form + "y";
      assertEquals("x" + "*".repeat(form.length()) + "y", REDACTOR.redact(text));
    }
  }

  @Test
  void blackensBearersAndPatterns() {
    assertEquals("Authorization: Bearer ******", REDACTOR.redact("Authorization: Bearer abcdef"));
    assertEquals("at *********** end", REDACTOR.redact("at 1234-secret end"));
  }

  @Test
  void aTextCutWithinTheKeyLosesItsBeginning() {
    for (int length = 6; length < Samples.CANARY.length(); length++) {
      String cut = "x " + Samples.CANARY.substring(0, length);
      assertEquals("x " + "*".repeat(length), REDACTOR.redactCut(cut));
    }
  }

  @Test
  void answersKeepTheWordsThatShortKeysAre() {
    Redactor none = new Redactor(Optional.of(new Secret("none")), List.of());
    assertEquals("none of these", none.redactAnswer("none of these"));
    assertFalse(REDACTOR.redactAnswer("it is " + Samples.CANARY).contains(Samples.CANARY));
  }

  @Test
  void aSecretShowsItselfNowhere() {
    assertEquals("***", KEY.toString());
    assertEquals(Samples.CANARY, KEY.reveal());
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> new Secret("sk-canary\nInjected: 1"));
    assertEquals(
        "secret is not usable, expected a non-blank text of visible ASCII.", failure.getMessage());
  }
}
