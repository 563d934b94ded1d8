package io.stackelberg.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --classpath}. */
final class ClasspathOption {
  @Option(
      names = "--classpath",
      paramLabel = "JAR",
      description =
          "Jar whose solvers, estimators and repair strategies a study may name. Repeatable.")
  private List<Path> jars = new ArrayList<>();

  /** What the jars add. */
  List<Extension> extensions() {
    return Extensions.of(jars);
  }
}
