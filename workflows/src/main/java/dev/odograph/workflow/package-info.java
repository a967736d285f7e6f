/** The interpreter workflow. Deterministic orchestration only: no stores, clocks, threads or randomness. */
@NullMarked
package dev.odograph.workflow;

import org.jspecify.annotations.NullMarked;
