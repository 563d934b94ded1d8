package io.stackelberg.pipeline.io;

import io.stackelberg.game.log.TurnLog;

/**
 * A log that was read, and what its file held.
 *
 * @param log the turns, sessions in order of first appearance, each in the order it was played
 * @param inventory counts of what was there and what was not
 * @param name file name without folders
 * @param sha256 hash of the file, in hex
 */
public record ReadTurns(TurnLog log, LogInventory inventory, String name, String sha256) {}
