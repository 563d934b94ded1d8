package io.stackelberg.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a time was measured on, in two lines. */
final class Machine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Processor, number of processors, operating system; Java, its virtual machine and options. */
  static String describe() {
    return "machine: " + processor() + ", " + Runtime.getRuntime().availableProcessors()
        + " processors, " + System.getProperty("os.name") + " " + System.getProperty("os.version")
        + " " + System.getProperty("os.arch") + "\n"
        + "JVM: " + System.getProperty("java.vm.name") + " "
        + System.getProperty("java.runtime.version") + ", options "
        + ManagementFactory.getRuntimeMXBean().getInputArguments() + "\n";
  }

  private static String processor() {
    if (Files.isReadable(CPU_INFO)) {
      try (Stream<String> lines = Files.lines(CPU_INFO)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
      } catch (IOException e) {
        return "unknown processor (" + e.getMessage() + ")";
      }
    }
    return "unknown processor";
  }
}
