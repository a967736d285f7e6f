/**
 * What authors test their graphs and steps with: small tables in a few lines, one step or a whole graph run in the test's
 * own process by the code that runs in production, assertions with tolerances, contract tests for every step, goldens,
 * and checks of determinism and equivalence.
 */
@NullMarked
package dev.odograph.test;

import org.jspecify.annotations.NullMarked;
