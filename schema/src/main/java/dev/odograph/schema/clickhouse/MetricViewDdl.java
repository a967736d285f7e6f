package dev.odograph.schema.clickhouse;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The views that users read instead of tables. Each shows committed rows only, each row once. They are parameterised:
 *
 * <ul>
 *   <li>{@code <table>_latest(dataset = 'd', channel = 'latest')}: what a channel publishes
 *   <li>{@code <table>_by_run(run = 'r')}: one run's rows, published or not
 *   <li>{@code <table>_by_version(dataset = 'd', channel = 'latest', version = '1.0')}: what a channel last published of
 *       one version
 *   <li>{@code <table>_latest_segment(dataset = 'd', channel = 'latest', segment = 's')}: one segment's rows of what a
 *       channel publishes, as fast in a dataset of a million segments as in one of ten; only where rows have segments
 *   <li>{@code <table>_summary_by_run(run = 'r')} and {@code <table>_summary_latest(dataset = 'd', channel = 'latest')}:
 *       a row for each segment and numeric column, and one for the empty column, which counts rows: from summary states,
 *       or from the rows themselves where a write of an earlier release has none
 * </ul>
 */
public final class MetricViewDdl {
    private static final String SEGMENT = TableSchema.SEGMENT_ID + " = {segment:String}";

    private MetricViewDdl() {}

    /**
     * Statements that create or replace a table's views.
     *
     * @param stored all columns that the table has, in order
     */
    public static List<String> create(MetricTable table, List<StoredColumn> stored) {
        List<String> columns = stored.stream()
                .map(StoredColumn::name)
                .filter(name -> !name.equals(ResultColumns.WRITE_NO))
                .toList();
        String latest = publishedRun(table, "");
        String byVersion = publishedRun(table, " AND version = {version:String}");
        List<String> views = new ArrayList<>();
        views.add(view(ClickHouseNames.latestView(table.name()), table, columns, visible(table, latest, "")));
        views.add(view(ClickHouseNames.byRunView(table.name()), table, columns, visible(table, "{run:String}", "")));
        views.add(view(ClickHouseNames.byVersionView(table.name()), table, columns, visible(table, byVersion, "")));
        if (table.schema().bySegment()) {
            String keyed = SEGMENT + " AND " + visible(table, latest, " AND " + SEGMENT);
            views.add(view(ClickHouseNames.latestSegmentView(table.name()), table, columns, keyed));
        }
        List<String> numbers = StatesDdl.columns(stored);
        views.add(summary(ClickHouseNames.summaryByRunView(table.name()), table, numbers, "{run:String}"));
        views.add(summary(ClickHouseNames.summaryLatestView(table.name()), table, numbers, latest));
        return List.copyOf(views);
    }

    private static String summary(String name, MetricTable table, List<String> numbers, String run) {
        String list = "`column`, segment_id, rows, present, not_finite, sum, least, most, last, points";
        return "CREATE OR REPLACE VIEW " + quoted(name) + " AS\nSELECT " + list + "\nFROM "
                + quoted(StatesDdl.name(table.name())) + "\nWHERE " + visible(table, run, " AND stated")
                + "\nUNION ALL\nSELECT " + list + "\nFROM (\n"
                + StatesDdl.select(
                        table.name(),
                        table.schema().bySegment(),
                        numbers,
                        StatesDdl.keys(table.schema()),
                        "toUInt64(0)",
                        visible(table, run, " AND NOT stated"))
                + "\n)";
    }

    private static String view(String name, MetricTable table, List<String> columns, String condition) {
        String list = columns.stream().map(ClickHouseNames::quoted).collect(Collectors.joining(", "));
        return "CREATE OR REPLACE VIEW " + quoted(name) + " AS\nSELECT " + list + "\nFROM " + quoted(table.name())
                + "\nWHERE " + condition;
    }

    /**
     * Condition under which a row is visible in a run. A write's rows are those of the segments under which it is
     * visible, so its number is enough; a set of numbers is far cheaper to look up than pairs with texts (ADR 0003).
     */
    private static String visible(MetricTable table, String run, String more) {
        return "write_no IN (SELECT write_no FROM " + MirrorDdl.VISIBILITY + " FINAL WHERE run_id = " + run
                + " AND metric = " + literal(table.metric()) + " AND major = "
                + table.version().major() + more + ")";
    }

    private static String publishedRun(MetricTable table, String more) {
        return "(SELECT argMax(run_id, revision) FROM " + MirrorDdl.PUBLICATION + " WHERE namespace = "
                + literal(table.namespace()) + " AND metric = " + literal(table.metric()) + " AND major = "
                + table.version().major()
                + " AND dataset = {dataset:String} AND channel = {channel:String}" + more + ")";
    }
}
