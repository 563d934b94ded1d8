package io.stackelberg.environment.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches the whole answer for a regular expression: 1 when found, else 0.
 *
 * <p>A judge made with {@link #grade} reads the quality itself from the expression's first group and cannot
 * judge an answer without it; this reads what a local server with simulated laws writes.
 */
public final class PatternJudge implements Judge {
  private static final String SIMULATED = "(?m)^Simulated quality: ([01]\\.[0-9]+)$";

  private final Optional<Pattern> fixed;
  private final boolean isGrade;

  private PatternJudge(Optional<Pattern> fixed, boolean isGrade) {
    this.fixed = fixed;
    this.isGrade = isGrade;
  }

  /** A judge by the pattern each task names. */
  public static PatternJudge ofTask() {
    return new PatternJudge(Optional.empty(), false);
  }

  /** A judge by one pattern for all tasks. */
  public static PatternJudge of(Pattern pattern) {
    return new PatternJudge(Optional.of(pattern), false);
  }

  /** A judge that reads a number in [0, 1] from the pattern's first group. */
  public static PatternJudge grade(Pattern pattern) {
    return new PatternJudge(Optional.of(pattern), true);
  }

  /** A judge that reads the quality which a local server with simulated laws states. */
  public static PatternJudge simulated() {
    return grade(Pattern.compile(SIMULATED));
  }

  @Override
  public String provenance() {
    return (isGrade ? "judge:pattern-grade/1 " : "judge:pattern/1 ")
        + fixed.map(Pattern::pattern).orElse("of the task");
  }

  @Override
  public Judgement judge(Answered answered) {
    Optional<Pattern> pattern = fixed.or(() -> answered.task().pattern().map(Pattern::compile));
    if (pattern.isEmpty()) {
      return Judgement.unable("the task has no pattern");
    }
    Matcher search = pattern.get().matcher(answered.text());
    boolean isFound = search.find();
    if (!isGrade) {
      return Judgement.of(isFound ? 1 : 0, isFound ? "found" : "not found");
    }
    if (!isFound || search.groupCount() < 1 || search.group(1) == null) {
      return Judgement.unable("no grade in the answer");
    }
    return read(search.group(1));
  }

  private static Judgement read(String grade) {
    try {
      double value = Double.parseDouble(grade);
      return value >= 0 && value <= 1
          ? Judgement.of(value, "grade " + grade)
          : Judgement.unable("grade " + grade + " is outside [0, 1]");
    } catch (NumberFormatException noNumber) {
      return Judgement.unable("grade \"" + grade + "\" is no number");
    }
  }
}
