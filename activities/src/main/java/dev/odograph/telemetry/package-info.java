/**
 * Meters of what a process does, for Prometheus. They go to Micrometer's global registry and cost next to nothing where
 * none listens. No Temporal, no ClickHouse.
 */
@NullMarked
package dev.odograph.telemetry;

import org.jspecify.annotations.NullMarked;
