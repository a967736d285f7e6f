package dev.odograph.query.segment;

import static org.jooq.impl.DSL.val;

import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.Segment;
import dev.odograph.dataset.Span;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.Nearest;
import dev.odograph.query.Sql;
import dev.odograph.query.TimeColumn;
import dev.odograph.query.segment.SegmentAnswer.Chart;
import dev.odograph.query.segment.SegmentAnswer.Event;
import dev.odograph.query.segment.SegmentAnswer.Recording;
import dev.odograph.query.segment.SegmentAnswer.Summary;
import dev.odograph.query.segment.SegmentAnswer.Value;
import dev.odograph.query.segment.SegmentSeries.Drawn;
import dev.odograph.query.segment.SegmentTables.MetricTable;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.Measure.Aggregate;
import dev.odograph.spec.Measure.Direction;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.lineage.Postgres;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers questions about a segment. Reads stores and recordings, writes nothing. Thread-safe. */
public final class SegmentAnswers {
    private static final String RECORDINGS = Sql.resource(SegmentAnswers.class, "recordings.sql");
    private static final String SPANS = Sql.resource(SegmentAnswers.class, "spans.sql");
    private static final String TAGS = Sql.resource(SegmentAnswers.class, "tags.sql");
    private static final int CHOSEN_CHARTS = 8;
    private static final int CHOSEN_METRICS = 4;
    private static final int MOST_EVENTS = 200;
    private static final int MOST_WORST = 5;
    private static final int MOST_ROWS = 20;
    private static final long APART_MS = 10_000;

    private final Postgres postgres;
    private final DatasetStore datasets;
    private final SegmentFinder finder;

    /** Answers from these stores. */
    public SegmentAnswers(Postgres postgres, DatasetStore datasets, ClickHouse clickhouse) {
        this.postgres = postgres;
        this.datasets = datasets;
        this.finder = new SegmentFinder(postgres, datasets, clickhouse);
    }

    private record Tags(TreeMap<String, String> tags) {}

    /**
     * What the page shows beside its charts.
     *
     * @throws OdographException DATASET_NOT_FOUND, SEGMENT_NOT_FOUND, RUN_NOT_FOUND or ARGUMENT_INVALID, with names that
     *     may be meant
     */
    public SegmentAnswer load(SegmentQuestion question) {
        SegmentTables tables = finder.find(question);
        Segment segment = withTags(tables);
        return new SegmentAnswer(
                tables.dataset().name().toString(),
                tables.dataset().version(),
                datasets.load(tables.dataset().name(), null).version(),
                segment,
                tables.asOf(),
                tables.firstMs(),
                tables.lastMs(),
                from(question, tables),
                to(question, tables),
                question.at(),
                spans(tables),
                recordings(tables),
                tables.sources(),
                charts(question, tables),
                tables.summaries().stream()
                        .flatMap(metric -> summaries(metric).stream())
                        .toList(),
                tables.events().stream()
                        .flatMap(metric -> events(metric).stream())
                        .sorted(Comparator.comparingLong(Event::startMs))
                        .toList(),
                tables.metrics().stream()
                        .flatMap(metric -> worst(metric).stream())
                        .toList(),
                tables.notes());
    }

    /**
     * What its charts draw.
     *
     * @param pixels how wide they are
     */
    public SegmentSeries series(SegmentQuestion question, int pixels) {
        SegmentTables tables = finder.find(question);
        List<Chart> drawn =
                charts(question, tables).stream().filter(Chart::drawn).toList();
        long from = from(question, tables);
        long to = to(question, tables);
        List<Drawn> found = new ArrayList<>();
        for (TimedTable table : tables.timed()) {
            List<String> columns = drawn.stream()
                    .filter(chart -> chart.table().equals(table.name()))
                    .map(Chart::column)
                    .toList();
            if (!columns.isEmpty()) {
                found.addAll(read(table, columns, from, to, Math.clamp(pixels, 50, 2_000)));
            }
        }
        return new SegmentSeries(from, to, found);
    }

    /** One table that cannot be read leaves the others as they are. */
    private static List<Drawn> read(TimedTable table, List<String> columns, long from, long to, int pixels) {
        try {
            return new SeriesReader(table, from, to, pixels).read(columns);
        } catch (OdographException e) {
            return columns.stream()
                    .map(column -> new Drawn(
                            table.name() + "." + column, 0, false, e.code() + ": " + e.getMessage(), List.of(), 0))
                    .toList();
        }
    }

    static long from(SegmentQuestion question, SegmentTables tables) {
        Long first = tables.firstMs();
        return question.from() != null ? question.from() : first == null ? 0 : first;
    }

    static long to(SegmentQuestion question, SegmentTables tables) {
        Long last = tables.lastMs();
        long from = from(question, tables);
        return Math.max(from + 1, question.to() != null ? question.to() : last == null ? from + 1 : last);
    }

    private Segment withTags(SegmentTables tables) {
        Segment as = tables.segment();
        String tags = postgres.query(
                "reading the tags of segment \"" + as.segmentId() + "\"",
                db -> db.resultQuery(
                                TAGS,
                                val(tables.dataset().datasetId()),
                                val(as.segmentId()),
                                val(tables.dataset().version()),
                                val(tables.asOf()))
                        .fetchSingle()
                        .get("tags", String.class));
        return new Segment(
                as.segmentId(),
                as.contentDigest(),
                as.rows(),
                as.bytes(),
                as.durationMs(),
                as.distanceM(),
                as.recordedAt(),
                as.vehicle(),
                as.release(),
                as.scenarioId(),
                as.scenarioSeed(),
                as.sourceUri(),
                as.tables(),
                SpecJson.read("{\"tags\":" + tags + "}", Tags.class).tags);
    }

    private List<Span> spans(SegmentTables tables) {
        return postgres.query(
                "reading the spans of segment \"" + tables.segment().segmentId() + "\"",
                db -> db.resultQuery(
                                SPANS,
                                val(tables.dataset().datasetId()),
                                val(tables.segment().segmentId()),
                                val(tables.asOf()))
                        .fetch(row -> new Span(
                                row.get("segment_id", String.class),
                                row.get("start_ms", long.class),
                                row.get("end_ms", long.class),
                                row.get("label", String.class),
                                row.get("revision", long.class))));
    }

    private List<Recording> recordings(SegmentTables tables) {
        return postgres.query(
                "reading the versions of segment \"" + tables.segment().segmentId() + "\"",
                db -> db.resultQuery(
                                RECORDINGS,
                                val(tables.dataset().datasetId()),
                                val(tables.segment().segmentId()))
                        .fetch(row -> new Recording(
                                row.get("from_version", int.class),
                                row.get("to_version", Integer.class),
                                row.get("content_digest", String.class),
                                row.get("rows", long.class))));
    }

    /** All that can be drawn; drawn are those that were asked for, or a choice of metrics and recorded columns. */
    private static List<Chart> charts(SegmentQuestion question, SegmentTables tables) {
        List<Chart> all = new ArrayList<>();
        for (TimedTable table : tables.timed()) {
            for (TimedTable.Value number : table.numbers()) {
                all.add(new Chart(
                        table.name() + "." + number.column(),
                        table.name(),
                        number.column(),
                        table.metric() ? "metric" : "input",
                        number.unit(),
                        table.keys(),
                        false));
            }
        }
        List<String> ids = all.stream().map(Chart::id).toList();
        for (String asked : question.charts()) {
            if (!ids.contains(asked)) {
                List<String> near = Nearest.of(asked, ids);
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "There is no chart \"" + asked + "\" of segment " + question.segmentId()
                                + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                                + " There are " + String.join(", ", ids));
            }
        }
        List<String> drawn = question.charts().isEmpty() ? choice(all) : question.charts();
        return all.stream()
                .map(chart -> new Chart(
                        chart.id(),
                        chart.table(),
                        chart.column(),
                        chart.kind(),
                        chart.unit(),
                        chart.keys(),
                        drawn.contains(chart.id())))
                .toList();
    }

    private static List<String> choice(List<Chart> all) {
        List<Chart> metrics = all.stream()
                .filter(chart -> chart.kind().equals("metric"))
                .limit(CHOSEN_METRICS)
                .toList();
        List<Chart> chosen = new ArrayList<>(all.stream()
                .filter(chart -> chart.kind().equals("input"))
                .sorted(Comparator.comparing((Chart chart) -> !chart.column().contains("speed"))
                        .thenComparing(chart -> chart.column().matches("(east|north|alt|lat|lon).*")))
                .limit(CHOSEN_CHARTS - metrics.size())
                .toList());
        chosen.addAll(metrics);
        return chosen.stream().map(Chart::id).toList();
    }

    private static List<Summary> summaries(MetricTable metric) {
        String sql = "SELECT " + texts(metric, metric.values()) + " "
                + metric.rows().fromWhere() + " ORDER BY ALL LIMIT " + MOST_ROWS;
        return metric.rows().rows(sql).stream()
                .map(row -> new Summary(metric.name(), values(metric.values(), row, 0)))
                .toList();
    }

    private static List<Event> events(MetricTable metric) {
        TimeColumn time = TimeColumn.of(metric.schema()).orElseThrow();
        return listed(metric, time, "odograph_t LIMIT " + MOST_EVENTS, "true");
    }

    /** The worst rows by each measure that has a direction and reads single rows. */
    private static List<Event> worst(MetricTable metric) {
        TimeColumn time = TimeColumn.of(metric.schema()).orElse(null);
        List<Measure> measures = metric.spec().measures();
        if (time == null || measures == null) {
            return List.of();
        }
        String keys = metric.schema().keys().stream()
                .map(ColumnSpec::name)
                .filter(name -> !name.equals(TableSchema.SEGMENT_ID) && !name.equals(time.name()))
                .map(name -> metric.rows().quoted(name) + ", ")
                .collect(Collectors.joining());
        return measures.stream()
                .filter(measure -> measure.direction() != Direction.NONE && measure.aggregate() != Aggregate.COUNT)
                .flatMap(measure -> {
                    String column = metric.rows().quoted(measure.column());
                    String order = measure.direction() == Direction.HIGHER_IS_BETTER ? "ASC" : "DESC";
                    return listed(
                            metric,
                            time,
                            column + " " + order + ", odograph_t LIMIT 1 BY " + keys + "intDiv(odograph_t, " + APART_MS
                                    + ") LIMIT " + MOST_WORST,
                            column + " IS NOT NULL AND isFinite(assumeNotNull(toFloat64(" + column + ")))")
                            .stream();
                })
                .toList();
    }

    private static List<Event> listed(MetricTable metric, TimeColumn time, String order, String condition) {
        List<ColumnSpec> columns = metric.values().stream()
                .filter(column -> !column.name().equals(time.name()))
                .toList();
        String at = "toInt64(floor(" + metric.rows().quoted(time.name()) + " * " + time.ms() + "))";
        String sql = "SELECT " + at + " AS odograph_t" + (columns.isEmpty() ? "" : ", " + texts(metric, columns)) + " "
                + metric.rows().fromWhere() + " AND " + condition + " ORDER BY " + order;
        List<Event> events = new ArrayList<>();
        for (@Nullable Object[] row : metric.rows().rows(sql)) {
            long start = ((Number) Objects.requireNonNull(row[0])).longValue();
            List<Value> values = values(columns, row, 1);
            events.add(new Event(metric.name(), start, end(start, columns, values), values));
        }
        return events;
    }

    /** By a column that says how long it took, or when it ended. */
    private static long end(long start, List<ColumnSpec> columns, List<Value> values) {
        for (int i = 0; i < columns.size(); i++) {
            Double ms = TimeColumn.unit(columns.get(i).unit());
            String value = values.get(i).value();
            if (ms != null && value != null && value.matches("-?[0-9.]+(e[-+]?[0-9]+)?")) {
                double length = Double.parseDouble(value) * ms;
                if (columns.get(i).name().startsWith("duration")) {
                    return start + Math.max(0, Math.round(length));
                }
                if (columns.get(i).name().startsWith("end")) {
                    return Math.max(start, Math.round(length));
                }
            }
        }
        return start;
    }

    private static String texts(MetricTable metric, List<ColumnSpec> columns) {
        return columns.stream().map(ColumnSpec::name).map(metric.rows()::text).collect(Collectors.joining(", "));
    }

    private static List<Value> values(List<ColumnSpec> columns, @Nullable Object[] row, int from) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row[from + i];
            values.add(new Value(
                    columns.get(i).name(),
                    columns.get(i).unit(),
                    value == null ? null : value.toString().substring(1)));
        }
        return values;
    }
}
