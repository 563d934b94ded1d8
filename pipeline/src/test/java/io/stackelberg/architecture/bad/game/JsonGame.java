package io.stackelberg.architecture.bad.game;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads files where it must not. */
record JsonGame(JsonNode node) {}
