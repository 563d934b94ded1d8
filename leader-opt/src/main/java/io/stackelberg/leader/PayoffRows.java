package io.stackelberg.leader;

import io.stackelberg.game.Context;
import io.stackelberg.game.MenuResponse;

/** Payoff rows of a problem, the follower's answers to the whole menu worked out together; for any thread. */
final class PayoffRows {
  private final LeaderProblem problem;
  private final ThreadLocal<Answers> answers;

  /** A thread's compiled answers and the array they are written to. */
  private record Answers(MenuResponse menu, double[] responses) {}

  PayoffRows(LeaderProblem problem) {
    this.problem = problem;
    int cells = problem.menu().size() * problem.follower().actions().size();
    answers = ThreadLocal.withInitial(
        () -> new Answers(problem.follower().over(problem.menu()), new double[cells]));
  }

  /** The row at a context. */
  PayoffRow at(Context context) {
    Answers own = answers.get();
    own.menu().respond(context, own.responses());
    return new PayoffRow(problem, context, own.responses());
  }
}
