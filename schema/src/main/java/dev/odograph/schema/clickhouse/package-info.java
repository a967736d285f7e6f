/** ClickHouse DDL: metric tables and their views from result schemas, and the tables that mirror what the ledger makes visible. Text only; executing it is the store's. */
@NullMarked
package dev.odograph.schema.clickhouse;

import org.jspecify.annotations.NullMarked;
