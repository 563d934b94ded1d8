/**
 * The files a study reads and writes: tables and configuration in, results and reports out.
 *
 * <p>Here: reading and writing of CSV, YAML and JSON, the report page, its figures and the table for the
 * terminal. A report formats {@code results.json} (described in {@code docs/results.md}) and computes
 * nothing but the places of marks on a figure. Not here: what a study does ({@code pipeline}), nor any
 * statistic.
 *
 * <p>Read first: {@link io.stackelberg.pipeline.io.ReportWriter} and {@link
 * io.stackelberg.pipeline.io.TerminalTable}.
 */
package io.stackelberg.pipeline.io;
