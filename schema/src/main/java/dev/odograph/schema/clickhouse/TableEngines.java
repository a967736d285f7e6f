package dev.odograph.schema.clickhouse;

/** The one place that says which engines tables have; a cluster changes nothing but this. */
final class TableEngines {
    private TableEngines() {}

    /** Rows of results. The window makes ClickHouse mind the deduplication token of an insert. */
    static String rows() {
        return "ENGINE = MergeTree";
    }

    static String rowSettings() {
        return "SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192";
    }

    /** Copies of the ledger's rows: the highest revision of a key wins. */
    static String byRevision() {
        return "ENGINE = ReplacingMergeTree(revision)";
    }
}
