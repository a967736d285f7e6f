/** Finds every mistake in a graph at once, each named with its step and its mend. One class per family of rules. */
@NullMarked
package dev.odograph.spec.validation;

import org.jspecify.annotations.NullMarked;
