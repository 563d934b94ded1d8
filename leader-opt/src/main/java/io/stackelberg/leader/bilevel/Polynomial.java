package io.stackelberg.leader.bilevel;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * Polynomial in the variables of both players, the leader's first; immutable.
 *
 * <p>Values are sums in the order of the terms. {@link #enclosure} is rigorous: rounding is covered.
 */
public final class Polynomial {
  private static final double UNIT_ROUNDING = 0x1p-52;
  private static final int MAX_EXPONENT = 64;

  private final double[] coefficients;
  private final int[][] exponents;
  private final int variables;

  /**
   * Coefficient times a product of powers.
   *
   * @param coefficient finite
   * @param exponents one exponent per variable, each in [0, 64]
   */
  public record Term(double coefficient, List<Integer> exponents) {
    public Term {
      Require.finite("coefficient", coefficient);
      exponents = List.copyOf(exponents);
      for (int exponent : exponents) {
        if (exponent < 0 || exponent > MAX_EXPONENT) {
          throw Require.unexpected("exponent", exponent, "a whole number in [0, 64]");
        }
      }
    }
  }

  /**
   * A polynomial.
   *
   * @param variables number of variables, at least 1
   * @param terms any number of terms; without any, the polynomial is 0
   * @throws IllegalArgumentException if a term has another number of exponents
   */
  public Polynomial(int variables, List<Term> terms) {
    this.variables = Require.atLeast("variables", variables, 1);
    coefficients = new double[terms.size()];
    exponents = new int[terms.size()][variables];
    for (int index = 0; index < coefficients.length; index++) {
      Term term = terms.get(index);
      if (term.exponents().size() != variables) {
        throw Require.unexpected("exponents of a term", term.exponents().size(), "" + variables);
      }
      coefficients[index] = term.coefficient();
      for (int variable = 0; variable < variables; variable++) {
        exponents[index][variable] = term.exponents().get(variable);
      }
    }
  }

  /** Number of variables. */
  public int variables() {
    return variables;
  }

  /** The terms, as given. */
  public List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    for (int index = 0; index < coefficients.length; index++) {
      List<Integer> powers = new ArrayList<>();
      for (int exponent : exponents[index]) {
        powers.add(exponent);
      }
      terms.add(new Term(coefficients[index], powers));
    }
    return terms;
  }

  /** Value at a point of one coordinate per variable. */
  public double value(double[] point) {
    double sum = 0;
    for (int index = 0; index < coefficients.length; index++) {
      double product = coefficients[index];
      for (int variable = 0; variable < variables; variable++) {
        product *= power(point[variable], exponents[index][variable]);
      }
      sum += product;
    }
    return sum;
  }

  /** Partial derivative by a variable, exact up to the rounding of coefficient × exponent. */
  public Polynomial derivative(int variable) {
    List<Term> terms = new ArrayList<>();
    for (Term term : terms()) {
      int exponent = term.exponents().get(variable);
      if (exponent > 0) {
        List<Integer> powers = new ArrayList<>(term.exponents());
        powers.set(variable, exponent - 1);
        terms.add(new Term(term.coefficient() * exponent, powers));
      }
    }
    return new Polynomial(variables, terms);
  }

  /** Gradient at a point. */
  public double[] gradient(double[] point) {
    double[] gradient = new double[variables];
    for (int variable = 0; variable < variables; variable++) {
      gradient[variable] = derivative(variable).value(point);
    }
    return gradient;
  }

  /** Whether the variable occurs. */
  public boolean involves(int variable) {
    for (int index = 0; index < coefficients.length; index++) {
      if (coefficients[index] != 0 && exponents[index][variable] > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * An interval that holds every value over a box, rounding included.
   *
   * @param low lower ends, one per variable, finite
   * @param high upper ends, each at least the lower one
   * @return {least, greatest}; infinite ends where numbers overflow
   */
  public double[] enclosure(double[] low, double[] high) {
    double least = 0;
    double greatest = 0;
    double magnitude = 0;
    int operations = coefficients.length + 2;
    for (int index = 0; index < coefficients.length; index++) {
      double from = coefficients[index];
      double to = coefficients[index];
      int degree = 0;
      for (int variable = 0; variable < variables; variable++) {
        int exponent = exponents[index][variable];
        if (exponent == 0) {
          continue;
        }
        degree += exponent + 1;
        double one = power(low[variable], exponent);
        double other = power(high[variable], exponent);
        double lower = Math.min(one, other);
        double upper = Math.max(one, other);
        if (exponent % 2 == 0 && low[variable] < 0 && high[variable] > 0) {
          lower = 0;
        }
        double a = from * lower;
        double b = from * upper;
        double c = to * lower;
        double d = to * upper;
        from = Math.min(Math.min(a, b), Math.min(c, d));
        to = Math.max(Math.max(a, b), Math.max(c, d));
      }
      operations = Math.max(operations, degree + coefficients.length + 2);
      least += from;
      greatest += to;
      magnitude += Math.max(Math.abs(from), Math.abs(to));
    }
    double slack = 2 * operations * UNIT_ROUNDING * magnitude + Double.MIN_NORMAL;
    if (!(magnitude < Double.POSITIVE_INFINITY)) {
      return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    }
    return new double[] {least - slack, greatest + slack};
  }

  private static double power(double base, int exponent) {
    double result = 1;
    for (int count = 0; count < exponent; count++) {
      result *= base;
    }
    return result;
  }
}
