package io.stackelberg.environment.api;

import java.util.List;
import java.util.Locale;

/** One test per required key of the task: the answer names it, whatever the letter case. */
public final class PhraseTests implements AnswerTests {
  @Override
  public String name() {
    return "phrases/1";
  }

  @Override
  public Result run(ChatTask task, String answer) {
    List<String> phrases = task.requiredKeys();
    String text = answer.toLowerCase(Locale.ROOT);
    long passed = phrases.stream()
        .filter(phrase -> text.contains(phrase.toLowerCase(Locale.ROOT)))
        .count();
    return new Result((int) passed, phrases.size());
  }
}
