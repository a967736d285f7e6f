/**
 * Results as files for others: what one run shows of a metric, read from the store, written file by file, and read back to
 * see that each file holds exactly the rows that the ledger knows.
 */
@NullMarked
package dev.odograph.export;

import org.jspecify.annotations.NullMarked;
