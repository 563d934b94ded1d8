package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.pipeline.io.CoverageStudies.Finished;
import io.stackelberg.pipeline.io.CoverageStudies.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTableTest {
  private static Statement statement(
      String mode, String claim, double threshold, double lower, double upper, double truth) {
    return new Statement(mode, claim, 200, threshold, lower, upper, truth);
  }

  /** Studies whose interval of the change of quality is this one. */
  private static List<Finished> studies(int count, double lower, double upper, double truth) {
    List<Finished> studies = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      List<Statement> statements = new ArrayList<>();
      for (String mode : CoverageExperiment.MODES) {
        statements.add(statement(mode, CoverageExperiment.SAVING, 0, 0.1, 0.2, 0.15));
        statements.add(statement(mode, CoverageExperiment.QUALITY, -0.03, lower, upper, truth));
      }
      studies.add(new Finished(number, "planted", 0.001, 0.0005, 0.002, statements));
    }
    return studies;
  }

  private static List<Finished> mixed(int right, int wrong) {
    List<Finished> studies = new ArrayList<>(studies(right, -0.02, 0.02, 0));
    studies.addAll(studies(wrong, 0.01, 0.02, 0));
    return studies;
  }

  private static CoverageTable table(String scenario, List<Finished> studies) {
    CoverageTable table = new CoverageTable(0.05, 0.025);
    table.add(CoverageScenario.named(scenario), studies);
    return table;
  }

  @Test
  void aRequirementFailsOnceTheIntervalOfTheCountExceedsIt() {
    // Clopper-Pearson for 36 of 1000 begins at .02532, for 35 at .02450, around the .025 of one
    // claim.
    assertTrue(table("paper-like", mixed(965, 35)).holds());
    CoverageTable many = table("paper-like", mixed(964, 36));
    assertFalse(many.holds());
    CoverageTable.Row row = many.rows().get(0);
    assertEquals(36, row.missedQuality().successes());
    assertEquals(0, row.missedSaving().successes());
    assertEquals(1, row.failures().size(), row.failures().toString());
    assertTrue(many.markdown().contains("changes of quality missed"));
  }

  @Test
  void nothingIsRequiredOfTheAsymptoticLimits() {
    CoverageTable table = table("paper-like", mixed(0, 50));
    assertTrue(table.rows().stream()
        .filter(row -> row.mode().equals(CoverageExperiment.ASYMPTOTIC))
        .allMatch(row -> row.failures().isEmpty() && row.missed().successes() == 50));
  }

  @Test
  void anUnsafePolicyThatIsShownOnceFails() {
    List<Finished> studies = new ArrayList<>(studies(99, -0.05, -0.02, -0.04));
    assertTrue(table("planted-unsafe", studies).holds());
    studies.addAll(studies(1, -0.025, 0, -0.04));
    CoverageTable table = table("planted-unsafe", studies);
    assertFalse(table.holds());
    assertEquals(1, table.rows().get(0).falseVerdicts().successes());
  }

  @Test
  void aPlantedLossBelowTwoStandardErrorsIsNoTest() {
    assertFalse(table("planted-unsafe", studies(10, -0.05, -0.02, -0.033)).holds());
  }

  @Test
  void missingPowerFails() {
    assertTrue(table("planted-saving", studies(10, -0.02, 0.02, 0)).holds());
    assertFalse(table("planted-saving", studies(10, -0.05, 0.02, 0)).holds());
  }
}
