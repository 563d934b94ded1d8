package io.stackelberg.leader.bilevel;

/** What a {@link NodeSolver} found. */
final class NodeAnswer {
  /** What is known of the program. */
  enum State {
    OPTIMAL,
    INFEASIBLE,
    UNBOUNDED,
    FAILED
  }

  private static final double[] NOTHING = {};

  final State state;
  /** The optimum; empty unless {@code OPTIMAL}. */
  final double[] point;
  /** Value at the point, never above what weak duality proves by more than the check's tolerance. */
  final double value;

  private NodeAnswer(State state, double[] point, double value) {
    this.state = state;
    this.point = point;
    this.value = value;
  }

  static NodeAnswer optimal(double[] point, double value) {
    return new NodeAnswer(State.OPTIMAL, point, value);
  }

  static NodeAnswer without(State state) {
    return new NodeAnswer(state, NOTHING, Double.NaN);
  }
}
