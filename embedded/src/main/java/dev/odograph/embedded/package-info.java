/**
 * PostgreSQL, Temporal and ClickHouse on one machine in one data directory: {@link
 * dev.odograph.embedded.EmbeddedStack} runs them, {@link dev.odograph.embedded.Endpoints} tells where they listen. It
 * knows nothing of Odograph's own programs; those join as extra parts.
 */
@NullMarked
package dev.odograph.embedded;

import org.jspecify.annotations.NullMarked;
