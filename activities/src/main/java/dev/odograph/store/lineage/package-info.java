/**
 * The ledger in PostgreSQL: what of a run is planned, committed or reused, what readers may see, and which code and
 * inputs made it. Everything here is thread-safe and speaks in short transactions.
 */
@NullMarked
package dev.odograph.store.lineage;

import org.jspecify.annotations.NullMarked;
