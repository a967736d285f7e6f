/** Batches: digests of rows, and the protocol that stores a batch exactly once whatever is killed whenever. Talks to PostgreSQL only through {@link dev.odograph.batch.WriteLedger}. */
@NullMarked
package dev.odograph.batch;

import org.jspecify.annotations.NullMarked;
