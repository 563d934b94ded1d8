package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of a log before the actions and features of the whole file are known.
 *
 * @param id of the context
 * @param features by name; null nodes are unknown
 * @param action id of the action taken
 * @param levels of that action, where they were logged
 * @param available ids of the actions that could be taken; empty where all could
 */
record TurnDraft(
    String id,
    String session,
    int turn,
    Map<String, JsonNode> features,
    SessionState state,
    Commitment commitment,
    OptionalDouble propensity,
    boolean estimated,
    String action,
    Optional<ResourceVector> levels,
    Optional<List<String>> available,
    Outcome outcome) {}
