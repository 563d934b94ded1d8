package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.http.AttemptListener;
import io.stackelberg.environment.http.EndpointOptions;
import io.stackelberg.environment.http.HttpEndpoint;
import io.stackelberg.pipeline.io.InputException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Who revises and verifies, and what its results are evidence of.
 *
 * @param rounds reviser and verifier
 * @param evidence said on every output
 * @param largestSample how many clauses it is run on; empty for all
 */
public record RevisionExecutor(RevisionRounds rounds, String evidence, OptionalInt largestSample) {
  /** Address of an OpenAI-compatible endpoint; rules are used where it is not set. */
  public static final String BASE_URL = "GOVERNOR_REVISION_BASE_URL";

  /** Name of the model there. */
  public static final String MODEL = "GOVERNOR_REVISION_MODEL";

  /** The key; read at each call and never stored. */
  public static final String API_KEY = "GOVERNOR_REVISION_API_KEY";

  /** How many clauses are sent, 20 where it is not set. */
  public static final String CLAUSES = "GOVERNOR_REVISION_CLAUSES";

  /** The embedded executor: rules and a declared law of success. */
  public static RevisionExecutor rules() {
    return new RevisionExecutor(
        new RevisionRounds(new RuleReviser(), new RuleVerifier()),
        "Rule-based executor: drafts, their costs, their chance of taking effect and both verifiers are declared or"
            + " trained rules. No language model was called and nothing here is a language model's result.",
        OptionalInt.empty());
  }

  /** A chat model as reviser and verifier. */
  public static RevisionExecutor chat(ChatEndpoint endpoint, String model, int clauses) {
    return new RevisionExecutor(
        new RevisionRounds(new ChatReviser(endpoint, model), new ChatVerifier(endpoint, model)),
        "Drafts and verdicts are those of the chat model " + model
            + ", one answer each, on at most " + clauses
            + " clauses a half; budgets were chosen with the rule-based executor and the judge is a trained rule.",
        OptionalInt.of(clauses));
  }

  /**
   * The executor that the environment names: a chat model where an address is set, else rules.
   *
   * @param environment value of an environment variable, such as {@code System::getenv}; null where not set
   * @throws InputException if an address is set without a model, or the number of clauses is none
   */
  public static RevisionExecutor fromEnvironment(Function<String, String> environment) {
    Optional<String> address = Optional.ofNullable(environment.apply(BASE_URL));
    if (address.isEmpty()) {
      return rules();
    }
    String model = Optional.ofNullable(environment.apply(MODEL))
        .orElseThrow(() -> InputException.invalid(
            MODEL + " is not set, expected a model's name beside " + BASE_URL + "."));
    String clauses = Optional.ofNullable(environment.apply(CLAUSES)).orElse("20");
    if (!clauses.matches("[1-9][0-9]{0,5}")) {
      throw InputException.invalid(
          CLAUSES + " is \"" + clauses + "\", expected a whole number in [1, 999999].");
    }
    Optional<String> key = Optional.ofNullable(environment.apply(API_KEY)).map(set -> API_KEY);
    return chat(
        new HttpEndpoint(
            EndpointOptions.of(URI.create(address.get()), key), environment, AttemptListener.NONE),
        model,
        Integer.parseInt(clauses));
  }
}
