package dev.odograph.schema.clickhouse;

import dev.odograph.spec.Version;

/** Names of tables and views in ClickHouse, and their safe spelling in SQL. */
public final class ClickHouseNames {
    private ClickHouseNames() {}

    /** Table of a metric whose code was merged: {@code <namespace>__<metric>_v<major>}. */
    public static String table(String namespace, String metric, Version version) {
        return namespace + "__" + metric + "_v" + version.major();
    }

    /**
     * Table of a metric of branch code: {@code scratch_<12 digits>_<metric>}.
     *
     * @param schemaDigest digest of the result's schema, in hex
     */
    public static String scratchTable(String schemaDigest, String metric) {
        return "scratch_" + schemaDigest.substring(0, 12) + "_" + metric;
    }

    /** View of what a channel publishes, with parameters {@code dataset} and {@code channel}. */
    public static String latestView(String table) {
        return table + "_latest";
    }

    /** View of one run's rows, with parameter {@code run}. */
    public static String byRunView(String table) {
        return table + "_by_run";
    }

    /** View of what a channel last published of one version, with {@code dataset}, {@code channel}, {@code version}. */
    public static String byVersionView(String table) {
        return table + "_by_version";
    }

    /** View of one segment's rows of what a channel publishes, with {@code dataset}, {@code channel}, {@code segment}. */
    public static String latestSegmentView(String table) {
        return table + "_latest_segment";
    }

    /** View of one run's summaries by segment and column, with parameter {@code run}. */
    public static String summaryByRunView(String table) {
        return table + "_summary_by_run";
    }

    /** View of the summaries of what a channel publishes, with {@code dataset} and {@code channel}. */
    public static String summaryLatestView(String table) {
        return table + "_summary_latest";
    }

    /** An identifier in backquotes, whatever it holds. */
    public static String quoted(String identifier) {
        return "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    /** A text literal in quotes, whatever it holds. */
    public static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
