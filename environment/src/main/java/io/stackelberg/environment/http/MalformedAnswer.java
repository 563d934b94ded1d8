package io.stackelberg.environment.http;

/** An answer that cannot be read; the message quotes nothing of it. */
final class MalformedAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedAnswer(String message) {
    super(message);
  }
}
