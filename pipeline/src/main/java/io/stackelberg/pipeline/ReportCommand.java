package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.FindingsWriter;
import io.stackelberg.pipeline.io.ReportWriter;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor report}: writes a run's page, tables and figures again from its results. */
@Command(
    name = "report",
    description = "Writes the report of a finished run again, from its results.json alone.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Nothing is run again. The run's files are checked against its manifest first; the new report",
      "takes the place of the old one and the manifest follows.",
      "",
      "Example:",
      "  governor report runs/embedded"
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN_DIR", description = "Directory of a finished run.")
  private Path run;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    ObjectNode manifest = RunDirectory.verified(run);
    List<String> files =
        manifest.path("files").propertyStream().map(java.util.Map.Entry::getKey).toList();
    JsonNode results = RunDirectory.tree(run.resolve("results.json"));
    manifest.remove("files");
    RunDirectory.write(run, manifest, folder -> {
      files.stream().filter(file -> !isReport(file)).forEach(file -> copy(file, folder));
      if (results.path("schema").asText().equals(Findings.SCHEMA)) {
        FindingsWriter.write(results, folder);
      } else {
        new ReportWriter().write(results, folder);
      }
    });
    spec.commandLine().getOut().println("-> " + run.resolve("report.html"));
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** Whether the writers of reports make this file. */
  private static boolean isReport(String file) {
    return file.equals("report.html")
        || file.equals("policies.csv")
        || file.startsWith("figures/")
        || file.startsWith("tables/");
  }

  private void copy(String file, Path folder) {
    try {
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(run.resolve(file), target);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
