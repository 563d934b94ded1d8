package io.stackelberg.pipeline.io;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a log file held, and what it lacked.
 *
 * @param lines lines or rows read, blank ones apart
 * @param turns turns made of them
 * @param sessions distinct sessions of those turns
 * @param rejected lines that made no turn; {@code lines − turns}
 * @param reasons why, for the first 20 of them, each with its line
 * @param missingPropensities turns without the probability of the leader's commitment
 * @param estimatedPropensities turns whose probability is an estimate, not logged
 * @param missingQuality turns without a judged quality
 * @param missingTokens turns without a known total of tokens
 * @param unannounced turns in which no leader spoke
 * @param unused turns that carry each field that this reader does not use, by name
 */
public record LogInventory(
    int lines,
    int turns,
    int sessions,
    int rejected,
    List<String> reasons,
    int missingPropensities,
    int estimatedPropensities,
    int missingQuality,
    int missingTokens,
    int unannounced,
    SortedMap<String, Integer> unused) {
  public LogInventory {
    reasons = List.copyOf(reasons);
    unused = Collections.unmodifiableSortedMap(new TreeMap<>(unused));
  }
}
