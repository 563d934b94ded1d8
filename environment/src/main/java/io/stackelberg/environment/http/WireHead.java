package io.stackelberg.environment.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Status and headers of an answer.
 *
 * @param status the HTTP status
 * @param headers names in lower case, with their first value
 */
public record WireHead(int status, Map<String, String> headers) {
  public WireHead {
    TreeMap<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = java.util.Collections.unmodifiableMap(lower);
  }

  /** A head from headers that may repeat; the first value counts. */
  public static WireHead of(int status, Map<String, List<String>> headers) {
    Map<String, String> first = new TreeMap<>();
    headers.forEach((name, values) -> {
      if (!values.isEmpty()) {
        first.put(name.toLowerCase(Locale.ROOT), values.get(0));
      }
    });
    return new WireHead(status, first);
  }

  /** The value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
