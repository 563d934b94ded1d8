package io.stackelberg.environment.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notices when the model behind a name changes during a run; such a change splits the analysis.
 *
 * <p>What the provider does not say is no change. Every new model or fingerprint is reported once.
 */
public final class ModelWatch implements AttemptListener {
  private final Map<String, Set<String>> models = new LinkedHashMap<>();
  private final Map<String, Set<String>> fingerprints = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();

  /** What changed. */
  public enum Kind {
    /** The name of the model that answers. */
    RESPONSE_MODEL,
    /** The mark of the provider's configuration. */
    FINGERPRINT
  }

  /**
   * A change during the run.
   *
   * @param requestModel the model asked for
   * @param before all that was seen before
   * @param after what was seen anew
   * @param callId the first call it was seen in
   */
  public record Change(
      Kind kind, String requestModel, List<String> before, String after, String callId) {
    public Change {
      before = List.copyOf(before);
    }

    /** A sentence for a warning. */
    public String message() {
      return kind + " of " + requestModel + " is " + after + ", expected " + before + " (call "
          + callId + ").";
    }
  }

  @Override
  public synchronized void attempted(Attempt attempt) {
    note(Kind.RESPONSE_MODEL, models, attempt, attempt.responseModel());
    note(Kind.FINGERPRINT, fingerprints, attempt, attempt.fingerprint());
  }

  private void note(
      Kind kind, Map<String, Set<String>> seen, Attempt attempt, Optional<String> value) {
    if (value.isEmpty()) {
      return;
    }
    Set<String> known =
        seen.computeIfAbsent(attempt.requestModel(), model -> new LinkedHashSet<>());
    List<String> before = List.copyOf(known);
    if (known.add(value.get()) && !before.isEmpty()) {
      changes.add(new Change(kind, attempt.requestModel(), before, value.get(), attempt.callId()));
    }
  }

  /** The changes so far, in order. */
  public synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /** The models that answered to a name, in order of first sight. */
  public synchronized List<String> responseModels(String requestModel) {
    return List.copyOf(models.getOrDefault(requestModel, Set.of()));
  }
}
