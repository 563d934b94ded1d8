package io.stackelberg.environment.fake;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Verbosity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the system messages of a request say about resources, in lines of the form {@code name: value}; a
 * real model reads the prose around them as well.
 */
record GovernanceNote(
    OptionalDouble qualityTarget,
    OptionalDouble costIncentive,
    Optional<ResourceVector> imposed,
    List<ResourceVector> menu,
    Optional<String> kind,
    OptionalLong historyTokens,
    boolean isJudging) {
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\s*([A-Za-z][A-Za-z ]*):[ \\t]*(\\S+)[ \\t]*$");
  private static final Pattern ACTION =
      Pattern.compile("c([0-9.]+(?:E-?[0-9]+)?)-(concise|normal|verbose)-t([0-9]{1,6})");
  private static final Pattern MENU = Pattern.compile("(?m)^\\s*- (c\\S+-t[0-9]+)");

  static GovernanceNote read(AskedChat asked) {
    OptionalDouble target = OptionalDouble.empty();
    OptionalDouble incentive = OptionalDouble.empty();
    Optional<ResourceVector> imposed = Optional.empty();
    List<ResourceVector> menu = new ArrayList<>();
    Optional<String> kind = Optional.empty();
    OptionalLong history = OptionalLong.empty();
    boolean isJudging = false;
    for (AskedChat.Message message : asked.messages()) {
      if (!message.role().equals("system")) {
        continue;
      }
      Matcher lines = LINE.matcher(message.text());
      while (lines.find()) {
        String value = lines.group(2);
        switch (lines.group(1).toLowerCase(Locale.ROOT)) {
          case "quality target" -> target = number(value, 1);
          case "cost incentive" -> incentive = number(value, Double.MAX_VALUE);
          case "resource action" -> imposed = action(value);
          case "task kind" -> kind = Optional.of(value);
          case "history tokens" ->
            history = value.matches("[0-9]{1,12}")
                ? OptionalLong.of(Long.parseLong(value))
                : OptionalLong.empty();
          case "judge" -> isJudging = true;
          default -> {
            // Prose that happens to look like a line of ours.
          }
        }
      }
      MENU.matcher(message.text())
          .results()
          .forEach(entry -> action(entry.group(1)).ifPresent(menu::add));
    }
    return new GovernanceNote(
        target, incentive, imposed, menu.stream().distinct().toList(), kind, history, isJudging);
  }

  /** What is announced; what is not said is a full target without incentive. */
  Announcement announcement() {
    return new Announcement(qualityTarget.orElse(1), costIncentive.orElse(0));
  }

  private static OptionalDouble number(String text, double high) {
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,18})?(E-?[0-9]{1,2})?")) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return value <= high ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Reads an id such as {@code c0.75-normal-t1}. */
  private static Optional<ResourceVector> action(String id) {
    Matcher parts = ACTION.matcher(id);
    if (!parts.matches()) {
      return Optional.empty();
    }
    OptionalDouble retention = number(parts.group(1), 1);
    return retention.isEmpty()
        ? Optional.empty()
        : Optional.of(new ResourceVector(
            retention.getAsDouble(),
            Verbosity.valueOf(parts.group(2).toUpperCase(Locale.ROOT)),
            Integer.parseInt(parts.group(3))));
  }
}
