package dev.odograph.query.segment;

import dev.odograph.query.LimitedReads;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.schema.clickhouse.MirrorDdl;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric's rows of one segment that are visible in a run. The segment is on both sides of the visibility, so that a
 * point read is quick in a run of a million segments (ADR 0003).
 */
record MetricTableRows(LimitedReads reads, String table, String metric, int major, String runId, String segmentId)
        implements TableRows {
    @Override
    public String quoted(String column) {
        return ClickHouseNames.quoted(column);
    }

    @Override
    public String text(String column) {
        return "concat('=', toString(" + quoted(column) + "))";
    }

    @Override
    public String fromWhere() {
        return "FROM " + ClickHouseNames.quoted(table)
                + " WHERE segment_id = {segment:String} AND write_no IN (SELECT write_no FROM " + MirrorDdl.VISIBILITY
                + " FINAL WHERE run_id = {run:String} AND metric = {metric:String} AND major = " + major
                + " AND segment_id = {segment:String} AND write_no != 0)";
    }

    @Override
    public String argMin() {
        return "argMin";
    }

    @Override
    public String argMax() {
        return "argMax";
    }

    @Override
    public List<@Nullable Object[]> rows(String sql) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (List<String> row : reads.rows("Metric " + metric, query(sql))) {
            rows.add(row.stream().map(MetricTableRows::value).toArray(Object[]::new));
        }
        return rows;
    }

    @Override
    public void write(String sql, WindowFormat format, Path file) throws IOException {
        String name = format == WindowFormat.CSV ? "CSVWithNames" : "Parquet";
        try (InputStream answer = reads.open("Metric " + metric, query(sql), name)) {
            Files.copy(answer, file);
        }
    }

    private ClickHouseQuery query(String sql) {
        return ClickHouseQuery.of(sql)
                .with("segment", segmentId)
                .with("run", runId)
                .with("metric", metric);
    }

    /** ClickHouse writes null in its own way, and everything else as text. */
    private static @Nullable Object value(String text) {
        if (text.equals("ᴺᵁᴸᴸ")) {
            return null;
        }
        if (text.matches("-?[0-9]{1,18}")) {
            return Long.valueOf(text);
        }
        if (text.matches("-?[0-9.]+(e[-+]?[0-9]+)?|-?inf|-?nan")) {
            return Double.valueOf(text.replace("inf", "Infinity").replace("nan", "NaN"));
        }
        return text.equals("true") ? Long.valueOf(1) : text.equals("false") ? Long.valueOf(0) : text;
    }
}
