package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RepairStudyTest {
  private static final int STUDIES = 30;

  /**
   * The short version of {@code governor repair-study}. A repair whose policies violate with probability at most
   * δ = 0.05 does so in more than 7 of 30 studies with probability below 1e-3 (binomial). Unrepaired policies
   * violate in about 0.4 of studies at a temperature times 4 (docs/repair.md): fewer than 3 of 30 with probability
   * below 1e-3.
   */
  @Tag("slow")
  @Test
  void repairKeepsItsWordWhereTheRawPolicyDoesNot() {
    RepairStudy study = new RepairStudy(STUDIES, 1000, 800, 0.03, 0.05, 7);
    List<RepairStudy.Row> rows =
        study.run("temperature x4", RepairStudy.shifts().get("temperature x4"));
    assertEquals(RepairStudy.strategies().size(), rows.size());
    for (RepairStudy.Row row : rows) {
      if (row.strategy().equals("none")) {
        assertTrue(row.violations() >= 3, row.toString());
      } else {
        assertTrue(row.violations() <= 7, row.toString());
      }
    }
    // Otherwise a repair that always plays the baseline would pass.
    assertTrue(rows.stream().anyMatch(r -> r.strategy().equals("hcpi") && r.fallbacks() < STUDIES));
  }

  @Test
  void equalSeedsGiveEqualTables() {
    RepairStudy study = new RepairStudy(2, 200, 60, 0.03, 0.05, 7);
    var none = RepairStudy.shifts().get("none");
    assertEquals(study.run("none", none), study.run("none", none));
  }
}
