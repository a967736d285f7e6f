/**
 * Whether a change made a metric better or worse: pairing, effect, interval, p-value and verdict, over numbers that others
 * have read. Pure: equal input and seed give equal results on every machine; no store, clock or file comes in.
 */
@NullMarked
package dev.odograph.compare;

import org.jspecify.annotations.NullMarked;
