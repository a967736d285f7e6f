/** ClickHouse DDL on one server and on a cluster, compared with reviewed files. */
@NullMarked
package dev.odograph.schema.clickhouse;

import org.jspecify.annotations.NullMarked;
