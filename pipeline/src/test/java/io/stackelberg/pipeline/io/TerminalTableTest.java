package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTableTest {
  private final TerminalTable terminal = new TerminalTable();

  @Test
  void theLayoutIsAligned() {
    List<String> lines =
        terminal.table(Fixtures.results(Fixtures.REPLAY)).lines().toList();
    assertEquals(
        "policy                     tokens/turn  saving       95 % CI  Welch p  quality  change           95 % CI"
            + "  Welch p  non-inf (margin 0.03)  cost-of-pass",
        lines.get(0));
    assertEquals(
        "fixed:detailed (baseline)        512.3       -             -        -    0.760       -                 -"
            + "        -              reference         674.0",
        lines.get(1));
    assertEquals(
        "repaired                         455.1  11.2 %   [9.6, 12.8]   <0.001    0.755  -0.005   [-0.038, 0.028]"
            + "    0.823           NO (p 0.068)         602.6",
        lines.get(2));
    assertTrue(lines.get(7).startsWith("oracle * "), lines.get(7));
    assertTrue(lines.get(10).startsWith("* optimistic"), lines.get(10));
  }

  @Test
  void dominatedFixedActionsAreCountedNotListed() {
    ObjectNode results = Fixtures.results(Fixtures.SIMULATED);
    String table = terminal.table(results);
    long listed = table.lines().filter(line -> line.startsWith("fixed:")).count();
    assertEquals(14, listed);
    assertTrue(table.contains("... and 13 more fixed actions"), table);
    assertTrue(table.contains("policies.csv"), table);
    assertEquals(27, listed + 13);
  }

  @Test
  void theKindOfEvidenceIsNamed() {
    assertTrue(terminal
        .table(Fixtures.results(Fixtures.SIMULATED))
        .contains("Evidence: T1 simulated. A simulated executor"));
  }

  @Test
  void unknownNumbersAreNotZero() {
    String table = terminal.table(Fixtures.withoutNumbers(Fixtures.results(Fixtures.REPLAY)));
    String row =
        table.lines().filter(line -> line.startsWith("repaired")).findFirst().orElseThrow();
    assertFalse(row.contains("0"), row);
    assertTrue(row.contains("n/a"), row);
  }

  @Test
  void aNameCannotMoveTheCursor() {
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    Fixtures.policy(results, "random").put("name", "\u001b[2Jrandom\n");
    String table = terminal.table(results);
    assertFalse(table.contains("\u001b"));
    assertTrue(table.contains("?[2Jrandom?"), table);
  }

  @Test
  void anotherSchemaIsRefused() {
    var empty = new ObjectMapper().createObjectNode();
    var failure = assertThrows(IllegalArgumentException.class, () -> terminal.table(empty));
    assertEquals("schema is missing, expected results/1 (results.json).", failure.getMessage());
  }
}
