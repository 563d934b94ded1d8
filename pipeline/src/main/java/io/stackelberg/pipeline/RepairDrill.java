package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.fake.FakeServer;
import io.stackelberg.environment.fake.Fault;
import io.stackelberg.environment.fake.FaultPlan;
import io.stackelberg.environment.fake.RequestJournal;
import io.stackelberg.environment.fake.SampleTasks;
import io.stackelberg.environment.ledger.JournalLedger;
import io.stackelberg.environment.ledger.Verification;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Kills repairs at random moments and looks whether anything was lost or paid twice.
 *
 * <p>One repair against a local server runs through. The same repair is then run against a server of the same seed in a
 * process of its own, killed without warning at a random moment, started again, and so on until it ends; with kills left,
 * the next round begins anew.
 *
 * @param folder for everything, empty
 * @param kills processes to kill, at least 1
 * @param faultRate share of requests that the server turns away once
 * @param out hears of every round
 */
record RepairDrill(Path folder, int kills, double faultRate, long seed, PrintWriter out) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Everything of a result but times. */
  private static final List<String> COMPARED = List.of(
      "results.json",
      "repair.json",
      "evaluation.csv",
      "candidates.csv",
      "policy.csv",
      "policies.csv",
      "evidence.json",
      "config.resolved.yaml",
      "report.html");

  private static final String STUDY = """
      version: 1
      experiment: drill
      seed: 11
      environment:
        type: simulated
        profile: paper-like
        sessions: {fit: 30, calibrate: 8, evaluate: 8}
        turns: 2
      actions:
        context: [0.5, 1.0]
        verbosity: [concise, normal]
        tools: [0, 1]
      baseline: c1.0-normal-t1
      leader:
        quality_target: [0.5, 0.8]
        cost_incentive: [0.0, 0.4]
        slack: 0.05
      repair:
        name: non-inferiority
        safe_set: {min_sessions: 4}
        calibration: {sessions: 6, batch: 2}
      evaluation:
        tests: {margin: 0.1}
      """;

  /**
   * What a drill found.
   *
   * @param kills processes killed while they ran
   * @param killsBetweenCalls of these, how many struck after the first and before the last request of their round
   * @param rounds repairs brought to their end
   * @param requests that reached the servers
   * @param repeated requests under the name of a call that was answered before, but not yet settled
   * @param problems what must not be; empty when all is well
   */
  record Found(
      int kills,
      int killsBetweenCalls,
      int rounds,
      long requests,
      long repeated,
      List<String> problems) {}

  /** Runs the drill. */
  Found run() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("study.yaml"), STUDY);
    Files.write(
        folder.resolve("tasks.jsonl"),
        SampleTasks.lines(laws(), new SimulatedSessions("dry", 24, 2), seed));
    finish(child("run", "study.yaml", "--out", "run", "--progress", "none"));
    RandomGenerator random = new SeedSplitter(seed).generator("kills");
    int port;
    long whole;
    try (FakeServer server = server(0, "reference")) {
      port = server.baseUrl().getPort();
      long began = System.nanoTime();
      finish(repair(port, "reference"));
      whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }
    out.println("an uninterrupted repair took " + whole + " ms");
    List<String> problems = new ArrayList<>();
    int killed = 0;
    int between = 0;
    int rounds = 0;
    long requests = 0;
    long repeated = 0;
    while (killed < kills) {
      rounds++;
      String name = "round-" + rounds;
      List<Long> moments = new ArrayList<>();
      try (FakeServer server = server(port, name)) {
        boolean isOver = false;
        while (!isOver) {
          Process process = repair(port, name);
          boolean mayKill = killed < kills;
          boolean hasEnded = mayKill
              ? waitFor(process, server, whole, random)
              : process.waitFor(10, TimeUnit.MINUTES);
          if (hasEnded) {
            int code = process.exitValue();
            isOver = code == 0;
            if (code != 0 && code != RunStopped.UNAVAILABLE) {
              throw new IllegalStateException("repair ended with " + code + ": " + told(name));
            }
          } else {
            process.destroyForcibly().waitFor();
            if (!mayKill) {
              throw new IllegalStateException(
                  "a repair that nobody killed did not end in ten minutes.");
            }
            killed++;
            moments.add(System.currentTimeMillis());
          }
        }
        List<RequestJournal.Entry> entries = server.journal().entries();
        requests += entries.size();
        repeated += entries.stream().filter(RequestJournal.Entry::isRepeated).count();
        long first = entries.get(0).epochMillis();
        long last = entries.get(entries.size() - 1).epochMillis();
        between += (int) moments.stream().filter(at -> at > first && at < last).count();
        audit(name, entries, problems);
      }
      compare(name, problems);
      out.println(name + ": " + moments.size() + " kills, " + killed + " in all, problems "
          + problems.size());
      out.flush();
    }
    return new Found(killed, between, rounds, requests, repeated, List.copyOf(problems));
  }

  /**
   * Waits for a random moment of a repair: one time in four any of its whole life, else up to 20 ms after one of the next
   * 60 requests; says whether the repair ended before.
   */
  private static boolean waitFor(
      Process process, FakeServer server, long whole, RandomGenerator random)
      throws InterruptedException {
    boolean isAnywhere = random.nextInt(4) == 0;
    long moment = random.nextLong(whole);
    int request = server.journal().entries().size() + random.nextInt(60);
    long more = random.nextLong(20);
    if (isAnywhere) {
      return process.waitFor(moment, TimeUnit.MILLISECONDS);
    }
    while (server.journal().entries().size() <= request) {
      if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return process.waitFor(more, TimeUnit.MILLISECONDS);
  }

  private static SimulationProfile laws() {
    return SimulationProfile.named("paper-like");
  }

  private FakeServer server(int port, String name) throws IOException {
    return FakeServer.start(FakeServer.Options.of(laws().real(), seed)
        .withPort(port)
        .withJournal(folder.resolve(name + ".server.jsonl"))
        .withFaults(new FaultPlan(
            List.of(),
            faultRate,
            faultRate > 0 ? Fault.list("429-ms,503,reset") : List.of(),
            seed)));
  }

  private Process repair(int port, String name) throws IOException {
    return child(
        "repair",
        "run",
        "--executor",
        "openai",
        "--base-url",
        "http://127.0.0.1:" + port + "/v1",
        "--model",
        "simulated",
        "--tasks",
        "tasks.jsonl",
        "--judge",
        "simulated",
        "--price",
        "simulated=0.5/M,2/M",
        "--max-cost",
        "50",
        "--threads",
        "3",
        "--progress",
        "none",
        "--out",
        name);
  }

  private Process child(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        absolute(System.getProperty("java.class.path")),
        Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(
            folder.resolve(arguments[arguments.length - 1] + ".out").toFile()))
        .start();
  }

  private static String absolute(String classPath) {
    return String.join(
        java.io.File.pathSeparator,
        java.util.Arrays.stream(classPath.split(java.io.File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  private void finish(Process process) throws InterruptedException {
    if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "a process that nobody killed did not end well; see the files *.out in " + folder + ".");
    }
  }

  private String told(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".out"));
  }

  /** What the server saw against what the ledger settled. */
  private void audit(String name, List<RequestJournal.Entry> entries, List<String> problems)
      throws IOException {
    Path journal = folder.resolve(name).resolve(RunDirectory.CALLS).resolve("ledger.jsonl");
    Verification verified = JournalLedger.verify(journal);
    if (!verified.isSound()) {
      problems.add(name + ": the ledger does not verify: " + verified.damage());
    }
    if (verified.totals().openCalls() != 0) {
      problems.add(name + ": " + verified.totals().openCalls() + " calls are open at the end");
    }
    Map<String, Instant> settled = new HashMap<>();
    for (String line : Files.readAllLines(journal)) {
      JsonNode record = JSON.readTree(line);
      if (record.path("type").asText().equals("settle")) {
        settled.merge(
            record.path("call").asText(), Instant.parse(record.path("ts").asText()), (one, two) -> {
              problems.add(name + ": " + record.path("call").asText() + " is settled twice");
              return one;
            });
      }
    }
    TreeSet<String> answered = new TreeSet<>();
    for (RequestJournal.Entry entry : entries) {
      Optional<Instant> end = Optional.ofNullable(settled.get(entry.key()));
      if (end.isPresent() && entry.epochMillis() > end.get().toEpochMilli()) {
        problems.add(name + ": " + entry.key() + " was executed after it was settled");
      }
      if (entry.end() == RequestJournal.End.ANSWERED
          && !entry.isRepeated()
          && !answered.add(entry.key())) {
        problems.add(name + ": " + entry.key() + " was billed twice");
      }
    }
    if (!answered.equals(new TreeSet<>(settled.keySet()))) {
      problems.add(name + ": " + answered.size() + " calls were answered and " + settled.size()
          + " settled");
    }
  }

  private void compare(String name, List<String> problems) throws IOException {
    for (String file : COMPARED) {
      if (Files.mismatch(
              folder.resolve("reference").resolve(file), folder.resolve(name).resolve(file))
          >= 0) {
        problems.add(name + ": " + file + " differs from the uninterrupted run's");
      }
    }
  }
}
