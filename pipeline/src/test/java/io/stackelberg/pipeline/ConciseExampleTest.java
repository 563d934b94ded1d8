package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stackelberg.pipeline.Launches.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On recorded answers; skipped where they are absent. */
@Tag("slow")
class ConciseExampleTest {
  @Test
  void isRefusedWhereAFewPromptsSayNotSignificant() {
    Path data = Path.of(System.getProperty("governor.home")).resolve(ConciseExample.FILE);
    assumeTrue(Files.isRegularFile(data), "no recorded answers at " + data);
    Launch launch = Launches.launch("coverage", "--example", "concise");
    assertEquals(0, launch.code(), launch.err());
    ConciseExample example = ConciseExample.of(data, 20260622L);
    // Mean and standard error of the 476 paired differences, by another program: -.016605 and
    // .009447.
    assertEquals(476, example.pairs().size());
    assertEquals(-0.016604899493697478, example.quality().estimate(), 1e-12);
    assertEquals(
        -0.016604899493697478 - 1.6988619 * 0.009447087872655947,
        example.quality().asymptoticLower(),
        1e-5);
    assertTrue(example.quality().lower() < -ConciseExample.MARGIN);
    assertTrue(example.quality().lower() < example.quality().asymptoticLower());
    assertTrue(launch.out().contains("REFUSED"), launch.out());
    double share = example.insignificant().share();
    assertTrue(share > 0.85 && share < 0.96, "not significant in " + share);
  }
}
