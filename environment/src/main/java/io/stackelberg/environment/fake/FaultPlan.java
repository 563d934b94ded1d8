package io.stackelberg.environment.fake;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which request meets which fault: a script by number of the request, and a rate for all others.
 *
 * <p>The rate's draw depends on seed, idempotency key and attempt alone, so that neither the number of
 * client threads nor a restart changes what a logical call meets. A request without a key is drawn by its
 * number.
 *
 * @param script first match wins
 * @param rate share of requests that meet one of {@code faults}, in [0, 1]
 * @param faults drawn uniformly; not empty when {@code rate} is above 0
 * @param seed of the draws
 */
public record FaultPlan(List<Step> script, double rate, List<Fault> faults, long seed) {
  /** Nothing goes wrong. */
  public static final FaultPlan NONE = new FaultPlan(List.of(), 0, List.of(), 0);

  public FaultPlan {
    script = List.copyOf(script);
    faults = List.copyOf(faults);
    Require.inUnitInterval("fault rate", rate);
    if (rate > 0) {
      Require.nonEmpty("faults", faults);
    }
  }

  /**
   * A line of the script.
   *
   * @param from number of the first request that meets the fault, counted from 1
   * @param isFromThenOn whether all later ones meet it too
   */
  public record Step(long from, boolean isFromThenOn, Fault fault) {
    public Step {
      Require.atLeast("number of the request", from, 1L);
    }

    boolean covers(long number) {
      return isFromThenOn ? number >= from : number == from;
    }
  }

  /** A rate for all requests. */
  public static FaultPlan byRate(double rate, List<Fault> faults, long seed) {
    return new FaultPlan(List.of(), rate, faults, seed);
  }

  /** These faults in order, one per request from the first on; then none. */
  public static FaultPlan sequence(Fault... faults) {
    List<Step> steps = new ArrayList<>();
    for (Fault fault : faults) {
      steps.add(new Step(steps.size() + 1L, false, fault));
    }
    return new FaultPlan(steps, 0, List.of(), 0);
  }

  /**
   * Reads a script such as {@code 3:429,5+:wrong-model}: the third request is turned away, from the fifth on
   * another model answers.
   */
  public static List<Step> script(String text) {
    List<Step> steps = new ArrayList<>();
    for (String part : text.split(",")) {
      int colon = part.indexOf(':');
      String number = colon < 0 ? "" : part.substring(0, colon).strip();
      boolean isFromThenOn = number.endsWith("+");
      String digits = isFromThenOn ? number.substring(0, number.length() - 1) : number;
      if (!digits.matches("[0-9]{1,18}")) {
        throw Require.unexpected(
            "step of the script", "\"" + part + "\"", "NUMBER:FAULT or NUMBER+:FAULT, as 3:429");
      }
      steps.add(
          new Step(Long.parseLong(digits), isFromThenOn, Fault.of(part.substring(colon + 1))));
    }
    return List.copyOf(steps);
  }

  /**
   * The fault a request meets.
   *
   * @param number of the request, from 1 in order of arrival
   * @param key its idempotency key, empty if it has none
   * @param attempt how often this key was seen, this time included
   */
  public Optional<Fault> faultAt(long number, String key, int attempt) {
    for (Step step : script) {
      if (step.covers(number)) {
        return Optional.of(step.fault());
      }
    }
    if (rate == 0) {
      return Optional.empty();
    }
    var draws =
        new SeedSplitter(seed).generator("fault", key, "" + (key.isEmpty() ? number : attempt));
    return draws.nextDouble() < rate
        ? Optional.of(faults.get(draws.nextInt(faults.size())))
        : Optional.empty();
  }
}
