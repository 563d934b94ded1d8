package io.stackelberg.game;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names and order of a context's features, shared by all contexts of one data set.
 *
 * @param numeric names of the numeric features, in order
 * @param categorical names of the categorical features, in order; disjoint from {@code numeric}
 */
public record FeatureSchema(List<String> numeric, List<String> categorical) {
  /** The schema of contexts that carry no features. */
  public static final FeatureSchema EMPTY = new FeatureSchema(List.of(), List.of());

  public FeatureSchema {
    numeric = List.copyOf(numeric);
    categorical = List.copyOf(categorical);
    Set<String> seen = new HashSet<>();
    for (List<String> names : List.of(numeric, categorical)) {
      for (String name : names) {
        Require.nonBlank("feature name", name);
        if (!seen.add(name)) {
          throw Require.unexpected("feature name", "\"" + name + "\" twice", "distinct names");
        }
      }
    }
  }
}
