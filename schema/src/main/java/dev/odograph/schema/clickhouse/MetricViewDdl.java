package dev.odograph.schema.clickhouse;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.spec.TableSchema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The views that users read instead of tables. They are parameterised: {@code SELECT … FROM
 * <table>_latest(dataset = 'd', channel = 'latest')}, {@code <table>_by_run(run = 'r')}, {@code <table>_by_version(dataset
 * = 'd', channel = 'latest', version = '1.0')}. Each shows committed rows only, each row once.
 */
public final class MetricViewDdl {
    private static final String BY_RUN = "{run:String}";

    private MetricViewDdl() {}

    /**
     * Statements that create or replace a table's views.
     *
     * @param columns names of all columns that the table has, without {@code write_no}, in order
     */
    public static List<String> create(MetricTable table, List<String> columns) {
        String latest = publishedRun(table, "");
        String byVersion = publishedRun(table, " AND version = {version:String}");
        return List.of(
                view(ClickHouseNames.latestView(table.name()), table, columns, latest),
                view(ClickHouseNames.byRunView(table.name()), table, columns, BY_RUN),
                view(ClickHouseNames.byVersionView(table.name()), table, columns, byVersion));
    }

    private static String view(String name, MetricTable table, List<String> columns, String run) {
        String list = columns.stream().map(ClickHouseNames::quoted).collect(Collectors.joining(", "));
        return "CREATE OR REPLACE VIEW " + quoted(name) + " AS\nSELECT " + list + "\nFROM " + quoted(table.name())
                + "\nWHERE " + visible(table, run);
    }

    /**
     * Condition under which a row of the table is visible in a run. Keyed by segment, so that a filter on the segment
     * narrows both sides.
     *
     * @param run expression of the run's id
     */
    static String visible(MetricTable table, String run) {
        String from = " FROM " + MirrorDdl.VISIBILITY + " WHERE run_id = " + run + " AND metric = "
                + literal(table.metric()) + " AND major = " + table.version().major() + " GROUP BY segment_id)";
        boolean bySegment = table.schema().column(TableSchema.SEGMENT_ID).isPresent();
        return bySegment
                ? "(segment_id, write_no) IN (SELECT segment_id, argMax(write_no, revision)" + from
                : "write_no IN (SELECT argMax(write_no, revision)" + from;
    }

    private static String publishedRun(MetricTable table, String more) {
        return "(SELECT argMax(run_id, revision) FROM " + MirrorDdl.PUBLICATION + " WHERE namespace = "
                + literal(table.namespace()) + " AND metric = " + literal(table.metric()) + " AND major = "
                + table.version().major()
                + " AND dataset = {dataset:String} AND channel = {channel:String}" + more + ")";
    }
}
