package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.bilevel.Polynomial;
import io.stackelberg.leader.bilevel.PolynomialBilevelProblem;
import io.stackelberg.leader.bilevel.PolynomialBilevelSolution;
import io.stackelberg.leader.bilevel.PolynomialBilevelSolver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Bilevel problems of polynomials: {@code nx}, {@code ny}, {@code F}, {@code f}, {@code G}, {@code g}; a
 * polynomial is a list of {@code [coefficient, [[variable, exponent], ...]]}, variables x1.. and y1...
 */
public final class PolynomialFamily implements ProblemFamily {
  private static final String SOLVER = "interval-branch-and-bound";

  @Override
  public String name() {
    return "bilevel-polynomial";
  }

  @Override
  public boolean recognises(JsonNode problem) {
    return problem.path("F").isArray() && problem.path("f").isArray();
  }

  @Override
  public List<String> solvers() {
    return List.of(SOLVER);
  }

  @Override
  public SolvedProblem solve(
      JsonNode problem, String solver, SolveLimits limits, RandomGenerator random) {
    PolynomialBilevelSolution solution = new PolynomialBilevelSolver().solve(read(problem), limits);
    OptionalDouble bound = Double.isFinite(solution.lowerBound())
        ? OptionalDouble.of(solution.lowerBound())
        : OptionalDouble.empty();
    if (solution.x().isEmpty()) {
      return SolvedProblem.none(solution.stopReason(), "");
    }
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    var x = point.putArray("x");
    solution.x().forEach(x::add);
    var y = point.putArray("y");
    solution.y().forEach(y::add);
    return new SolvedProblem(
        solution.stopReason(),
        JsonNodeFactory.instance.numberNode(solution.upperValue()),
        OptionalDouble.empty(),
        bound,
        point,
        String.format(
            Locale.ROOT,
            "constraints hold; f within %.2g of a finer separate search of the follower (slack %.2g)",
            solution.followerExcess(),
            solution.followerSlack()));
  }

  /** The problem that the fields describe. */
  static PolynomialBilevelProblem read(JsonNode problem) {
    ObjectFields fields = new ObjectFields(problem);
    int leaders = fields.count("nx");
    int followers = fields.count("ny");
    Reader reader = new Reader(leaders, followers, fields);
    return new PolynomialBilevelProblem(
        leaders,
        followers,
        reader.polynomial("F", problem.path("F")),
        reader.polynomial("f", problem.path("f")),
        reader.polynomials("G", problem.path("G")),
        reader.polynomials("g", problem.path("g")));
  }

  private record Reader(int leaders, int followers, ObjectFields fields) {
    List<Polynomial> polynomials(String name, JsonNode array) {
      if (!array.isArray()) {
        throw fields.unexpected(name, array, "an array of polynomials");
      }
      List<Polynomial> polynomials = new ArrayList<>();
      for (int index = 0; index < array.size(); index++) {
        polynomials.add(polynomial(name + "[" + index + "]", array.get(index)));
      }
      return polynomials;
    }

    Polynomial polynomial(String name, JsonNode array) {
      if (!array.isArray()) {
        throw fields.unexpected(name, array, "an array of terms");
      }
      List<Polynomial.Term> terms = new ArrayList<>();
      for (int index = 0; index < array.size(); index++) {
        terms.add(term(name + "[" + index + "]", array.get(index)));
      }
      return new Polynomial(leaders + followers, terms);
    }

    private Polynomial.Term term(String name, JsonNode term) {
      if (!term.isArray()
          || term.size() != 2
          || !term.get(0).isNumber()
          || !term.get(1).isArray()) {
        throw fields.unexpected(name, term, "[coefficient, [[variable, exponent], ...]]");
      }
      List<Integer> exponents = new ArrayList<>(Collections.nCopies(leaders + followers, 0));
      for (JsonNode power : term.get(1)) {
        if (!power.isArray() || power.size() != 2 || !power.get(1).isInt()) {
          throw fields.unexpected(name, power, "[variable, whole exponent]");
        }
        int variable = variable(name, power.get(0));
        exponents.set(variable, exponents.get(variable) + power.get(1).intValue());
      }
      try {
        return new Polynomial.Term(term.get(0).doubleValue(), exponents);
      } catch (IllegalArgumentException malformed) {
        throw fields.refused(name, malformed);
      }
    }

    private int variable(String name, JsonNode variable) {
      String text = variable.asText("");
      for (int index = 0; index < leaders + followers; index++) {
        String known = index < leaders ? "x" + (index + 1) : "y" + (index - leaders + 1);
        if (known.equals(text)) {
          return index;
        }
      }
      throw fields.unexpected(
          name, variable, "a variable x1..x" + leaders + " or y1..y" + followers);
    }
  }
}
