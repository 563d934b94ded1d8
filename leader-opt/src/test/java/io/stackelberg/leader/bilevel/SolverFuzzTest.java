package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.DenseSimplex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Our solvers on random programs of ten hard kinds against proofs by OR-Tools: no false claim, no hang.
 *
 * <p>{@code -Dfuzz.problems=2000} sets how many; the counts go to {@code target/solver-fuzz.md}.
 */
@Tag("slow")
class SolverFuzzTest {
  private static final int PROBLEMS = Integer.getInteger("fuzz.problems", 200);
  private static final double RIGHT = 1e-6;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FuzzTally tally = new FuzzTally(PATIENCE);

  @BeforeAll
  static void needsTheNative() {
    assumeTrue(OrToolsLp.isAvailable(), "OR-Tools has no native part for this platform");
  }

  @AfterEach
  void close() {
    tally.close();
  }

  @Test
  void noFalseClaimAndNoHang() throws IOException {
    for (int index = 0; index < PROBLEMS; index++) {
      FuzzPrograms.Kind kind = FuzzPrograms.Kind.values()[index / 10 % 10];
      int turn = index % 10;
      if (turn < 4) {
        linear(kind, index);
      } else if (turn < 7) {
        quadratic(kind, index);
      } else {
        bilevel(index);
      }
    }
    Files.writeString(Path.of("target", "solver-fuzz.md"), tally.table());
    assertEquals(List.of(), tally.wrong());
    assertTrue(tally.answered() >= 0.98, () -> tally.table());
  }

  private void linear(FuzzPrograms.Kind kind, int index) {
    ConvexProgram program = FuzzPrograms.draw(kind, false, index);
    ReferenceVerdict.State truth = truth(kind, program, index);
    check("linear, DenseSimplex", kind, index, program, truth, () -> simplex(program));
    check(
        "linear, OjAlgoNodeSolver",
        kind,
        index,
        program,
        truth,
        () -> new OjAlgoNodeSolver().solve(program));
    check(
        "linear, ActiveSetSolver",
        kind,
        index,
        program,
        truth,
        () -> new ActiveSetSolver().solve(program));
  }

  private void quadratic(FuzzPrograms.Kind kind, int index) {
    ConvexProgram program = FuzzPrograms.draw(kind, true, index);
    ReferenceVerdict.State truth = truth(kind, program, index);
    check(
        "quadratic, OjAlgoNodeSolver",
        kind,
        index,
        program,
        truth,
        () -> new OjAlgoNodeSolver().solve(program));
    check(
        "quadratic, ActiveSetSolver",
        kind,
        index,
        program,
        truth,
        () -> new ActiveSetSolver().solve(program));
  }

  private void bilevel(int index) {
    BilevelProblem problem = BilevelDifferentialTest.problem(new Random(index), index / 10);
    double expected = BilevelEnumeration.optimum(problem, SolverFuzzTest::minimum);
    String row = "bilevel, ComplementarityBranchAndBound";
    String where = row + ", problem " + index;
    Optional<BilevelSolution> solution = tally.timed(
        where, () -> new ComplementarityBranchAndBound().solve(problem, SolveLimits.DEFAULT));
    if (solution.isEmpty()) {
      tally.hung(row, where);
    } else if (Double.isNaN(expected)) {
      tally.undecided(row);
    } else {
      StopReason reason = solution.get().stopReason();
      StopReason right = expected == Double.POSITIVE_INFINITY
          ? StopReason.INFEASIBLE
          : expected == Double.NEGATIVE_INFINITY ? StopReason.UNBOUNDED : StopReason.PROVEN_OPTIMAL;
      boolean isClaim = reason == StopReason.INFEASIBLE
          || reason == StopReason.UNBOUNDED
          || reason == StopReason.PROVEN_OPTIMAL;
      boolean isRight = reason == right
          && (right != StopReason.PROVEN_OPTIMAL
              || Math.abs(expected - solution.get().upperValue().orElseThrow())
                  <= RIGHT * Math.max(1, Math.abs(expected)));
      tally.claimed(row, where + ": " + reason + " for " + expected, isClaim, isRight);
    }
    tinyLimits(problem, where);
  }

  /** Stopped early, a search answers at once and claims no more than it may. */
  private void tinyLimits(BilevelProblem problem, String where) {
    for (SolveLimits limits : List.of(
        SolveLimits.DEFAULT.withMaxEvaluations(1),
        SolveLimits.DEFAULT.withMaxTime(Duration.ofNanos(1)))) {
      Optional<BilevelSolution> early =
          tally.timed(where, () -> new ComplementarityBranchAndBound().solve(problem, limits));
      if (early.isEmpty()) {
        tally.hung("bilevel, tiny limits", where);
      } else {
        boolean isHonoured = limits.maxTime().isPresent()
            ? early.get().stopReason() == StopReason.TIME_LIMIT
            : early.get().nodes() <= 1;
        tally.claimed("bilevel, tiny limits", where, true, isHonoured);
      }
    }
  }

  private ReferenceVerdict.State truth(FuzzPrograms.Kind kind, ConvexProgram program, int index) {
    ReferenceVerdict.State truth = ReferenceVerdict.of(program);
    ReferenceVerdict.State made = kind == FuzzPrograms.Kind.INFEASIBLE
        ? ReferenceVerdict.State.INFEASIBLE
        : kind == FuzzPrograms.Kind.UNBOUNDED
            ? ReferenceVerdict.State.UNBOUNDED
            : ReferenceVerdict.State.UNDECIDED;
    if (made != ReferenceVerdict.State.UNDECIDED && truth != ReferenceVerdict.State.UNDECIDED) {
      assertEquals(made, truth, () -> "the reference on problem " + index);
    }
    return made != ReferenceVerdict.State.UNDECIDED ? made : truth;
  }

  private void check(
      String row,
      FuzzPrograms.Kind kind,
      int index,
      ConvexProgram program,
      ReferenceVerdict.State truth,
      Callable<NodeAnswer> solver) {
    String where = row + ", " + kind + ", problem " + index;
    Optional<NodeAnswer> answer = tally.timed(where, solver);
    if (answer.isEmpty()) {
      tally.hung(row, where);
      return;
    }
    NodeAnswer.State state = answer.get().state;
    String said = where + ": " + state + " for " + truth;
    if (state == NodeAnswer.State.OPTIMAL) {
      double[] point = answer.get().point;
      double violation = ReferenceVerdict.scaled(program).violation(point);
      double gap = ReferenceVerdict.gap(program, point, RIGHT);
      boolean isWrong = !(violation <= RIGHT)
          || gap > RIGHT
          || truth == ReferenceVerdict.State.INFEASIBLE
          || truth == ReferenceVerdict.State.UNBOUNDED
          || answer.get().value != program.value(point);
      if (!isWrong && (Double.isNaN(gap) || truth == ReferenceVerdict.State.UNDECIDED)) {
        tally.undecided(row);
      } else {
        tally.claimed(row, said + ", off " + violation + ", gap " + gap, true, !isWrong);
      }
    } else if (truth == ReferenceVerdict.State.UNDECIDED
        || program.hessian.length == 0
            && !state.name().equals(truth.name())
            && state.name().equals(ReferenceVerdict.exactly(program).name())) {
      // Rational arithmetic overrules a reference in floating point.
      tally.undecided(row);
    } else {
      tally.claimed(row, said, state != NodeAnswer.State.FAILED, state.name().equals(truth.name()));
    }
  }

  private static NodeAnswer simplex(ConvexProgram program) {
    int rows = program.rows.size();
    double[][] matrix = new double[rows + program.equalities.size()][];
    double[] limits = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = i < rows ? program.rows.get(i) : program.equalities.get(i - rows);
      limits[i] = i < rows ? program.limits.get(i) : program.equalityValues.get(i - rows);
    }
    DenseSimplex simplex = new DenseSimplex(matrix, limits);
    for (int i = rows; i < matrix.length; i++) {
      simplex.setSlackBounds(i, 0, 0);
    }
    for (int j = 0; j < program.size(); j++) {
      simplex.setCost(j, -program.gradient[j]);
      simplex.setBounds(j, program.lower[j], program.upper[j]);
    }
    DenseSimplex.Status early = simplex.solve(1);
    if (simplex.steps() > 1 || early == DenseSimplex.Status.OPTIMAL && simplex.bound() > 1e300) {
      throw new IllegalStateException("limit of one step, " + simplex.steps() + " taken");
    }
    DenseSimplex.Status status = simplex.solve(100_000);
    if (status == DenseSimplex.Status.OPTIMAL) {
      double[] point = new double[program.size()];
      for (int j = 0; j < point.length; j++) {
        point[j] = simplex.value(j);
      }
      return NodeAnswer.optimal(point, program.value(point));
    }
    return NodeAnswer.without(
        status == DenseSimplex.Status.INFEASIBLE
            ? NodeAnswer.State.INFEASIBLE
            : status == DenseSimplex.Status.UNBOUNDED
                ? NodeAnswer.State.UNBOUNDED
                : NodeAnswer.State.FAILED);
  }

  /** Minimum of a linear program; ±∞ where there is none, NaN where the reference cannot tell. */
  private static double minimum(ConvexProgram program) {
    return switch (ReferenceVerdict.of(program)) {
      case INFEASIBLE -> Double.POSITIVE_INFINITY;
      case UNBOUNDED -> Double.NEGATIVE_INFINITY;
      case UNDECIDED -> Double.NaN;
      case OPTIMAL ->
        OrToolsLp.minimum(ReferenceVerdict.scaled(program))
            .map(bracket -> 0.5 * (bracket.low() + bracket.high()))
            .orElse(Double.NaN);
    };
  }
}
