package dev.odograph.schema.clickhouse;

import java.util.List;

/** The database and the tables that mirror what the ledger makes visible. */
public final class MirrorDdl {
    /** Table of (run, metric, segment) → write. */
    public static final String VISIBILITY = "visibility";
    /** Table of (metric, dataset, channel, version) → run. */
    public static final String PUBLICATION = "publication";

    private MirrorDdl() {}

    /** Statement that creates the database if it is not there. */
    public static String createDatabase(String database) {
        return "CREATE DATABASE IF NOT EXISTS " + ClickHouseNames.quoted(database);
    }

    /**
     * Statements that create both tables if they are not there, and add what an earlier release's lack. {@code stated}
     * says whether a write has summary states; an earlier worker copies nothing there, which reads as no.
     */
    public static List<String> createTables() {
        return List.of(
                """
                CREATE TABLE IF NOT EXISTS visibility (
                    run_id String,
                    metric LowCardinality(String),
                    major UInt32,
                    segment_id String,
                    write_no UInt64 CODEC(Delta, ZSTD(1)),
                    revision UInt64 CODEC(Delta, ZSTD(1)),
                    stated UInt8 DEFAULT 0 CODEC(ZSTD(1))
                )
                """ + TableEngines.byRevision() + " ORDER BY (run_id, metric, major, segment_id)",
                "ALTER TABLE visibility ADD COLUMN IF NOT EXISTS stated UInt8 DEFAULT 0 CODEC(ZSTD(1))",
                """
                CREATE TABLE IF NOT EXISTS publication (
                    namespace LowCardinality(String),
                    metric LowCardinality(String),
                    major UInt32,
                    dataset String,
                    channel LowCardinality(String),
                    version String,
                    run_id String,
                    revision UInt64
                )
                """ + TableEngines.byRevision() + " ORDER BY (namespace, metric, major, dataset, channel, version)");
    }
}
