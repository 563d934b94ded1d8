/**
 * The structure of the project as rules: who may see whom, who may print, what is cited.
 *
 * <p>Here: {@link io.stackelberg.architecture.ArchitectureTest}, which holds the production classes and
 * the source tree to the rules, and a test of each rule on classes in {@code bad} that break it on
 * purpose. Not here: any test of behaviour.
 */
package io.stackelberg.architecture;
