/**
 * JMH timings, each candidate beside its named baseline, and the program that runs them.
 *
 * <p>Here: one class per question, whose method ending in {@code Baseline} is what the others are
 * divided by, and {@link io.stackelberg.bench.BenchMain}, which prints the ratios with intervals. Not
 * here: tests that two methods agree (they live beside the methods) nor any recorded time.
 *
 * <p>Read first: {@link io.stackelberg.bench.QuantalResponseBenchmark}.
 */
package io.stackelberg.bench;
