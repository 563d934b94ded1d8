package io.stackelberg.pipeline;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.stackelberg.pipeline.io.MultiLeaderFamily;
import io.stackelberg.pipeline.io.ProblemFamily;

/** Gives every family of problems its name: one binding per family. */
final class ProblemModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder<String, ProblemFamily> families =
        MapBinder.newMapBinder(binder(), String.class, ProblemFamily.class);
    families.addBinding("multi-leader").to(MultiLeaderFamily.class);
  }
}
