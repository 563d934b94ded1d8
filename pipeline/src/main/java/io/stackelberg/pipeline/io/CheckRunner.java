package io.stackelberg.pipeline.io;

import io.stackelberg.theory.CheckResult;

/** Reads the input of one check of the catalogue and runs the check. */
@FunctionalInterface
interface CheckRunner {
  /**
   * Runs the check.
   *
   * @param input the fields of {@code "input"}, named as in {@code docs/checks.md}
   * @throws InputException if a field is missing or malformed, naming it
   */
  CheckResult run(ObjectFields input);
}
