package io.stackelberg.response.model;

import io.stackelberg.game.OutcomeModel;

/** Outcome model that has a form in a model file. */
public sealed interface SavedOutcomes extends OutcomeModel permits LinearOutcomes, TreeOutcomes {}
