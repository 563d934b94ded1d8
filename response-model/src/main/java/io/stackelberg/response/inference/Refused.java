package io.stackelberg.response.inference;

import io.stackelberg.game.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * No weights: the choices do not carry what was asked of them.
 *
 * @param reason the kind of failure
 * @param explanation what was found, with names
 * @param needed what data or declaration would help
 * @param evidence the numbers the refusal rests on, by name
 */
public record Refused(
    Reason reason, String explanation, String needed, Map<String, Double> evidence)
    implements InferenceResult, MixtureResult {
  /** Kinds of refusal. */
  public enum Reason {
    /** Fewer sessions with a free choice than the options ask for. */
    TOO_FEW_SESSIONS,
    /** A declared term never differs between the actions of a menu. */
    NO_VARIATION,
    /** Declared terms move together in every menu. */
    COLLINEAR,
    /** Some direction of weights only ever raises the likelihood: no maximiser exists. */
    SEPARATED,
    /** The maximiser was not reached and separation was not shown either. */
    NOT_CONVERGED,
    /** Majorities of choices from pairs run in circles more than chance allows. */
    INTRANSITIVE,
    /** On sessions left out, the weights predict no better than a uniform draw. */
    NO_SIGNAL,
    /** A latent type has too few sessions to stand for anything. */
    COLLAPSED_TYPE,
    /** The types cannot be told apart: singular information, or too few turns per session. */
    UNIDENTIFIED
  }

  public Refused {
    Require.nonBlank("explanation", explanation);
    Require.nonBlank("needed", needed);
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
  }
}
