package io.stackelberg.architecture.bad.theory;

import io.stackelberg.architecture.bad.leader.InjectedSolver;

/** A checker that shares code with what it checks. */
record SolvingChecker(InjectedSolver solver) {}
