/**
 * The REST API below {@code /api}: resources, what they answer, and the acceptance of runs. Resources are thin: they read by
 * {@code query}, decide nothing that a command does not decide too, and answer errors as problem details. Nobody else may
 * come in, but the pages' error answers.
 */
@NullMarked
package dev.odograph.api;

import org.jspecify.annotations.NullMarked;
