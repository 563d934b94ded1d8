package io.stackelberg.environment.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the document of the task that shares most distinct words with the query; the earlier one wins a tie.
 */
public final class LookupTool implements Tool {
  @Override
  public String name() {
    return "lookup";
  }

  @Override
  public String description() {
    return "finds the given document that fits a query best; argument: {\"query\": \"words\"}";
  }

  @Override
  public String run(String arguments, ChatTask task) {
    Set<String> wanted = words(arguments);
    wanted.remove("query");
    long best = 0;
    String found = "no document fits.";
    for (ChatTask.Document document : task.documents()) {
      Set<String> words = words(document.name() + " " + document.text());
      long shared = wanted.stream().filter(words::contains).count();
      if (shared > best) {
        best = shared;
        found = document.name() + ": " + document.text();
      }
    }
    return found;
  }

  private static Set<String> words(String text) {
    Set<String> words =
        new TreeSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
    words.remove("");
    return words;
  }
}
