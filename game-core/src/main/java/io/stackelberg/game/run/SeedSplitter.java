package io.stackelberg.game.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/**
 * One generator per named task, derived from the run's seed and the task's name alone, so that the answer
 * depends neither on the order of tasks nor on the number of threads.
 *
 * @param seed the run's seed
 */
public record SeedSplitter(long seed) {
  /** The generator of the task with this path of names. */
  public SplittableRandom generator(String... task) {
    return new SplittableRandom(hash(task));
  }

  /** A splitter for the sub-tasks of this task. */
  public SeedSplitter task(String... task) {
    return new SeedSplitter(hash(task));
  }

  private long hash(String... task) {
    return firstLong(seed + "\u0000" + String.join("\u0000", task));
  }

  /** First 8 bytes of the text's SHA-256, as a number. */
  public static long firstLong(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      long value = 0;
      for (int octet = 0; octet < 8; octet++) {
        value = value << 8 | digest[octet] & 0xff;
      }
      return value;
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform.", impossible);
    }
  }
}
