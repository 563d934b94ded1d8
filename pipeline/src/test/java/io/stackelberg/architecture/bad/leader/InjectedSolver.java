package io.stackelberg.architecture.bad.leader;

import com.google.inject.Inject;

/** A solver that needs Guice. */
public final class InjectedSolver {
  @Inject
  InjectedSolver() {}
}
