package io.stackelberg.architecture.bad.repair;

/** A library that prints. */
final class PrintingRepair {
  void repair() {
    System.out.println("repaired");
  }
}
