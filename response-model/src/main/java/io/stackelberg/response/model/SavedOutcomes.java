package io.stackelberg.response.model;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.OutcomeModel;

/** Outcome model that has a form in a model file. */
public sealed interface SavedOutcomes extends OutcomeModel permits LinearOutcomes, TreeOutcomes {
  /** Features it reads, in order. */
  FeatureSchema schema();

  /** Actions it was learned for, in order. */
  ActionSet actions();
}
