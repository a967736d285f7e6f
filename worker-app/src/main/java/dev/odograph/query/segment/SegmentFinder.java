package dev.odograph.query.segment;

import static org.jooq.impl.DSL.val;

import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.Segment;
import dev.odograph.dataset.SegmentTable;
import dev.odograph.error.OdographException;
import dev.odograph.query.LimitedReads;
import dev.odograph.query.NamedDatasets;
import dev.odograph.query.Sql;
import dev.odograph.query.TimeColumn;
import dev.odograph.query.segment.SegmentTables.MetricTable;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds a segment, its recorded tables and the metrics that a channel or chosen runs have of it. Thread-safe. */
final class SegmentFinder {
    private static final String SHOWN_RUNS = Sql.resource(SegmentFinder.class, "shown_runs.sql");
    private static final String T_MS = "t_ms";

    private final Postgres postgres;
    private final DatasetStore datasets;
    private final RunLedger ledger;
    private final LimitedReads reads;

    SegmentFinder(Postgres postgres, DatasetStore datasets, ClickHouse clickhouse) {
        this.postgres = postgres;
        this.datasets = datasets;
        this.ledger = new RunLedger(postgres);
        this.reads = new LimitedReads(clickhouse);
    }

    /**
     * Finds it.
     *
     * @throws OdographException DATASET_NOT_FOUND, SEGMENT_NOT_FOUND or RUN_NOT_FOUND
     */
    SegmentTables find(SegmentQuestion question) {
        Dataset dataset = NamedDatasets.load(datasets, question.dataset(), question.version());
        Segment segment = datasets.load(dataset.datasetId(), dataset.version(), List.of(question.segmentId()))
                .getFirst();
        List<String> notes = new ArrayList<>();
        List<SegmentAnswer.Source> sources = new ArrayList<>();
        List<MetricTable> metrics = new ArrayList<>();
        Map<String, TableSchema> inputs = new HashMap<>();
        for (NewRun run : runs(question, dataset)) {
            inputs(run.spec(), inputs);
            metrics(run, question, segment, metrics, sources);
            compareContent(run, dataset, segment, notes);
        }
        List<TimedTable> timed = new ArrayList<>();
        Long[] extent = new Long[2];
        for (SegmentTable table : segment.tables()) {
            recorded(table, inputs.get(table.name()), timed, extent, notes);
        }
        List<MetricTable> events = new ArrayList<>();
        List<MetricTable> summaries = new ArrayList<>();
        for (MetricTable metric : metrics) {
            Optional<TimeColumn> time = TimeColumn.of(metric.schema());
            if (time.isEmpty()) {
                summaries.add(metric);
            } else if (time.get().name().equals(T_MS)) {
                timed.add(timed(metric, time.get()));
            } else {
                events.add(metric);
            }
        }
        if (extent[0] == null && segment.durationMs() != null) {
            extent[0] = 0L;
            extent[1] = segment.durationMs();
        }
        long asOf = question.asOf() != null ? question.asOf() : lastCorrection();
        return new SegmentTables(
                dataset, segment, asOf, timed, events, summaries, sources, metrics, extent[0], extent[1], notes);
    }

    private long lastCorrection() {
        return postgres.query(
                "reading the last correction",
                db -> Objects.requireNonNull(db.resultQuery("SELECT last_value FROM correction")
                        .fetchSingle()
                        .get(0, Long.class)));
    }

    private List<NewRun> runs(SegmentQuestion question, Dataset dataset) {
        Set<String> ids = new TreeSet<>(question.runs());
        if (ids.isEmpty()) {
            String channel = question.channel() == null ? Publications.LATEST : question.channel();
            postgres.query(
                            "listing what channel \"" + channel + "\" shows of dataset " + dataset.name(),
                            db -> db.resultQuery(SHOWN_RUNS, val(dataset.name().toString()), val(channel))
                                    .fetch(row -> row.get("run_id", String.class)))
                    .forEach(ids::add);
        }
        return ids.stream().map(id -> ledger.run(id).plan()).toList();
    }

    /** The schemas that graphs declare of the recording's tables; the first that names a column counts. */
    private static void inputs(GraphSpec spec, Map<String, TableSchema> inputs) {
        for (StepSpec step : spec.steps()) {
            if (step instanceof StepSpec.Source source) {
                inputs.merge(source.table(), source.output(), SegmentFinder::both);
            }
        }
    }

    private static TableSchema both(TableSchema one, TableSchema other) {
        Map<String, ColumnSpec> columns = new LinkedHashMap<>();
        one.columns().forEach(column -> columns.put(column.name(), column));
        other.columns().forEach(column -> columns.putIfAbsent(column.name(), column));
        return new TableSchema(List.copyOf(columns.values()));
    }

    private void metrics(
            NewRun run,
            SegmentQuestion question,
            Segment segment,
            List<MetricTable> metrics,
            List<SegmentAnswer.Source> sources) {
        for (MetricSpec metric : run.spec().metrics()) {
            TableSchema schema = run.spec().step(metric.step()).orElseThrow().output();
            String name = run.spec().namespace().equals(DatasetName.DEFAULT_NAMESPACE)
                    ? metric.name()
                    : run.spec().namespace() + "/" + metric.name();
            boolean there = sources.stream().anyMatch(source -> source.metric().equals(name));
            if (schema.bySegment() && !there) {
                sources.add(new SegmentAnswer.Source(
                        name,
                        metric.version().toString(),
                        run.runId(),
                        !question.runs().isEmpty()));
                metrics.add(new MetricTable(
                        name,
                        metric,
                        schema,
                        new MetricTableRows(
                                reads,
                                run.table(metric).name(),
                                metric.name(),
                                metric.version().major(),
                                run.runId(),
                                segment.segmentId())));
            }
        }
    }

    /** Says so where a run read other content than what is shown here. */
    private void compareContent(NewRun run, Dataset dataset, Segment segment, List<String> notes) {
        if (!run.datasetId().equals(dataset.datasetId())) {
            notes.add("Run " + run.runId() + " is of dataset " + run.dataset() + ", not of " + dataset.name());
        } else if (run.datasetVersion() != dataset.version()) {
            String read = content(run, segment);
            if (read == null) {
                notes.add("Run " + run.runId() + " read version " + run.datasetVersion()
                        + " of the dataset, which does not hold this segment");
            } else if (!read.equals(segment.contentDigest())) {
                notes.add("Run " + run.runId() + " read version " + run.datasetVersion()
                        + " of the dataset, where this recording had other content");
            }
        }
    }

    private @Nullable String content(NewRun run, Segment segment) {
        try {
            return datasets.load(run.datasetId(), (int) run.datasetVersion(), List.of(segment.segmentId()))
                    .getFirst()
                    .contentDigest();
        } catch (OdographException absent) {
            return null;
        }
    }

    private static void recorded(
            SegmentTable table,
            @Nullable TableSchema declared,
            List<TimedTable> timed,
            @Nullable Long[] extent,
            List<String> notes) {
        Path file = Path.of(table.path());
        if (!Files.isReadable(file)) {
            notes.add("Table " + table.name() + " cannot be drawn: its file " + file + " is gone. Restore it, or give"
                    + " its new place by ./odograph dataset replace");
            return;
        }
        RecordingRows rows = new RecordingRows(file);
        List<String[]> columns = rows.columns();
        if (columns.stream().noneMatch(column -> column[0].equals(T_MS))) {
            return;
        }
        List<String> keys = keys(columns, declared);
        List<TimedTable.Value> numbers = columns.stream()
                .filter(column -> !keys.contains(column[0])
                        && !column[0].equals(T_MS)
                        && column[1].matches("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|BOOLEAN|DECIMAL.*)"))
                .map(column -> new TimedTable.Value(column[0], unit(column[0], declared)))
                .toList();
        timed.add(new TimedTable(table.name(), new TimeColumn(T_MS, 1), keys, numbers, rows));
        @Nullable
        Object[] found =
                rows.rows("SELECT min(t_ms), max(t_ms) " + rows.fromWhere()).getFirst();
        if (found[0] instanceof Long first && found[1] instanceof Long last) {
            Long before = extent[0];
            Long after = extent[1];
            extent[0] = before == null ? first : Math.min(before, first);
            extent[1] = after == null ? last : Math.max(after, last);
        }
    }

    /** The keys that a graph declares; of a table that no graph reads, columns that look like them. */
    private static List<String> keys(List<String[]> columns, @Nullable TableSchema declared) {
        return columns.stream()
                .map(column -> column[0])
                .filter(name -> !name.equals(TableSchema.SEGMENT_ID) && !name.equals(T_MS))
                .filter(name -> declared == null
                        ? name.equals("position") || name.endsWith("_id")
                        : declared.column(name).filter(ColumnSpec::key).isPresent())
                .toList();
    }

    private static @Nullable String unit(String column, @Nullable TableSchema declared) {
        return declared == null
                ? null
                : declared.column(column).map(ColumnSpec::unit).orElse(null);
    }

    private static TimedTable timed(MetricTable metric, TimeColumn time) {
        List<String> keys = metric.schema().keys().stream()
                .map(ColumnSpec::name)
                .filter(name -> !name.equals(TableSchema.SEGMENT_ID) && !name.equals(time.name()))
                .toList();
        List<TimedTable.Value> numbers = metric.schema().columns().stream()
                .filter(column ->
                        !column.key() && column.type() != ColumnType.STRING && column.type() != ColumnType.TIMESTAMP)
                .map(column -> new TimedTable.Value(column.name(), column.unit()))
                .toList();
        return new TimedTable(metric.name(), time, keys, numbers, metric.rows());
    }
}
