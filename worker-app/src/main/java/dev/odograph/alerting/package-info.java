/**
 * Judges alert rules over what channels show, over runs that wait and over time. Reads results and the ledger; what it finds
 * is recorded and told by the alert book.
 */
@NullMarked
package dev.odograph.alerting;

import org.jspecify.annotations.NullMarked;
