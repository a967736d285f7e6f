/** End-to-end, fault and architecture tests: the whole of Odograph on PostgreSQL, Temporal and ClickHouse. */
@NullMarked
package dev.odograph.integration;

import org.jspecify.annotations.NullMarked;
