package dev.odograph.store.clickhouse;

import static dev.odograph.schema.clickhouse.ClickHouseNames.byRunView;
import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.ResultColumns;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads published results, as they stream, without holding them. Thread-safe. */
public final class ResultReader {
    private static final String LATEST = "latest";
    private static final Pattern HARM = Pattern.compile("Set(?: \\(.*)?|Function (file)(?: \\(.*)?");

    /** Most rows of an answer to a user's query. */
    public static final int MOST_ROWS = 1_000_000;

    private final ClickHouse clickhouse;
    private final Duration limit;

    /** A reader of that server; a user's query may take a minute. */
    public ResultReader(ClickHouse clickhouse) {
        this(clickhouse, Duration.ofMinutes(1));
    }

    /**
     * A reader of that server.
     *
     * @param limit how long a user's query may take, in whole seconds
     */
    public ResultReader(ClickHouse clickhouse, Duration limit) {
        this.clickhouse = clickhouse;
        this.limit = limit;
    }

    /**
     * Finds which run's rows a selection means.
     *
     * @param table the metric's table
     * @param namespace the metric's namespace
     * @param metric the metric's name
     * @param major the metric's major version
     * @throws OdographException METRIC_NOT_FOUND where the metric has no table, the channel publishes nothing of it, or
     *     the run has no rows of it
     */
    public ResultSource resolve(String table, String namespace, String metric, int major, ResultSelection selection) {
        requireTable(table, metric);
        return switch (selection) {
            case ResultSelection.ByRun run -> source(table, metric, major, run.runId(), null, null);
            case ResultSelection.ByChannel by ->
                published(table, namespace, metric, major, by.dataset(), by.channel(), null);
            case ResultSelection.ByVersion by ->
                published(table, namespace, metric, major, by.dataset(), LATEST, by.version());
        };
    }

    /** Writes all rows of a source in order of key. */
    public void write(ResultSource source, ResultFormat format, OutputStream out) throws IOException {
        write(source, ResultPart.ALL, format, out);
    }

    /** Names of the columns that a source's rows have, in order. */
    public List<String> columns(ResultSource source) {
        return clickhouse.rows(ClickHouseQuery.of("DESCRIBE (SELECT * FROM " + view(source) + ")")).stream()
                .map(List::getFirst)
                .toList();
    }

    /**
     * Writes a part of a source's rows in order of key.
     *
     * @param part its columns are the source's
     */
    public void write(ResultSource source, ResultPart part, ResultFormat format, OutputStream out) throws IOException {
        String order = clickhouse
                .rows(ClickHouseQuery.of("SELECT sorting_key FROM system.tables WHERE database = {database:String} AND"
                                + " name = {table:String}")
                        .with("database", clickhouse.storage())
                        .with("table", source.table()))
                .getFirst()
                .getFirst();
        String key = withoutWriteNo(order);
        String columns = part.columns().isEmpty()
                ? "*"
                : part.columns().stream().map(name -> quoted(name)).collect(Collectors.joining(", "));
        String sql = "SELECT " + columns + " FROM " + view(source) + (key.isEmpty() ? "" : " ORDER BY " + key)
                + (part.limit() == null ? "" : " LIMIT " + part.limit());
        writeQuery(ClickHouseQuery.of(sql), format, out);
    }

    /**
     * Writes the answer to a query over a source's rows, which go by the metric's name: {@code SELECT count() FROM ttc}.
     *
     * @throws OdographException SQL_INVALID where it does not parse or bind, writes, reads anything but tables, takes
     *     more time than the reader allows or 2 GB, or has more rows than {@value #MOST_ROWS}
     */
    public void writeSql(ResultSource source, String sql, ResultFormat format, OutputStream out) throws IOException {
        String text = sql.strip().replaceFirst(";$", "");
        String whole = "WITH " + quoted(source.metric()) + " AS (SELECT * FROM " + view(source) + ")\nSELECT * FROM (\n"
                + text + "\n)";
        ClickHouseQuery query = ClickHouseQuery.of(whole)
                .setting("readonly", "1")
                .setting("max_result_rows", Integer.toString(MOST_ROWS))
                .setting("result_overflow_mode", "throw")
                .setting("max_execution_time", Long.toString(limit.toSeconds()))
                .setting("timeout_overflow_mode", "throw")
                .setting("max_memory_usage", "2000000000");
        try {
            requireHarmless(source, whole);
            writeQuery(query, format, out);
        } catch (OdographException e) {
            if (e.getCause() instanceof ClickHouseFailure failure
                    && failure.serverCode() != ClickHouseFailure.NO_ANSWER) {
                throw new OdographException(
                        ErrorCode.SQL_INVALID,
                        "Query over " + source.metric() + " was refused: " + failure.firstLine()
                                + ". Write one SELECT that reads FROM " + source.metric(),
                        e);
            }
            throw e;
        }
    }

    /**
     * Read-only keeps neither a subquery's SETTINGS from taking it back nor the function {@code file} from reading files.
     * The server says what is in the query, however it is spelled.
     */
    private void requireHarmless(ResultSource source, String sql) {
        ClickHouseQuery tree = ClickHouseQuery.of("EXPLAIN AST " + sql).setting("readonly", "1");
        for (List<String> row : clickhouse.rows(tree)) {
            Matcher harm = HARM.matcher(row.getFirst().strip());
            if (harm.matches()) {
                throw new OdographException(
                        ErrorCode.SQL_INVALID,
                        "Query over " + source.metric() + " was refused: it has "
                                + (harm.group(1) == null
                                        ? "SETTINGS, and limits are not a query's to set"
                                        : "the function file")
                                + ". Leave it out: write one SELECT that reads FROM " + source.metric());
            }
        }
    }

    /** A table's sorting key without its last part, which the view does not show; empty where the metric has no key. */
    static String withoutWriteNo(String sortingKey) {
        return Arrays.stream(sortingKey.replaceAll("^\\(|\\)$", "").split(", "))
                .filter(part -> !part.replace("`", "").equals(ResultColumns.WRITE_NO))
                .collect(Collectors.joining(", "));
    }

    private static String view(ResultSource source) {
        return quoted(byRunView(source.table())) + "(run = " + literal(source.runId()) + ")";
    }

    /** Writes the answer to a statement that the platform itself made. */
    public void writeQuery(ClickHouseQuery query, ResultFormat format, OutputStream out) throws IOException {
        ClickHouseQuery formatted = query;
        for (Map.Entry<String, String> setting : format.settings().entrySet()) {
            formatted = formatted.setting(setting.getKey(), setting.getValue());
        }
        try (InputStream answer = clickhouse.open(formatted, format.clickhouse())) {
            answer.transferTo(out);
        }
    }

    private ResultSource published(
            String table,
            String namespace,
            String metric,
            int major,
            @Nullable String dataset,
            String channel,
            @Nullable String version) {
        ClickHouseQuery query = ClickHouseQuery.of(
                        "SELECT argMax(run_id, revision), argMax(dataset, revision) FROM publication"
                                + " WHERE namespace = {namespace:String} AND metric = {metric:String} AND major = "
                                + major
                                + " AND channel = {channel:String}"
                                + (dataset == null ? "" : " AND dataset = {dataset:String}")
                                + (version == null ? "" : " AND version = {version:String}")
                                + " HAVING count() > 0")
                .with("namespace", namespace)
                .with("metric", metric)
                .with("channel", channel)
                .with("dataset", dataset == null ? "" : dataset)
                .with("version", version == null ? "" : version);
        List<List<String>> rows = clickhouse.rows(query);
        if (rows.isEmpty()) {
            throw new OdographException(
                    ErrorCode.METRIC_NOT_FOUND,
                    "Metric " + metric + " has nothing published in channel \"" + channel + "\""
                            + (dataset == null ? "" : " for dataset \"" + dataset + "\"")
                            + (version == null ? "" : " in version " + version) + ": "
                            + publications(namespace, metric));
        }
        String runId = rows.getFirst().get(0);
        return source(table, metric, major, runId, rows.getFirst().get(1), channel);
    }

    private ResultSource source(
            String table, String metric, int major, String runId, @Nullable String dataset, @Nullable String channel) {
        ClickHouseQuery query = ClickHouseQuery.of(
                        "SELECT count(), uniqExactIf(segment_id, segment_id != '') FROM visibility"
                                + " WHERE run_id = {run:String} AND metric = {metric:String} AND major = " + major)
                .with("run", runId)
                .with("metric", metric);
        List<String> row = clickhouse.rows(query).getFirst();
        if (row.get(0).equals("0")) {
            throw new OdographException(
                    ErrorCode.METRIC_NOT_FOUND,
                    "Run \"" + runId + "\" has no results of metric " + metric + ": see by ./odograph runs show "
                            + runId + " what it stored");
        }
        return new ResultSource(table, metric, runId, dataset, channel, Long.parseLong(row.get(1)));
    }

    private String publications(String namespace, String metric) {
        ClickHouseQuery query = ClickHouseQuery.of("SELECT DISTINCT dataset, channel FROM publication WHERE namespace ="
                        + " {namespace:String} AND metric = {metric:String} ORDER BY dataset, channel LIMIT 10")
                .with("namespace", namespace)
                .with("metric", metric);
        List<String> there = clickhouse.rows(query).stream()
                .map(row -> row.get(1) + " of " + row.get(0))
                .toList();
        return there.isEmpty() ? "run its graph first" : "there are " + String.join(", ", there);
    }

    private void requireTable(String table, String metric) {
        ClickHouseQuery query = ClickHouseQuery.of(
                        "SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = {table:String}")
                .with("table", table);
        if (clickhouse.rows(query).getFirst().getFirst().equals("0")) {
            List<String> known = clickhouse
                    .rows(ClickHouseQuery.of("SELECT DISTINCT metric FROM publication ORDER BY metric LIMIT 20"))
                    .stream()
                    .map(List::getFirst)
                    .toList();
            throw new OdographException(
                    ErrorCode.METRIC_NOT_FOUND,
                    "Metric \"" + metric + "\" has no results: "
                            + (known.isEmpty()
                                    ? "run a graph that stores it"
                                    : "metrics with results are " + String.join(", ", known)));
        }
    }
}
