package io.stackelberg.environment.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
  /** 10,000 draws at rate 0.1 deviate by more than 5 standard errors of 0.003 with probability 6e-7. */
  @Test
  void rateIsTheShareAndDependsOnKeyAndAttemptAlone() {
    FaultPlan plan = FaultPlan.byRate(0.1, Fault.list("429,cut-stream"), 3);
    int met = 0;
    for (int call = 0; call < 10_000; call++) {
      Optional<Fault> fault = plan.faultAt(call + 1, "key" + call, 1);
      assertEquals(fault, plan.faultAt(77, "key" + call, 1));
      met += fault.isPresent() ? 1 : 0;
    }
    assertEquals(0.1, met / 10_000.0, 0.015);
  }

  @Test
  void scriptGoesBeforeTheRate() {
    FaultPlan plan =
        new FaultPlan(FaultPlan.script("3:429, 5+:wrong-model"), 1, List.of(Fault.CONFLICT), 0);
    assertEquals(Optional.of(Fault.CONFLICT), plan.faultAt(1, "", 1));
    assertEquals(Optional.of(Fault.RATE_LIMIT), plan.faultAt(3, "", 1));
    assertEquals(Optional.of(Fault.WRONG_MODEL), plan.faultAt(9, "", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"429", "x:429", "0:429", "1:no-such-fault", "+:429", ""})
  void badScriptsAreNamed(String script) {
    assertThrows(IllegalArgumentException.class, () -> FaultPlan.script(script));
  }

  @Test
  void namesAreDistinctAndListed() {
    assertEquals(
        Fault.values().length,
        Fault.list("all").stream().map(Fault::id).distinct().count());
    String message =
        assertThrows(IllegalArgumentException.class, () -> Fault.list("430")).getMessage();
    assertTrue(message.contains("\"430\"") && message.contains("cut-stream"), message);
  }

  @Test
  void rateNeedsFaults() {
    assertThrows(IllegalArgumentException.class, () -> FaultPlan.byRate(0.1, List.of(), 0));
  }
}
