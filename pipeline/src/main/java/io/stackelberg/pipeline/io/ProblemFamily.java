package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.run.SolveLimits;
import java.util.List;
import java.util.random.RandomGenerator;

/** One kind of problem that a problem file can hold: recognises it, reads it and has it solved. */
public interface ProblemFamily {
  /** Name in results, such as {@code stackelberg-matrix}. */
  String name();

  /** Whether the problem is of this family, judged by its fields. */
  boolean recognises(JsonNode problem);

  /** Names of the solvers, the default first. */
  List<String> solvers();

  /**
   * Solves one problem.
   *
   * @param problem the problem's object; its {@code known} answer must not be looked at
   * @param solver one of {@link #solvers()}
   * @throws InputException if a field is missing or malformed, naming it
   */
  SolvedProblem solve(JsonNode problem, String solver, SolveLimits limits, RandomGenerator random);
}
