package io.stackelberg.environment.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.stackelberg.environment.chat.EndpointException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Decides what an error answer means: which reason, whether to try again, how long to wait. */
final class FailureReader {
  private static final int MAX_QUOTE = 300;
  private static final Set<Integer> TRANSIENT = Set.of(408, 409, 429);
  private static final Set<Integer> TERMINAL = Set.of(400, 401, 402, 403, 404, 422);
  private static final Pattern QUOTA = Pattern.compile(
      "insufficient_quota|exceeded_current_quota|billing|insufficient_(balance|credit|fund)s?.*"
          + "|payment_required|credit_balance_too_low|account_deactivated|access_terminated");
  private static final Pattern BUDGET = Pattern.compile("budget_?exceeded|exceeded_?budget");
  private static final Pattern RATE = Pattern.compile("rate_?limit|too_many_requests");
  private static final Pattern OVERLOAD =
      Pattern.compile("server_?error|overloaded|internal|unavailable|timeout|api_error");
  private static final Pattern KEY =
      Pattern.compile("authentication|invalid_api_key|permission|unauthorized");
  private static final Pattern REQUEST = Pattern.compile(
      "invalid_request|not_found|context_length|content_(policy|filter)|unsupported");
  private static final Pattern USAGE_OPTION = Pattern.compile(
      "stream[_ ]options|include_usage|(unknown|unrecognized|unexpected|additional|extra)"
          + " (request )?(field|parameter|name|argument|propert|input|key)|extra_forbidden"
          + "|unsupported (field|parameter)|not permitted");

  private final JsonText json;
  private final Redactor redactor;
  private final Supplier<Instant> now;

  FailureReader(JsonText json, Redactor redactor, Supplier<Instant> now) {
    this.json = json;
    this.redactor = redactor;
    this.now = now;
  }

  /** What an answer with a status other than 2xx means. */
  Reading.Failure ofStatus(WireHead head, String body) {
    JsonNode root = MissingNode.getInstance();
    try {
      root = json.object(body);
    } catch (MalformedAnswer e) {
      // Error pages are often not JSON; the status speaks for itself then.
      root = MissingNode.getInstance();
    }
    JsonNode error = root.has("error") ? root.path("error") : root;
    String quote = error.isTextual()
        ? error.textValue()
        : JsonText.text(error, "message")
            .or(() -> JsonText.text(error, "detail"))
            .orElse(error.isMissingNode() ? body : error.toString());
    return classify(head.status(), codes(root, error), quote, body, head);
  }

  /** What an error object inside an answer of status 200 means; it is as good as a status of its own. */
  Reading.Failure ofObject(JsonNode error, WireHead head) {
    List<String> codes = codes(error, error);
    String quote =
        error.isTextual() ? error.textValue() : JsonText.text(error, "message").orElse("");
    int status = 0;
    for (String code : codes) {
      if (code.matches("[45][0-9]{2}")) {
        status = Integer.parseInt(code);
      }
    }
    if (status == 0) {
      status = any(RATE, codes)
          ? 429
          : any(OVERLOAD, codes) ? 503 : any(KEY, codes) ? 401 : any(REQUEST, codes) ? 400 : 500;
    }
    return classify(status, codes, quote, error.toString(), head);
  }

  private Reading.Failure classify(
      int status, List<String> codes, String quote, String body, WireHead head) {
    Optional<Duration> wait = WaitHeaders.retryAfter(head, now.get());
    boolean isBudget = any(BUDGET, codes);
    boolean isQuota = !isBudget && (status == 402 || any(QUOTA, codes));
    boolean isTerminal = TERMINAL.contains(status) || isBudget || isQuota;
    String should = head.header("x-should-retry").map(String::strip).orElse("");
    boolean again = !isTerminal
        && (should.equalsIgnoreCase("true")
            || !should.equalsIgnoreCase("false") && (TRANSIENT.contains(status) || status >= 500));
    Reason reason = isBudget ? Reason.BUDGET : isQuota ? Reason.QUOTA : ofStatus(status);
    boolean usageOption = (status == 400 || status == 422)
        && USAGE_OPTION.matcher(body.toLowerCase(Locale.ROOT)).find();
    String message = "status " + status
        + (codes.isEmpty() ? "" : " " + clean(String.join(", ", codes)))
        + (quote.isBlank() ? "" : ": " + clean(quote));
    return new Reading.Failure(reason, again, wait, usageOption, message);
  }

  private static Reason ofStatus(int status) {
    if (status == 401 || status == 403) {
      return Reason.AUTHENTICATION;
    }
    if (status == 429) {
      return Reason.RATE_LIMITED;
    }
    return status >= 500 || TRANSIENT.contains(status) ? Reason.SERVER_ERROR : Reason.BAD_REQUEST;
  }

  /** A stranger's text for a message: redacted before it is shortened, without control characters. */
  String clean(String text) {
    return clean(text, MAX_QUOTE);
  }

  String clean(String text, int length) {
    String safe = redactor.redactCut(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return safe.length() <= length ? safe : safe.substring(0, length) + " ...";
  }

  private static List<String> codes(JsonNode root, JsonNode error) {
    return List.of(error.path("code"), error.path("type"), root.path("code"), root.path("type"))
        .stream()
        .filter(JsonNode::isValueNode)
        .map(node -> node.asText("").strip().toLowerCase(Locale.ROOT))
        .filter(code -> !code.isEmpty() && !code.equals("null") && !code.equals("error"))
        .distinct()
        .toList();
  }

  private static boolean any(Pattern pattern, List<String> codes) {
    return codes.stream().anyMatch(code -> pattern.matcher(code).find());
  }
}
