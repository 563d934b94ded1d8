package io.stackelberg.pipeline.reproduce.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void kappaOfAHandMadeTable() {
    // 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: share 0.7, by chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5,
    // kappa 0.4.
    boolean[] first = new boolean[50];
    boolean[] second = new boolean[50];
    for (int unit = 0; unit < 50; unit++) {
      first[unit] = unit < 25;
      second[unit] = unit < 20 || unit >= 25 && unit < 35;
    }
    Agreement agreement = Agreement.of(first, second, IntStream.range(0, 50).toArray());

    assertEquals(0.7, agreement.share().estimate(), 1e-12);
    assertEquals(0.4, agreement.kappa().estimate(), 1e-12);
    // Large-sample error sqrt(p(1-p)/n)/(1-pe) = sqrt(0.7·0.3/50)/0.5 = 0.1296 (Cohen), half-width
    // 0.26 by t.
    assertEquals(0.26, agreement.kappa().high() - 0.4, 0.03);
  }

  @Test
  void equalAnswersAgreeAndOppositeOnesDisagree() {
    boolean[] yes = {true, false, true, false};
    boolean[] no = {false, true, false, true};
    int[] documents = {0, 0, 1, 1};

    assertEquals(1, Agreement.of(yes, yes, documents).kappa().estimate(), 1e-12);
    assertEquals(-1, Agreement.of(yes, no, documents).kappa().estimate(), 1e-12);
    assertTrue(Agreement.of(yes, no, documents).share().estimate() == 0);
  }
}
