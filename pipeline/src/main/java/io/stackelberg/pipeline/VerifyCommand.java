package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor verify}: recomputes a certificate from the files of its run. */
@Command(
    name = "verify",
    description =
        "Recomputes a certificate from the files of its run and names the first difference.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Nothing is signed: that the run itself was honest, and the raw data behind it, is not verified.",
      "",
      "Exit code: 0 every byte and number is the same; 1 something differs; 2 wrong usage.",
      "",
      "Examples:",
      "  governor verify runs/routing/certificate.json",
      "  governor verify certificate.json --run-dir copied/routing"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int DIFFERS = 1;

  @Parameters(paramLabel = "CERTIFICATE", description = "A certificate.")
  private Path file;

  @Option(
      names = {"--run-dir", "--run"},
      paramLabel = "RUN_DIR",
      description =
          "Directory of its run; where the certificate says, seen from its own folder, if absent.")
  private Optional<Path> run;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    String text = RunDirectory.read(file);
    Optional<String> difference = difference(text);
    var console = spec.commandLine().getOut();
    console.println(difference
        .map(found -> "DIFFERS  " + found)
        .orElse("VERIFIED  every file and number is the same (" + file.getFileName() + ")"));
    console.flush();
    return difference.isPresent() ? DIFFERS : 0;
  }

  private Optional<String> difference(String text) {
    ObjectNode certificate;
    ObjectNode rebuilt;
    try {
      certificate = RunDirectory.tree(file);
      if (!certificate.path("sha256").asText().equals(RunCertificate.seal(certificate))) {
        return Optional.of("the certificate is not as it was written (its field sha256).");
      }
      String location = certificate.path("run").asText();
      Path folder = run.orElseGet(
          () -> file.toAbsolutePath().getParent().resolve(location).normalize());
      // The files first: a changed byte is named by its file, not by a number that it moved.
      RunDirectory.verified(folder);
      rebuilt = RunCertificate.build(
          folder,
          RunCertificate.Options.of(certificate.path("declared")),
          certificate.path("created").asText(),
          location);
    } catch (InputException found) {
      return Optional.of(found.getMessage());
    }
    Optional<String> field = firstDifference("", certificate, rebuilt);
    if (field.isPresent()) {
      return field;
    }
    return text.equals(RunDirectory.json(rebuilt))
        ? Optional.empty()
        : Optional.of("the certificate's bytes, though not its values.");
  }

  /** Path of the first field that differs, with both values. */
  static Optional<String> firstDifference(String path, JsonNode certified, JsonNode recomputed) {
    if (certified.isObject() && recomputed.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      certified.fieldNames().forEachRemaining(names::add);
      recomputed.fieldNames().forEachRemaining(names::add);
      // The hash of all comes last: it differs whenever anything does.
      if (names.remove("sha256")) {
        names.add("sha256");
      }
      for (String name : names) {
        Optional<String> inside =
            firstDifference(path + "/" + name, certified.path(name), recomputed.path(name));
        if (inside.isPresent()) {
          return inside;
        }
      }
      return Optional.empty();
    }
    if (certified.isArray() && recomputed.isArray() && certified.size() == recomputed.size()) {
      for (int index = 0; index < certified.size(); index++) {
        Optional<String> inside =
            firstDifference(path + "/" + index, certified.get(index), recomputed.get(index));
        if (inside.isPresent()) {
          return inside;
        }
      }
      return Optional.empty();
    }
    boolean same = certified.isNumber() && recomputed.isNumber()
        ? certified.asText().equals(recomputed.asText())
        : certified.equals(recomputed);
    return same
        ? Optional.empty()
        : Optional.of(path + " is " + certified + ", recomputed " + recomputed + ".");
  }
}
