package io.stackelberg.pipeline;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.stackelberg.pipeline.io.BayesianFamily;
import io.stackelberg.pipeline.io.BilevelFamily;
import io.stackelberg.pipeline.io.LogitFamily;
import io.stackelberg.pipeline.io.MatrixFamily;
import io.stackelberg.pipeline.io.MultiLeaderFamily;
import io.stackelberg.pipeline.io.PolynomialFamily;
import io.stackelberg.pipeline.io.ProblemFamily;
import io.stackelberg.pipeline.io.SecurityFamily;

/** Gives every family of problems its name: one binding per family. */
final class ProblemModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder<String, ProblemFamily> families =
        MapBinder.newMapBinder(binder(), String.class, ProblemFamily.class);
    families.addBinding("stackelberg-matrix").to(MatrixFamily.class);
    families.addBinding("stackelberg-bayesian").to(BayesianFamily.class);
    families.addBinding("stackelberg-security").to(SecurityFamily.class);
    families.addBinding("stackelberg-logit").to(LogitFamily.class);
    families.addBinding("bilevel-polynomial").to(PolynomialFamily.class);
    families.addBinding("bilevel-lp-qp").to(BilevelFamily.class);
    families.addBinding("multi-leader").to(MultiLeaderFamily.class);
  }
}
