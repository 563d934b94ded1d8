package io.stackelberg.environment.language;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words with ids: {@link #END} closes a text, {@link #UNKNOWN} stands for every word left out, the others follow
 * from the most frequent to the rarest, equal counts in the order of their characters. Immutable.
 *
 * <p>A word is a run of letters (apostrophes inside it belong to it), a run of digits, or a sign; letters are
 * lowered, a run of one sign counts once, and underscores are blanks to be filled in, hence no words.
 */
public final class Vocabulary {
  /** Id of the end of a text; also what stands before its first word. */
  public static final int END = 0;
  /** Id of every word that is not in the vocabulary. */
  public static final int UNKNOWN = 1;

  private static final Pattern WORD =
      Pattern.compile("\\p{L}+(?:['\u2019]\\p{L}+)*|\\p{Nd}+|([^\\s\\p{L}\\p{Nd}\\p{C}_])\\1*");

  private final List<String> words;
  private final Map<String, Integer> ids = new HashMap<>();

  private Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    for (int id = 0; id < words.size(); id++) {
      ids.put(words.get(id), id);
    }
  }

  /**
   * The most frequent words of some texts.
   *
   * @param texts at least one
   * @param maxSize ids at most, end and unknown included, at least 3
   */
  public static Vocabulary of(List<String> texts, int maxSize) {
    Require.nonEmpty("texts", texts);
    Require.atLeast("maxSize", maxSize, 3);
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      split(text).forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    List<String> ordered = new ArrayList<>(counts.keySet());
    ordered.sort(Comparator.<String>comparingInt(counts::get)
        .reversed()
        .thenComparing(Comparator.naturalOrder()));
    List<String> words = new ArrayList<>(List.of("</s>", "<unk>"));
    words.addAll(ordered.subList(0, Math.min(ordered.size(), maxSize - 2)));
    return new Vocabulary(words);
  }

  /** Words of a text in order, letters lowered. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      String word = matcher.group(1) == null ? matcher.group() : matcher.group(1);
      words.add(word.replace('\u2019', '\'').toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** Number of ids, end and unknown included. */
  public int size() {
    return words.size();
  }

  /** The word of an id, such as {@code </s>} for the end. */
  public String word(int id) {
    return words.get(id);
  }

  /** The id of a word in lower case, {@link #UNKNOWN} where there is none. */
  public int id(String word) {
    return ids.getOrDefault(word, UNKNOWN);
  }

  /** Ids of the words of a text, without an end; a fresh array. */
  public int[] encode(String text) {
    return split(text).stream().mapToInt(this::id).toArray();
  }

  /** Words of ids, joined by spaces. */
  public String decode(List<Integer> tokens) {
    return String.join(" ", tokens.stream().map(words::get).toList());
  }
}
