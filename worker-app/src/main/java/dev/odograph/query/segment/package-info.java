/** One recording: its tables and the metrics of it over time, and windows of both as files. Reads stores, writes nothing. */
@NullMarked
package dev.odograph.query.segment;

import org.jspecify.annotations.NullMarked;
