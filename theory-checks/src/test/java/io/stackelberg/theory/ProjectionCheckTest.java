package io.stackelberg.theory;

import static io.stackelberg.theory.Answers.assertNumbers;
import static io.stackelberg.theory.Answers.holds;
import static io.stackelberg.theory.Answers.inconclusive;
import static io.stackelberg.theory.Answers.number;
import static io.stackelberg.theory.Answers.violated;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.theory.ProjectionCheck.Claim;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProjectionCheckTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private static SafeRegion unitBox(
      int dimension, List<List<Double>> normals, List<Double> offsets) {
    return new SafeRegion.Polytope(
        Collections.nCopies(dimension, 0.0), Collections.nCopies(dimension, 1.0), normals, offsets);
  }

  private static CheckResult project(SafeRegion region, Claim claim, double... point) {
    return ProjectionCheck.check(region, point, claim, 200, new SplittableRandom(1));
  }

  @Test
  void convexSets() {
    CheckResult box = holds(project(unitBox(2, List.of(), List.of()), Claim.NONE, 1.3, -0.2));
    assertNumbers(box, "projection", 1e-9, 1, 0);
    assertNumbers(box, "distance", 1e-9, 0.3605551275);
    CheckResult triangle =
        holds(project(unitBox(2, List.of(List.of(1.0, 1.0)), List.of(1.0)), Claim.NONE, 1.2, 0.7));
    assertNumbers(triangle, "projection", 1e-9, 0.75, 0.25);
    CheckResult cut = holds(project(
        unitBox(3, List.of(List.of(0.5, 0.3, 0.2)), List.of(0.5)), Claim.NONE, 1, 0.8, 0.6));
    assertNumbers(cut, "projection", 1e-9, 10.0 / 19, 0.5157894737, 0.4105263158);
    assertNumbers(cut, "distance", 1e-9, 0.5839971161);
    assertTrue(number(cut, "largest_ratio") <= 1 + 1e-9);
  }

  @Test
  void dykstraAgreesWithBisection() {
    // The same half-space twice is beyond bisection.
    CheckResult twice = holds(project(
        unitBox(3, Collections.nCopies(2, List.of(0.5, 0.3, 0.2)), List.of(0.5, 0.5)),
        Claim.NONE,
        1,
        0.8,
        0.6));
    assertNumbers(twice, "projection", 1e-6, 10.0 / 19, 0.5157894737, 0.4105263158);
  }

  @Test
  void aWrongPointIsRefuted() {
    Claim claim = new Claim(Optional.of(List.of(1.0, 0.1)), Optional.empty(), NONE, NONE, NONE);
    violated(
        project(unitBox(2, List.of(), List.of()), claim, 1.3, -0.2),
        Rigour.EXACT,
        "the nearest point is [1.0, 0.0]");
  }

  @Test
  void anEmptySetHasNoProjection() {
    inconclusive(
        project(unitBox(2, List.of(List.of(1.0, 1.0)), List.of(-1.0)), Claim.NONE, 1.2, 0.7));
  }

  @Test
  void aFiniteSetIsNotContinuous() {
    SafeRegion ends = new SafeRegion.Points(List.of(List.of(0.0), List.of(1.0)), List.of());
    Claim nonexpansive =
        new Claim(Optional.empty(), Optional.of(List.of(0.51)), OptionalDouble.of(1), NONE, NONE);
    CheckResult result = project(ends, nonexpansive, 0.49);
    assertNumbers(result, "projection", 0, 0);
    assertNumbers(result, "pair_ratio", 1e-9, 50);
    violated(result, Rigour.SAMPLED, "times as far");
    holds(project(ends, Claim.NONE, 0.49));
  }

  @Test
  void tiesGoToTheLargerBoundThenToTheSmallerPoint() {
    List<List<Double>> ends = List.of(List.of(1.0), List.of(0.0));
    assertNumbers(
        project(new SafeRegion.Points(ends, List.of()), Claim.NONE, 0.5), "projection", 0, 0);
    CheckResult valued = project(new SafeRegion.Points(ends, List.of(0.3, 0.2)), Claim.NONE, 0.5);
    assertNumbers(valued, "projection", 0, 1);
    assertNumbers(valued, "value_aware_choice", 0, 1);
  }

  @Test
  void theSphereHasManyNearestPoints() {
    violated(
        project(new SafeRegion.Sphere(1), Claim.NONE, 0, 0),
        Rigour.EXACT,
        "are both nearest to [0.0, 0.0]");
  }

  @Test
  void aValueThatJumpsAtTheBorderBreaksTheBound() {
    // V falls by 0.5 across the border of [0, 1], L_V = 1: l = 1.1 loses 0.5 over 0.1.
    Claim jump = new Claim(
        Optional.empty(), Optional.empty(), NONE, OptionalDouble.of(0.5), OptionalDouble.of(1));
    violated(
        project(unitBox(1, List.of(), List.of()), jump, 1.1),
        Rigour.EXACT,
        "the value falls by 0.5");
  }
}
