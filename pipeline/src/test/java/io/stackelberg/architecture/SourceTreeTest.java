package io.stackelberg.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every rule on the source tree can fail. */
class SourceTreeTest {
  // Put together here, so that this file cites nothing itself.
  private static final String KNOWN = "[" + "nash1950equilibrium]";
  private static final String UNKNOWN = "[" + "nobody1900nothing]";

  @TempDir
  Path home;

  private SourceTree tree;

  @BeforeEach
  void writeBibliography() throws IOException {
    tree = new SourceTree(home);
    write("docs/references.bib", "% comment\n@article{nash1950equilibrium,\n  title = {x}\n}\n");
  }

  @Test
  void findsPackagesWithoutInfo() throws IOException {
    write("leader-opt/src/main/java/io/stackelberg/leader/A.java", "");
    write("repair/src/main/java/io/stackelberg/repair/B.java", "");
    write("repair/src/main/java/io/stackelberg/repair/package-info.java", "");
    assertEquals(
        List.of("leader-opt/src/main/java/io/stackelberg/leader"), tree.packagesWithoutInfo());
  }

  @Test
  void findsSourcesOutsideTheirModule() throws IOException {
    write("leader-opt/src/main/java/io/stackelberg/game/A.java", "");
    write("leader-opt/src/main/java/io/stackelberg/leader/B.java", "");
    assertEquals(
        List.of("leader-opt/src/main/java/io/stackelberg/game/A.java"),
        tree.sourcesOutsideTheirModule());
  }

  @Test
  void findsUnknownCitationsInSourcesTestsAndDocuments() throws IOException {
    write("repair/src/main/java/io/stackelberg/repair/A.java", "/** " + KNOWN + " */");
    write("repair/src/test/java/io/stackelberg/repair/ATest.java", "// " + UNKNOWN);
    write("docs/algorithms.md", "| " + KNOWN + " | " + UNKNOWN + " |");
    assertEquals(
        List.of(
            "nobody1900nothing (repair/src/test/java/io/stackelberg/repair/ATest.java)",
            "nobody1900nothing (docs/algorithms.md)"),
        tree.unknownCitations());
  }

  @Test
  void everyCitationIsUnknownWithoutABibliography() throws IOException {
    Files.delete(home.resolve("docs/references.bib"));
    write("docs/algorithms.md", KNOWN);
    assertEquals(List.of("nash1950equilibrium (docs/algorithms.md)"), tree.unknownCitations());
  }

  @Test
  void readsSeveralKeysInOneBracketAndNoArrayIndex() {
    assertEquals(
        Set.of("a-b2000one", "c2001two"),
        SourceTree.keys("[" + "a-b2000one;\n * c2001two] values[index] [10] [2026-11-21]"));
  }

  @Test
  void findsSourceParagraphsWithoutKey() throws IOException {
    write("repair/src/main/java/io/stackelberg/repair/A.java", """
        /**
         * Something.
         *
         * <p>Source: Nash (1950), which is
         * on the next line %s, and more.
         *
         * <p>Source: a friend
         * of mine.
         *
         * @param x %s
         */
        """.formatted(KNOWN, KNOWN));
    assertEquals(
        List.of("repair/src/main/java/io/stackelberg/repair/A.java: Source: a friend of mine."),
        tree.sourcesWithoutKey());
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
