package io.stackelberg.pipeline.reproduce.revision;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Reviser by rule: adds the missing protection, or eases an exposure by a notice, then a limit, then by striking the
 * sentences that carry it.
 *
 * <p>The round fixes the operator of an exposure: notice in the first, limit in the second, strike from the third
 * on. A draft costs the reading of the clause and the writing of what is new. Its chance of taking effect is
 * declared, not learned: 0.9 for a notice, 0.8 for a limit, 0.85 for a protection, 0.7 for a strike; 0.1 less for
 * clauses above 120 tokens and 0.15 less where a resisting word stands in them. What this yields says nothing of
 * any language model.
 */
final class RuleReviser implements ClauseReviser {
  private static final int LONG = 120;
  private static final List<String> RESISTING =
      List.of("irrevocabl", "perpetual", "notwithstanding", "sole discretion", "in no event");

  /** What can be done to a clause. */
  enum Operator {
    /** Makes an exposure depend on notice. */
    NOTICE(0.9, "This applies only after thirty days' prior written notice."),
    /** Bounds an exposure. */
    LIMIT(
        0.8,
        "This is limited to what this Agreement requires and lasts no longer than twelve months."),
    /** Adds the question's protection. */
    PROTECT(0.85, ""),
    /** Deletes the sentences with cues. */
    STRIKE(0.7, "");

    private final double chance;
    private final String sentence;

    Operator(double chance, String sentence) {
      this.chance = chance;
      this.sentence = sentence;
    }

    static Operator of(RiskQuestion question, int round) {
      if (question.reading() == RiskQuestion.Reading.PROTECTION) {
        return PROTECT;
      }
      return round == 1 ? NOTICE : round == 2 ? LIMIT : STRIKE;
    }
  }

  @Override
  public Optional<Draft> revise(Request request) {
    RiskQuestion question = request.question();
    String text = request.text();
    Operator operator = Operator.of(question, request.outerRound());
    String revised;
    long written;
    if (operator == Operator.STRIKE) {
      revised = struck(question, text);
      written = Clause.tokens(revised);
    } else {
      String sentence = operator == Operator.PROTECT ? question.protection() : operator.sentence;
      if (text.contains(sentence)) {
        return Optional.empty();
      }
      revised = (text + " " + sentence).strip();
      written = Clause.tokens(sentence);
    }
    long cost = Clause.tokens(text) + written;
    if (revised.equals(text)
        || request.tokensLeft().isPresent() && cost > request.tokensLeft().getAsLong()) {
      return Optional.empty();
    }
    return Optional.of(new Draft(revised, OptionalLong.of(cost), chance(operator, text)));
  }

  /** The declared law of success. */
  static double chance(Operator operator, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return operator.chance
        - (Clause.tokens(text) > LONG ? 0.1 : 0)
        - (RESISTING.stream().anyMatch(lower::contains) ? 0.15 : 0);
  }

  private static String struck(RiskQuestion question, String text) {
    return Clause.sentences(text).stream()
        .filter(sentence ->
            question.cues().stream().noneMatch(sentence.toLowerCase(Locale.ROOT)::contains))
        .collect(Collectors.joining(" "));
  }
}
