package io.stackelberg.pipeline.reproduce.revision;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Verifier by rule: counts the question's cues in the text, and the limiting phrases that qualify them.
 *
 * <p>Presence is 1 − 0.4^cues, and 0.05 without any; each limiting phrase makes an exposure 0.6 times as risky, two
 * at most count. A rule of this study's, not a language model and not a lawyer. A verdict costs the reading of
 * the text and one token.
 */
final class RuleVerifier implements ClauseVerifier {
  private static final double MISSED = 0.4;
  private static final double UNSEEN = 0.05;
  private static final double LIMITED = 0.6;
  private static final List<String> LIMITS =
      List.of("prior written notice", "prior written consent", "limited to", "shall not exceed");

  @Override
  public Verdict verify(RiskQuestion question, String text) {
    OptionalLong tokens = OptionalLong.of(Clause.tokens(text) + 1);
    String lower = text.toLowerCase(Locale.ROOT);
    long cues = question.cues().stream().filter(lower::contains).count();
    double presence = cues == 0 ? UNSEEN : 1 - StrictMath.pow(MISSED, cues);
    return new Verdict(qualified(question, presence, lower, LIMITS, LIMITED), tokens);
  }

  /** Risk at a presence, an exposure being eased by up to two of these phrases. */
  static double qualified(
      RiskQuestion question, double presence, String lower, List<String> phrases, double factor) {
    double risk = question.reading().risk(presence);
    if (question.reading() == RiskQuestion.Reading.PROTECTION) {
      return risk;
    }
    // A phrase that is itself what the question asks for eases nothing.
    long limits = phrases.stream()
        .filter(phrase -> lower.contains(phrase)
            && question.cues().stream().noneMatch(phrase::contains)
            && question.cues().stream().noneMatch(cue -> cue.contains(phrase)))
        .limit(2)
        .count();
    return risk * StrictMath.pow(factor, limits);
  }
}
