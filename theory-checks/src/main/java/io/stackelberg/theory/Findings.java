package io.stackelberg.theory;

import java.util.ArrayList;
import java.util.List;

/** The quantities of one run of a check, gathered in order until its answer is known. */
final class Findings {
  private final String check;
  private final List<Quantity> quantities = new ArrayList<>();

  Findings(String check) {
    this.check = check;
  }

  /** Records a computed number, or several. */
  Findings add(String name, double... values) {
    quantities.add(Quantity.of(name, values));
    return this;
  }

  CheckResult holds(Rigour rigour, double margin, String detail) {
    return new CheckResult.Holds(check, rigour, margin, detail, quantities);
  }

  CheckResult violated(Rigour rigour, String witness, String detail) {
    return new CheckResult.Violated(check, rigour, witness, detail, quantities);
  }

  CheckResult inconclusive(Rigour rigour, String missing, String detail) {
    return new CheckResult.Inconclusive(check, rigour, missing, detail, quantities);
  }
}
