package dev.odograph.query;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static dev.odograph.schema.clickhouse.ClickHouseNames.summaryByRunView;
import static java.util.Objects.requireNonNull;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.housekeeping.FactMirror;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.schema.clickhouse.StatesDdl;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.ResultFormat;
import dev.odograph.store.clickhouse.ResultReader;
import dev.odograph.store.clickhouse.ResultSource;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the saved reads over the rows that are visible in a run, from summary states where they can. What datasets say of
 * their segments is brought up to date first. Statements read only, and end after a minute or with 2 GB. Thread-safe.
 */
public final class SavedReads {
    private static final Map<String, String> GROUPS = Map.of(
            "release", "ifNull(f.release, '')",
            "vehicle", "ifNull(f.vehicle, '')",
            "scenario", "ifNull(f.scenario_id, '')");
    private static final String SPAN = "span";
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)\\}");

    private final ClickHouse clickhouse;
    private final ResultTables tables;
    private final ResultReader reader;
    private final FactMirror facts;
    private final RunLedger runs;
    private final Set<MetricTable> viewed = ConcurrentHashMap.newKeySet();

    /**
     * Reads of these stores.
     *
     * @param tables makes views that tables of an earlier release lack
     */
    public SavedReads(Postgres postgres, ClickHouse clickhouse, ResultTables tables) {
        this.clickhouse = clickhouse;
        this.tables = tables;
        this.reader = new ResultReader(clickhouse);
        this.facts = new FactMirror(postgres, clickhouse);
        this.runs = new RunLedger(postgres);
    }

    /**
     * Writes the answer as it comes.
     *
     * @param source whose rows, from {@link ResultReader#resolve}
     * @throws OdographException ARGUMENT_INVALID where the metric has no such column, no segment such a tag, or the metric
     *     is a reduce; SEGMENT_NOT_FOUND; CLICKHOUSE_UNAVAILABLE
     */
    public void write(ResultSource source, ReadRequest request, ResultFormat format, OutputStream out)
            throws IOException {
        reader.writeQuery(query(source, request), format, out);
    }

    /** The answer's rows, each value as text or null; the first row has the columns' names. For answers that are small. */
    public List<List<@Nullable String>> rows(ResultSource source, ReadRequest request) {
        return clickhouse.rowsWithNames(query(source, request));
    }

    /** The statement that answers it, with its parameters, for whoever wants to see or explain it. */
    public ClickHouseQuery query(ResultSource source, ReadRequest request) {
        NewRun run = runs.run(source.runId()).plan();
        MetricSpec metric = run.spec().metrics().stream()
                .filter(one -> one.name().equals(source.metric()))
                .findFirst()
                .orElseThrow();
        MetricTable table = run.table(metric);
        TableSchema schema = table.schema();
        if (!schema.bySegment()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Metric " + metric.name() + " is of all segments at once (a reduce): read its rows by"
                            + " ./odograph results " + metric.name());
        }
        ensureViews(table);
        facts.sync(run.datasetId(), run.dataset());
        Visible visible =
                new Visible(source.runId(), metric.name(), metric.version().major());
        if (request.segment() != null) {
            requireSegment(visible, request.segment());
        }
        String segments =
                "dataset_segments(dataset = " + literal(run.dataset()) + ", version = " + run.datasetVersion() + ")";
        boolean spans = SPAN.equals(request.by()) && request.read() == SavedRead.DISTRIBUTION;
        String column = column(request, metric, schema);
        Map<String, String> words = new HashMap<>();
        words.put("table", quoted(table.name()));
        words.put("summary", quoted(summaryByRunView(table.name())) + "(run = " + literal(source.runId()) + ")");
        words.put("segments", segments);
        words.put("spans", "dataset_spans(dataset = " + literal(run.dataset()) + ")");
        words.put("writes", visible.sql("write_no", ""));
        words.put("visible_segments", visible.sql("segment_id", " AND segment_id != '' AND write_no != 0"));
        words.put("column", quoted(column));
        words.put("columns", names(schema.columns()));
        words.put("key", names(segmentFirst(schema.keys())));
        boolean least = isWorstLeast(metric, column);
        words.put("extreme", least ? "least" : "most");
        words.put("order", least ? "ASC" : "DESC");
        words.put("group", spans ? "''" : group(request.by(), segments));
        words.put("time", spans ? time(metric, schema) : "''");
        String file = "reads/" + request.read().word() + (spans ? "_by_span" : "") + ".sql";
        return ClickHouseQuery.of(filled(Sql.resource(file), words))
                .with("column", column)
                .with("by", request.by() == null ? "" : request.by())
                .with("segment", request.segment() == null ? "" : request.segment())
                .with("limit", request.limit())
                .setting("readonly", "1")
                .setting("max_execution_time", "60")
                .setting("max_memory_usage", "2000000000");
    }

    private record Visible(String runId, String metric, int major) {
        String sql(String column, String more) {
            return "SELECT " + column + " FROM visibility FINAL WHERE run_id = " + literal(runId) + " AND metric = "
                    + literal(metric) + " AND major = " + major + more;
        }
    }

    /** In one pass, so that a name that looks like a place is none. */
    private static String filled(String template, Map<String, String> words) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(
                        requireNonNull(words.get(place.group(1)), "no word for " + place.group())));
    }

    private void ensureViews(MetricTable table) {
        if (viewed.contains(table)) {
            return;
        }
        ClickHouseQuery there = ClickHouseQuery.of("SELECT count() FROM system.tables WHERE database ="
                        + " currentDatabase() AND name = {view:String}")
                .with("view", summaryByRunView(table.name()));
        if (clickhouse.rows(there).getFirst().getFirst().equals("0")) {
            ResultTables.createMirror(clickhouse);
            tables.ensure(table);
        }
        viewed.add(table);
    }

    private void requireSegment(Visible visible, String segment) {
        String sql = visible.sql("count()", " AND segment_id = {segment:String} AND write_no != 0");
        if (clickhouse
                .rows(ClickHouseQuery.of(sql).with("segment", segment))
                .getFirst()
                .getFirst()
                .equals("0")) {
            throw new OdographException(
                    ErrorCode.SEGMENT_NOT_FOUND,
                    "Segment \"" + segment + "\" has no results of metric " + visible.metric + " in run "
                            + visible.runId + ": --read latest lists those that have");
        }
    }

    /** The column that was asked for; else that of the first measure, else the first number; of rates none, which is rows. */
    private static String column(ReadRequest request, MetricSpec metric, TableSchema schema) {
        List<String> numbers = StatesDdl.columns(schema);
        String asked = request.column();
        if (asked != null) {
            if (!numbers.contains(asked)) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Metric " + metric.name() + " has no number \"" + asked + "\": choose "
                                + String.join(", ", numbers));
            }
            return asked;
        }
        if (request.read() == SavedRead.RATES || request.read() == SavedRead.SERIES) {
            return "";
        }
        List<Measure> measures = metric.measures() == null ? List.of() : metric.measures();
        return measures.stream()
                .map(Measure::column)
                .filter(numbers::contains)
                .findFirst()
                .or(() -> numbers.stream().findFirst())
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Metric " + metric.name()
                                + " has no number beside its key, so that only --read rates and series"
                                + " have an answer"));
    }

    private static boolean isWorstLeast(MetricSpec metric, String column) {
        List<Measure> measures = metric.measures() == null ? List.of() : metric.measures();
        return measures.stream()
                .anyMatch(measure ->
                        measure.column().equals(column) && measure.direction() == Measure.Direction.HIGHER_IS_BETTER);
    }

    private String group(@Nullable String by, String segments) {
        if (by == null) {
            return "'all'";
        }
        String property = GROUPS.get(by);
        if (property != null) {
            return property;
        }
        List<String> tags = clickhouse
                .rows(ClickHouseQuery.of("SELECT DISTINCT arrayJoin(mapKeys(tags)) AS tag FROM " + segments
                        + " ORDER BY tag LIMIT 1000"))
                .stream()
                .map(List::getFirst)
                .toList();
        if (!tags.contains(by)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "No segment has a tag \"" + by + "\": choose release, vehicle, scenario, span (of a distribution)"
                            + (tags.isEmpty() ? "" : " or a tag of " + String.join(", ", tags)));
        }
        return "f.tags[{by:String}]";
    }

    private static String time(MetricSpec metric, TableSchema schema) {
        return schema.keys().stream()
                .filter(key -> key.type() == ColumnType.INT64 && "ms".equals(key.unit()))
                .findFirst()
                .map(key -> quoted(key.name()))
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Metric " + metric.name()
                                + " has no time in ms in its key, so that its rows are in no span: ask"
                                + " by release, vehicle, scenario or a tag"));
    }

    private static List<ColumnSpec> segmentFirst(List<ColumnSpec> keys) {
        List<ColumnSpec> ordered = new ArrayList<>(keys);
        ordered.sort((a, b) -> Boolean.compare(
                b.name().equals(TableSchema.SEGMENT_ID), a.name().equals(TableSchema.SEGMENT_ID)));
        return ordered;
    }

    private static String names(List<ColumnSpec> columns) {
        return columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
    }
}
