package io.stackelberg.game.run;

import io.stackelberg.game.Require;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a result came from: enough to make it again.
 *
 * @param producer what made it, by name
 * @param options the resolved options, by name
 * @param seed the seed of the run
 * @param inputs SHA-256 of each input, by name
 * @param versions library, Java and platform versions, by name
 * @param parents provenance of what it was made from
 */
public record Provenance(
    String producer,
    SortedMap<String, String> options,
    long seed,
    SortedMap<String, String> inputs,
    SortedMap<String, String> versions,
    List<Provenance> parents) {
  public Provenance {
    Require.nonBlank("producer", producer);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    parents = List.copyOf(parents);
  }
}
