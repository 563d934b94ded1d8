package io.stackelberg.game.catalog;

import io.stackelberg.game.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Named game together with what is known about it.
 *
 * @param <G> form of the game
 * @param name short name, unique within {@link Catalog}
 * @param description one sentence
 * @param game the game
 * @param answers at least one, of distinct quantities
 */
public record KnownGame<G>(String name, String description, G game, List<KnownAnswer> answers) {
  public KnownGame {
    Require.nonBlank("name", name);
    Require.nonBlank("description", description);
    answers = List.copyOf(Require.nonEmpty("answers", answers));
    Set<String> quantities = new HashSet<>();
    for (KnownAnswer answer : answers) {
      if (!quantities.add(answer.quantity())) {
        throw Require.unexpected(
            "quantity", "\"" + answer.quantity() + "\" twice", "distinct quantities");
      }
    }
  }

  /**
   * The answer with this quantity.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known ones
   */
  public KnownAnswer answer(String quantity) {
    return answers.stream()
        .filter(answer -> answer.quantity().equals(quantity))
        .findFirst()
        .orElseThrow(() -> Require.unexpected(
            "quantity",
            "\"" + quantity + "\"",
            "one of " + answers.stream().map(KnownAnswer::quantity).toList()));
  }
}
