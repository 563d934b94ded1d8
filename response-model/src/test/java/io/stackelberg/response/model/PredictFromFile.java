package io.stackelberg.response.model;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Loads a model and predicts; run in a class loader without the library that fits models. */
public final class PredictFromFile implements Function<Path, double[]> {
  @Override
  public double[] apply(Path file) {
    SavedModel model = ModelFile.read(file);
    Context context = SavedModels.context("new", new SplittableRandom(99));
    double[] response = model.follower().orElseThrow().respond(context, new Announcement(0.6, 0.3));
    double[] all = Arrays.copyOf(response, response.length + 1);
    all[response.length] = model.outcomes().orElseThrow().expect(context, 0).quality();
    return all;
  }
}
