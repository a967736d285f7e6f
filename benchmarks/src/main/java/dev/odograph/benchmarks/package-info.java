/** Programs that measure, one main class each, on a stack that they start themselves. Not part of the tests. */
@NullMarked
package dev.odograph.benchmarks;

import org.jspecify.annotations.NullMarked;
