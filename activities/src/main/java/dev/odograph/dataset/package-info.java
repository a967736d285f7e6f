/** Datasets: named, versioned, immutable sets of segments; importing them from files, and their registry in PostgreSQL. */
@NullMarked
package dev.odograph.dataset;

import org.jspecify.annotations.NullMarked;
