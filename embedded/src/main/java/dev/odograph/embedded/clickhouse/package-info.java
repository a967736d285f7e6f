/**
 * The ClickHouse engine as a library, behind an HTTP front that the official clients talk to. This is a program of its
 * own: nothing else of this module runs in its process.
 */
@NullMarked
package dev.odograph.embedded.clickhouse;

import org.jspecify.annotations.NullMarked;
