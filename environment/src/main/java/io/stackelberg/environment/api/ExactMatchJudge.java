package io.stackelberg.environment.api;

import java.util.Locale;

/**
 * 1 when the answer equals the task's reference, else 0; letter case and runs of white space do not count.
 * The answer is what follows {@code Answer:} on its first such line, or else the whole text.
 */
public final class ExactMatchJudge implements Judge {
  @Override
  public String provenance() {
    return "judge:exact-match/1";
  }

  @Override
  public Judgement judge(Answered answered) {
    if (answered.task().reference().isEmpty()) {
      return Judgement.unable("the task has no reference");
    }
    return normal(FinalAnswer.of(answered.text()))
            .equals(normal(answered.task().reference().get()))
        ? Judgement.of(1, "equal")
        : Judgement.of(0, "different");
  }

  private static String normal(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
