/**
 * Logs that other tools wrote, read into lines of {@code turns/1}.
 *
 * <p>Here: one class per foreign format, each a source of turns for an {@code ImportSink}, and the one place
 * where token counts get one meaning ({@code Usage}: input includes cache reads and writes, output includes
 * reasoning, unknown stays unknown). Not here: prices, and reading {@code turns/1} into a log (see {@link
 * io.stackelberg.pipeline.io.TurnLogReader}).
 *
 * <p>Read first: {@link io.stackelberg.pipeline.io.imports.LogImport}, then {@code ForeignFormat};
 * {@code docs/import.md} says what each format means.
 */
package io.stackelberg.pipeline.io.imports;
