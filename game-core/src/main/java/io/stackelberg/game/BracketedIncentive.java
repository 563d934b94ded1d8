package io.stackelberg.game;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Announced schedule that pays for saved tokens at a rate that changes from bracket to bracket, as an
 * income tax does.
 *
 * <p>With breakpoints 100 and 300 and slopes 1, 2, 0.5 the first hundred saved tokens earn 1 each, the next
 * two hundred 2 each, all others 0.5 each. No slope is negative, so the payment never falls as more is
 * saved, and nothing is paid for using more than the reference. One bracket is the flat incentive of an
 * {@link Announcement} under {@link IncentiveForm#SUBSIDY}.
 *
 * @param breakpoints saved tokens at which a bracket ends and the next begins, above 0, strictly increasing;
 *     empty for one bracket
 * @param slopes payment per saved token, one per bracket, each at least 0
 */
public record BracketedIncentive(List<Double> breakpoints, List<Double> slopes)
    implements Commitment {
  public BracketedIncentive {
    breakpoints = List.copyOf(breakpoints);
    slopes = List.copyOf(slopes);
    requireBreakpoints(breakpoints);
    if (slopes.size() != breakpoints.size() + 1) {
      throw Require.unexpected(
          "number of slopes", slopes.size(), breakpoints.size() + 1 + ", one per bracket");
    }
    slopes.forEach(slope -> Require.nonNegative("slope", slope));
  }

  /** Throws unless every breakpoint is finite, above 0 and above the one before. */
  public static void requireBreakpoints(List<Double> breakpoints) {
    double before = 0;
    for (double breakpoint : breakpoints) {
      Require.positive("breakpoint", breakpoint);
      if (!(breakpoint > before)) {
        throw Require.unexpected("breakpoint", breakpoint, "a number above " + before);
      }
      before = breakpoint;
    }
  }

  /**
   * How many of the saved tokens lie in each bracket; the payment is these times the slopes.
   *
   * @param savedTokens saved against the reference; nothing lies in any bracket when it is below 0
   * @return one number per bracket, at least 0
   */
  public static List<Double> tokensPerBracket(List<Double> breakpoints, double savedTokens) {
    Require.finite("savedTokens", savedTokens);
    List<Double> tokens = new ArrayList<>();
    double from = 0;
    for (double to : breakpoints) {
      tokens.add(Math.max(0, Math.min(savedTokens, to) - from));
      from = to;
    }
    tokens.add(Math.max(0, savedTokens - from));
    return tokens;
  }

  /** What the leader pays for this many saved tokens, at least 0; 0 when none are saved. */
  public double payment(double savedTokens) {
    List<Double> tokens = tokensPerBracket(breakpoints, savedTokens);
    double sum = 0;
    for (int bracket = 0; bracket < slopes.size(); bracket++) {
      sum += slopes.get(bracket) * tokens.get(bracket);
    }
    return sum;
  }

  /** Whether no bracket pays less per token than the one before: progressive. */
  public boolean isConvex() {
    return slopes.equals(slopes.stream().sorted().toList());
  }

  /** Whether no bracket pays more per token than the one before: regressive. */
  public boolean isConcave() {
    return slopes.equals(slopes.stream().sorted(Collections.reverseOrder()).toList());
  }

  @Override
  public SortedMap<String, Double> coordinates() {
    SortedMap<String, Double> coordinates = new TreeMap<>();
    for (int bracket = 0; bracket < slopes.size(); bracket++) {
      // The breakpoint is part of the name: distances between other brackets mean nothing.
      coordinates.put(coordinate(breakpoints, bracket), slopes.get(bracket));
    }
    return Collections.unmodifiableSortedMap(coordinates);
  }

  /** Name of a bracket's slope: {@code slope_from_} and the saved tokens at which it begins. */
  public static String coordinate(List<Double> breakpoints, int bracketIndex) {
    return "slope_from_" + (bracketIndex == 0 ? 0.0 : breakpoints.get(bracketIndex - 1));
  }

  @Override
  public String label() {
    return "slopes=" + slopes + "@" + breakpoints;
  }
}
