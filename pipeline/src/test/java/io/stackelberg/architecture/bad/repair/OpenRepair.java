package io.stackelberg.architecture.bad.repair;

/** A class that the vocabulary must not name. */
public final class OpenRepair {}
