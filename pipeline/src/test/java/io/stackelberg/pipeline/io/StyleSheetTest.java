package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contrast after WCAG 2.2: (L1 + 0.05) / (L2 + 0.05) of relative luminances, at least 4.5 for text. */
class StyleSheetTest {
  private static final double LEAST = 4.5;
  private static final Pattern COLOUR = Pattern.compile("--([a-z]+): #([0-9a-f]{6})");
  private static final List<String> GROUNDS = List.of("background", "raised", "rule");

  @Test
  void contrastOfBlackOnWhiteIsTwentyOne() {
    assertEquals(21, contrast(new double[] {0, 0, 0}, new double[] {1, 1, 1}), 1e-12);
  }

  @Test
  void everyColourOfTextAndMarksCanBeReadInBothThemes() {
    for (Map<String, double[]> theme : List.of(light(), dark())) {
      assertTrue(theme.size() >= 14, theme.keySet().toString());
      theme.forEach((name, colour) -> {
        if (!GROUNDS.contains(name)) {
          for (String ground : List.of("background", "raised")) {
            double contrast = contrast(colour, theme.get(ground));
            assertTrue(contrast >= LEAST, name + " on " + ground + ": " + contrast);
          }
        }
      });
    }
  }

  @Test
  void numbersCanBeReadOnTheDeepestCellOfAMap() {
    for (Map<String, double[]> theme : List.of(light(), dark())) {
      for (String policy : List.of("learned", "repaired")) {
        double[] cell = new double[3];
        for (int channel = 0; channel < 3; channel++) {
          cell[channel] = HeatMapFigure.DEEPEST * theme.get(policy)[channel]
              + (1 - HeatMapFigure.DEEPEST) * theme.get("background")[channel];
        }
        double contrast = contrast(theme.get("ink"), cell);
        assertTrue(contrast >= LEAST, policy + ": " + contrast);
      }
    }
  }

  private static Map<String, double[]> light() {
    String page = StyleSheet.PAGE.text();
    return colours(StyleSheet.FIGURE.text() + page.substring(0, page.indexOf("@media")));
  }

  private static Map<String, double[]> dark() {
    String page = StyleSheet.PAGE.text();
    int start = page.indexOf("prefers-color-scheme: dark");
    return colours(page.substring(start, page.indexOf("* {", start)));
  }

  private static Map<String, double[]> colours(String sheet) {
    Map<String, double[]> colours = new LinkedHashMap<>();
    Matcher matcher = COLOUR.matcher(sheet);
    while (matcher.find()) {
      int code = Integer.parseInt(matcher.group(2), 16);
      colours.put(
          matcher.group(1),
          new double[] {(code >> 16) / 255.0, (code >> 8 & 255) / 255.0, (code & 255) / 255.0});
    }
    return colours;
  }

  private static double contrast(double[] one, double[] other) {
    double first = luminance(one);
    double second = luminance(other);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(double[] colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      double value = colour[channel];
      sum += weights[channel]
          * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
