package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.FindingsWriter;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.reproduce.Reproduction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor reproduce}: one experiment by name, from its seed to its page. */
@Command(
    name = "reproduce",
    description =
        "Runs an experiment by name and writes its findings; lists them where no name is given.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The directory holds report.html, results.json, tables/*.csv, figures/*.svg and manifest.json;",
      "protocol.yaml too where an experiment declares one. It lies beside the directory until the run is done.",
      "No key and no network is needed. Equal seeds give equal results.json, whatever the threads.",
      "",
      "Examples:",
      "  governor reproduce",
      "  governor reproduce paper --out runs/paper"
    })
final class ReproduceCommand implements Callable<Integer> {
  private static final long SEED = 20260622;
  private static final String PROTOCOL = "protocol.yaml";

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The experiment; a list of all where absent.")
  private Optional<String> name;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed; " + SEED + " where absent.",
      defaultValue = "" + SEED)
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory of the findings; runs/<name> where absent.")
  private Optional<Path> out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; the answer does not depend on it. All processors where absent.")
  private Optional<Integer> threads;

  @Option(names = "--brief", description = "A small version, as tests run it.")
  private boolean isBrief;

  @Option(names = "--quiet", description = "No progress on stderr.")
  private boolean isQuiet;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    Map<String, Reproduction> known = new TreeMap<>(Guice.createInjector(new ReproductionModule())
        .getInstance(Key.get(new TypeLiteral<Map<String, Reproduction>>() {})));
    var console = spec.commandLine().getOut();
    if (name.isEmpty()) {
      known.forEach((key, experiment) ->
          console.println(String.format("%-22s %s", key, experiment.summary())));
      console.flush();
      return 0;
    }
    Reproduction experiment = known.get(name.get());
    if (experiment == null) {
      throw InputException.invalid(
          "NAME is \"" + name.get() + "\", expected one of " + known.keySet() + ".");
    }
    int workers = threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    if (workers < 1) {
      throw InputException.invalid("--threads is " + workers + ", expected a whole number >= 1.");
    }
    Path directory = out.orElse(Path.of("runs", name.get()));
    RunDirectory.requireWritable(directory);
    Reproduction.Setting setting = new Reproduction.Setting(
        new SeedSplitter(seed),
        new StudySource(Optional.empty()).folders(),
        workers,
        isBrief,
        line -> {
          if (!isQuiet) {
            System.err.println(line);
          }
        });
    Path declared = declaredBeside(directory);
    Optional<String> protocol = experiment.protocol(setting);
    protocol.ifPresent(text -> RunDirectory.replace(declared, text));
    Findings findings = experiment.run(setting);
    protocol.ifPresent(text -> findings.details().put("protocolSha256", RunDirectory.hash(text)));
    ObjectNode tree = findings.tree();
    tree.put("seed", seed).put("brief", isBrief);
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("created", Instant.now().toString());
    manifest.put("experiment", name.get()).put("seed", seed);
    ObjectNode versions = manifest.putObject("versions");
    StudyRunner.versions().forEach(versions::put);
    RunDirectory.write(directory, manifest, folder -> {
      FindingsWriter.write(tree, folder);
      protocol.ifPresent(
          text -> RunDirectory.text(folder.resolve(PROTOCOL), RunDirectory.read(declared)));
    });
    protocol.ifPresent(text -> delete(declared));
    console.print(FindingsWriter.text(tree));
    console.println("-> " + directory.resolve("report.html"));
    console.flush();
    return 0;
  }

  /** Where a protocol lies from before the first turn until the run directory holds it. */
  private static Path declaredBeside(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    return absolute.resolveSibling(absolute.getFileName() + "." + PROTOCOL);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException undeleted) {
      throw new UncheckedIOException(undeleted);
    }
  }
}
