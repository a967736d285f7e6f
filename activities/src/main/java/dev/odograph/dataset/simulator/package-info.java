/** Deterministic fleets: recordings made from a seed, for demonstrations, benchmarks and tests. Knows nothing of datasets or stores. */
@NullMarked
package dev.odograph.dataset.simulator;

import org.jspecify.annotations.NullMarked;
