package io.stackelberg.architecture.bad.stray;

/** A class of no module. */
final class Stray {}
