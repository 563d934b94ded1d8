package io.stackelberg.pipeline;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.stackelberg.pipeline.reproduce.Reproduction;

/** Gives every experiment its name for {@code governor reproduce}. */
final class ReproductionModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder<String, Reproduction> experiments =
        MapBinder.newMapBinder(binder(), String.class, Reproduction.class);
    experiments.permitDuplicates();
    // One line per experiment: experiments.addBinding("name").to(Type.class);
  }
}
