package dev.odograph.query;

import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static org.jooq.impl.DSL.val;

import dev.odograph.compare.CompareOptions;
import dev.odograph.compare.Comparer;
import dev.odograph.compare.MetricComparison;
import dev.odograph.compare.Observations;
import dev.odograph.compare.SegmentFacts;
import dev.odograph.compare.Verdict;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.MetricName;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import dev.odograph.store.lineage.StageRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Compares two runs, versions, releases or datasets. Reads stores, writes nothing; the same question about the same runs
 * has the same answer. Thread-safe.
 */
public final class Comparisons {
    private static final String SEGMENT_FACTS = Sql.resource("segment_facts.sql");

    private final Postgres postgres;
    private final SideRefs refs;
    private final RunLedger ledger;
    private final RunReader runs;
    private final SideValues values;

    /** Comparisons of what these stores hold. */
    public Comparisons(Postgres postgres, DatasetStore datasets, ClickHouse clickhouse) {
        this.postgres = postgres;
        this.refs = new SideRefs(postgres, datasets);
        this.ledger = new RunLedger(postgres);
        this.runs = new RunReader(postgres);
        this.values = new SideValues(clickhouse);
    }

    private record Side(
            ComparedSide described,
            NewRun run,
            MetricSpec spec,
            TableSchema schema,
            String table,
            Map<String, SegmentFacts> facts) {}

    /**
     * Compares.
     *
     * @param metrics names, {@code namespace/name} where they have one; at least one
     * @param base names one side: {@code run:ID}, {@code version:1.0@dataset}, {@code release:2.3@dataset},
     *     {@code dataset:NAME@3}, {@code channel:main@dataset}, or a plain name that is one of these
     * @param head names the other
     * @throws OdographException METRIC_NOT_FOUND, RUN_NOT_FOUND, DATASET_NOT_FOUND, ARGUMENT_INVALID for names;
     *     COMPARISON_INVALID where the sides cannot be compared; VALUE_NOT_FINITE
     */
    public Comparison compare(List<String> metrics, String base, String head, CompareOptions options) {
        List<Comparer.Sides> sides = new ArrayList<>();
        List<Side> bases = new ArrayList<>();
        List<Side> heads = new ArrayList<>();
        for (String metric : metrics) {
            Side before = side(metric, base);
            Side after = side(metric, head);
            bases.add(before);
            heads.add(after);
            List<Measure> measures = measures(metric, before, after, options.measures());
            sides.add(new Comparer.Sides(
                    metric,
                    measures,
                    measures.stream()
                            .map(measure -> unit(after.schema, measure))
                            .toList(),
                    read("base", before, measures),
                    read("head", after, measures)));
        }
        requireMeasures(sides, options.measures());
        List<MetricComparison> results = Comparer.compare(sides, options);
        List<ComparedMetric> compared = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            compared.add(new ComparedMetric(
                    metrics.get(i),
                    described(bases.get(i), sides.get(i).base()),
                    described(heads.get(i), sides.get(i).head()),
                    differs(bases.get(i), heads.get(i)),
                    results.get(i).verdict(),
                    results.get(i)));
        }
        return new Comparison(
                Comparison.FORMAT,
                Verdict.of(compared.stream().map(ComparedMetric::verdict).toList()),
                options.alpha(),
                options.correction(),
                options.seed(),
                options.bootstraps(),
                options.permutations(),
                compared);
    }

    /** Whether both graphs have a metric of which there are numbers, segment by segment. */
    public static boolean canCompare(GraphSpec base, GraphSpec head, String metric) {
        return base.namespace().equals(head.namespace()) && hasNumbers(base, metric) && hasNumbers(head, metric);
    }

    private static boolean hasNumbers(GraphSpec graph, String metric) {
        return graph.metrics().stream().filter(one -> one.name().equals(metric)).anyMatch(one -> {
            TableSchema schema = graph.step(one.step()).orElseThrow().output();
            return schema.bySegment() && !(one.measures() == null ? plain(schema) : one.measures()).isEmpty();
        });
    }

    private Side side(String metric, String ref) {
        MetricName asked = MetricName.parse(metric);
        String namespace = asked.namespace();
        String name = asked.name();
        SideRefs.Found found = refs.find(namespace, name, ref);
        RunRecord record = ledger.run(found.runId());
        NewRun run = record.plan();
        MetricSpec spec = run.spec().metrics().stream()
                .filter(one -> one.name().equals(name) && run.spec().namespace().equals(namespace))
                .findFirst()
                .orElseThrow(() -> noMetric(run, metric));
        TableSchema schema = run.spec().step(spec.step()).orElseThrow().output();
        if (!schema.bySegment()) {
            throw new OdographException(
                    ErrorCode.COMPARISON_INVALID,
                    "Metric " + metric + " is of all segments at once (a reduce), which leaves nothing to tell a change"
                            + " from chance by: compare the metric that it is made of");
        }
        String table = postgres.query(
                "finding the table of metric \"" + metric + "\"",
                db -> db.select(BATCH.TABLE_NAME)
                        .from(RUN_BATCH)
                        .join(BATCH)
                        .using(RUN_BATCH.BATCH_ID)
                        .where(RUN_BATCH.RUN_ID.eq(run.runId()))
                        .and(RUN_BATCH.METRIC.eq(name))
                        .limit(1)
                        .fetchOne(BATCH.TABLE_NAME));
        if (table == null) {
            throw new OdographException(
                    ErrorCode.METRIC_NOT_FOUND,
                    "Run \"" + run.runId() + "\" has no results of metric " + metric + " yet: see by ./odograph runs"
                            + " show " + run.runId() + " what it stored");
        }
        return new Side(describe(ref, found, run, spec), run, spec, schema, table, facts(run, found.release()));
    }

    private static OdographException noMetric(NewRun run, String metric) {
        List<String> there = run.spec().metrics().stream().map(MetricSpec::name).toList();
        List<String> near = Nearest.of(metric, there);
        return new OdographException(
                ErrorCode.METRIC_NOT_FOUND,
                "Run \"" + run.runId() + "\" stores no metric " + metric
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?") + " It has "
                        + String.join(", ", there));
    }

    private ComparedSide describe(String ref, SideRefs.Found found, NewRun run, MetricSpec spec) {
        ComparedSide.Coverage coverage = runs.coverage(run.runId()).stream()
                .filter(one -> one.metric().equals(spec.name()))
                .findFirst()
                .map(Comparisons::coverage)
                .orElse(new ComparedSide.Coverage(0, 0, 0, 0));
        return new ComparedSide(
                ref,
                run.runId(),
                found.release(),
                run.spec().name(),
                run.spec().version().toString(),
                spec.version().toString(),
                run.bundleDigest(),
                run.dataset(),
                run.datasetVersion(),
                run.parameters(),
                0,
                coverage);
    }

    private static ComparedSide.Coverage coverage(MetricCoverage one) {
        return new ComparedSide.Coverage(
                one.planned().segments(),
                one.done().segments(),
                one.planned().kilometres(),
                one.done().kilometres());
    }

    private static ComparedSide described(Side side, Observations read) {
        ComparedSide as = side.described;
        return new ComparedSide(
                as.ref(),
                as.runId(),
                as.release(),
                as.graph(),
                as.graphVersion(),
                as.metricVersion(),
                as.bundle(),
                as.dataset(),
                as.datasetVersion(),
                as.parameters(),
                read.count(),
                as.coverage());
    }

    private Observations read(String name, Side side, List<Measure> measures) {
        return values.read(
                name,
                side.table,
                side.spec.name(),
                side.spec.version().major(),
                side.run.runId(),
                measures,
                side.facts);
    }

    private Map<String, SegmentFacts> facts(NewRun run, @Nullable String release) {
        Map<String, SegmentFacts> facts = new HashMap<>();
        postgres.query(
                        "reading the segments of dataset " + run.dataset(),
                        db -> db.resultQuery(
                                        SEGMENT_FACTS,
                                        val(run.datasetId()),
                                        val((int) run.datasetVersion()),
                                        val(release, String.class))
                                .fetch(Comparisons::fact))
                .forEach(segment -> facts.put(segment.segmentId(), segment));
        return facts;
    }

    private static SegmentFacts fact(Record row) {
        Double metres = row.get("distance_m", Double.class);
        Long milliseconds = row.get("duration_ms", Long.class);
        Tags tags = SpecJson.read("{\"tags\":" + row.get("tags", String.class) + "}", Tags.class);
        return new SegmentFacts(
                Objects.requireNonNull(row.get("segment_id", String.class)),
                Objects.requireNonNull(row.get("content_digest", String.class)),
                row.get("vehicle", String.class),
                row.get("release", String.class),
                row.get("scenario_id", String.class),
                row.get("scenario_seed", Long.class),
                metres == null ? null : metres / 1_000,
                milliseconds == null ? null : milliseconds / 3_600_000.0,
                tags.tags);
    }

    private record Tags(TreeMap<String, String> tags) {}

    /** The head's measures, of those that were asked for; every number by its mean where none is declared. */
    private static List<Measure> measures(String metric, Side base, Side head, List<String> asked) {
        List<Measure> declared = head.spec.measures() == null ? plain(head.schema) : head.spec.measures();
        List<Measure> wanted = new ArrayList<>();
        for (Measure measure : declared) {
            if (asked.isEmpty() || asked.contains(measure.name())) {
                requireColumn(metric, base, measure, measure.column());
                if (measure.isRate() && !measure.isPerRecording()) {
                    requireColumn(metric, base, measure, String.valueOf(measure.per()));
                }
                wanted.add(measure);
            }
        }
        if (asked.isEmpty() && wanted.isEmpty()) {
            throw new OdographException(
                    ErrorCode.COMPARISON_INVALID,
                    "Metric " + metric + " has no number to compare: declare measures, such as"
                            + " Measure.count(\"COLUMN\").perRecordedKm(1000)");
        }
        return wanted;
    }

    private static void requireColumn(String metric, Side base, Measure measure, String column) {
        if (base.schema.column(column).isEmpty()) {
            throw new OdographException(
                    ErrorCode.COMPARISON_INVALID,
                    "Measure " + measure.name() + " of metric " + metric + " reads column " + column
                            + ", which the base lacks (version " + base.spec.version()
                            + "): choose other measures by --measure");
        }
    }

    static List<Measure> plain(TableSchema schema) {
        return schema.columns().stream()
                .filter(column -> !column.key() && number(column.type()))
                .map(ColumnSpec::name)
                .map(Measure::mean)
                .toList();
    }

    static boolean number(ColumnType type) {
        return type == ColumnType.INT32
                || type == ColumnType.INT64
                || type == ColumnType.FLOAT64
                || type == ColumnType.BOOL;
    }

    private static void requireMeasures(List<Comparer.Sides> sides, List<String> asked) {
        List<String> found = sides.stream()
                .flatMap(one -> one.measures().stream())
                .map(Measure::name)
                .toList();
        for (String name : asked) {
            if (!found.contains(name)) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "No measure is called \"" + name + "\": ./odograph graph show GRAPH lists them");
            }
        }
    }

    private static String unit(TableSchema schema, Measure measure) {
        if (measure.isRate() || measure.aggregate() == Measure.Aggregate.COUNT) {
            return "";
        }
        return schema.column(measure.column()).map(ColumnSpec::unit).orElse("");
    }

    /** What differs: what a reader must look at first. */
    private List<String> differs(Side base, Side head) {
        List<String> differs = new ArrayList<>();
        Map<String, String> before = fingerprints(base.run.runId());
        Map<String, String> after = fingerprints(head.run.runId());
        TreeSet<String> stages = new TreeSet<>(before.keySet());
        stages.addAll(after.keySet());
        stages.removeIf(stage -> Objects.equals(before.get(stage), after.get(stage)));
        stages.forEach(stage -> differs.add("stage " + stage));
        if (stages.isEmpty() && !base.run.bundleDigest().equals(head.run.bundleDigest())) {
            differs.add("bundle, but no stage");
        }
        if (!base.run.datasetId().equals(head.run.datasetId())
                || base.run.datasetVersion() != head.run.datasetVersion()) {
            differs.add("dataset");
        }
        if (!Objects.equals(base.described.release(), head.described.release())) {
            differs.add("release");
        }
        TreeSet<String> parameters = new TreeSet<>(base.run.parameters().keySet());
        parameters.addAll(head.run.parameters().keySet());
        for (String parameter : parameters) {
            Object was = base.run.parameters().get(parameter);
            Object is = head.run.parameters().get(parameter);
            if (!Objects.equals(was, is)) {
                differs.add("parameter " + parameter + ": " + (was == null ? "none" : was) + " → "
                        + (is == null ? "none" : is));
            }
        }
        return differs;
    }

    private Map<String, String> fingerprints(String runId) {
        return ledger.stages(runId).stream().collect(Collectors.toMap(StageRecord::name, StageRecord::fingerprint));
    }
}
