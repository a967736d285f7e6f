/** ClickHouse: a thin HTTP client with typed errors, result tables, the mirror of what is visible, and readers. No PostgreSQL here. */
@NullMarked
package dev.odograph.store.clickhouse;

import org.jspecify.annotations.NullMarked;
