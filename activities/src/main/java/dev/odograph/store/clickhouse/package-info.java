/** ClickHouse: its Java client with retries off and typed errors, result tables, the mirror of what is visible, and readers. No PostgreSQL here. */
@NullMarked
package dev.odograph.store.clickhouse;

import org.jspecify.annotations.NullMarked;
