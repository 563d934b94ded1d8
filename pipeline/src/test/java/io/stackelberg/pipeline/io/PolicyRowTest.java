package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyRowTest {
  @Test
  void theBaselineLeadsThePoliciesAndFixedActionsFollow() {
    assertEquals(
        List.of(
            "fixed:detailed",
            "repaired",
            "learned",
            "mixture",
            "shuffled",
            "random",
            "oracle",
            "fixed:brief",
            "fixed:standard"),
        names(PolicyRow.allOf(Fixtures.results(Fixtures.REPLAY))));
  }

  @Test
  void aFixedActionIsDominatedByOneThatIsNoDearerAndNoWorse() {
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    // standard (0.7446) now costs as much as detailed (0.7601), which is better.
    Fixtures.policy(results, "fixed:standard").put("meanCost", 512.3);
    assertEquals(List.of("fixed:standard"), dominated(results));
    // Equal in both: neither dominates the other.
    Fixtures.policy(results, "fixed:standard").put("meanQuality", 0.7601);
    assertEquals(List.of(), dominated(results));
    Fixtures.policy(results, "fixed:standard").put("meanCost", 900.0).putNull("meanQuality");
    assertEquals(List.of(), dominated(results));
  }

  @Test
  void aDominatedBaselineIsStillShown() {
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    Fixtures.policy(results, "fixed:detailed").put("meanQuality", 0.1);
    List<PolicyRow> rows = PolicyRow.allOf(results);
    assertEquals(List.of("fixed:detailed"), dominated(results));
    assertEquals(names(rows), names(PolicyRow.headOf(rows)));
  }

  private static List<String> dominated(ObjectNode results) {
    return names(
        PolicyRow.allOf(results).stream().filter(PolicyRow::isDominated).toList());
  }

  private static List<String> names(List<PolicyRow> rows) {
    return rows.stream().map(PolicyRow::name).toList();
  }
}
