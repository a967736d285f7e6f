package dev.odograph.query;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.MetricAnswer.Column;
import dev.odograph.query.MetricAnswer.Group;
import dev.odograph.query.MetricAnswer.MeasureOf;
import dev.odograph.query.MetricAnswer.Moments;
import dev.odograph.query.MetricAnswer.Published;
import dev.odograph.query.MetricAnswer.Source;
import dev.odograph.query.MetricAnswer.Trend;
import dev.odograph.query.MetricAnswer.VersionOf;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.Measure.Aggregate;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers questions about a metric. Reads stores, writes nothing. Thread-safe. */
public final class MetricAnswers {
    private static final String VERSIONS = Sql.resource("metric_versions.sql");
    private static final int MOST_PUBLICATIONS = 30;
    private static final int MOST_ROWS = 100;

    private final Postgres postgres;
    private final DatasetStore datasets;
    private final MetricSources sources;
    private final RunReader runs;
    private final RunLedger ledger;
    private final SideValues values;
    private final LimitedReads reads;

    /** Answers from these stores. */
    public MetricAnswers(Postgres postgres, DatasetStore datasets, ClickHouse clickhouse) {
        this.postgres = postgres;
        this.datasets = datasets;
        this.sources = new MetricSources(postgres, datasets);
        this.runs = new RunReader(postgres);
        this.ledger = new RunLedger(postgres);
        this.values = new SideValues(clickhouse);
        this.reads = new LimitedReads(clickhouse);
    }

    /**
     * Answers.
     *
     * @throws OdographException METRIC_NOT_FOUND, RUN_NOT_FOUND, DATASET_NOT_FOUND or ARGUMENT_INVALID, with names that
     *     may be meant; QUERY_TOO_LARGE
     */
    public MetricAnswer load(MetricQuestion question) {
        MetricSource source = sources.find(question);
        TableSchema schema = source.schema();
        List<String> notes = new ArrayList<>();
        long asOf = question.asOf() != null ? question.asOf() : lastCorrection();
        long rows = rows(source);
        Map<String, MetricCoverage> coverages = new HashMap<>();
        Figures figures = schema.bySegment() && rows > 0
                ? figures(question, source, schema, rows, asOf, notes)
                : Figures.none(source, schema, question);
        StepSpec step = source.run().spec().step(source.spec().step()).orElseThrow();
        return new MetricAnswer(
                question.metric(),
                source.run().spec().description(),
                source.run().spec().owner(),
                step.name(),
                step.kind(),
                definition(step),
                source(source, asOf, rows),
                coverage(source.record().runId(), source.spec().name(), coverages),
                schema.columns().stream().map(MetricAnswers::column).toList(),
                measures(source, schema).stream()
                        .map(one -> described(one, schema))
                        .toList(),
                figures.measure == null ? null : described(figures.measure, schema),
                figures.whole,
                versions(question),
                published(source, coverages),
                figures.tags,
                figures.by,
                figures.slices,
                figures.trend,
                figures.distributions,
                figures.moments,
                schema.bySegment() ? List.of() : allRows(source, schema),
                notes);
    }

    private record Figures(
            @Nullable Measure measure,
            @Nullable Group whole,
            SortedMap<String, Integer> tags,
            @Nullable String by,
            List<Group> slices,
            Trend trend,
            List<MetricAnswer.Distribution> distributions,
            Moments moments) {
        static Figures none(MetricSource source, TableSchema schema, MetricQuestion question) {
            return new Figures(
                    chosen(measures(source, schema), question),
                    null,
                    new TreeMap<>(),
                    null,
                    List.of(),
                    new Trend("week", List.of(), 0),
                    List.of(),
                    Moments.NONE);
        }
    }

    private Figures figures(
            MetricQuestion question,
            MetricSource source,
            TableSchema schema,
            long rows,
            long asOf,
            List<String> notes) {
        Dataset dataset = datasets.load(
                DatasetName.of(source.run().dataset()), (int) source.run().datasetVersion());
        MetricSegments segments = MetricSegments.read(postgres, dataset, question.tags(), asOf);
        noteSegments(segments, question, dataset, notes);
        MetricRows part = question.tags().isEmpty()
                ? MetricRows.all(source, rows)
                : MetricRows.of(source, rows, segments.byId().keySet(), dataset.segments());
        if (part.every() > 1) {
            notes.add("Distributions and moments are of the rows of 1 in " + part.every()
                    + " segments: there are too many rows to look at each");
        }
        List<ColumnSpec> numbers = schema.columns().stream()
                .filter(column -> !column.key() && Comparisons.number(column.type()))
                .toList();
        Measure measure = chosen(measures(source, schema), question);
        List<MetricAnswer.Distribution> distributions = new MetricDistributions(reads).of(numbers, part);
        SortedMap<String, Integer> tags = segments.tagNames();
        String by = by(question, tags);
        if (measure == null) {
            return new Figures(
                    null, null, tags, by, List.of(), new Trend("week", List.of(), 0), distributions, Moments.NONE);
        }
        MetricGroups groups = groups(source, measure, segments);
        if (groups.notFinite() > 0) {
            notes.add(groups.notFinite() + " segments are left out of trend and slices: " + measure.name()
                    + " is NaN or infinite there");
        }
        return new Figures(
                measure,
                groups.all(),
                tags,
                by,
                by == null ? List.of() : groups.slices(by),
                groups.trend(),
                distributions,
                new MetricMoments(reads).of(schema, measure, part));
    }

    private static void noteSegments(
            MetricSegments segments, MetricQuestion question, Dataset dataset, List<String> notes) {
        if (segments.every() > 1) {
            notes.add("Trend and slices are of 1 in " + segments.every() + " of "
                    + String.format(Locale.ROOT, "%,d", dataset.segments()) + " segments");
        }
        if (segments.more()) {
            notes.add("More than " + String.format(Locale.ROOT, "%,d", MetricSegments.MOST)
                    + " segments fit the tags; the figures are of so many of them");
        }
        if (segments.byId().isEmpty() && !question.tags().isEmpty()) {
            notes.add("No segment of " + dataset.name() + "@" + dataset.version() + " has the tags "
                    + question.tags().entrySet().stream()
                            .map(tag -> tag.getKey() + ":" + tag.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }

    private MetricGroups groups(MetricSource source, Measure measure, MetricSegments segments) {
        MetricGroups groups = new MetricGroups(measure);
        String sql = SideValues.sql(
                source.table(),
                source.spec().name(),
                source.spec().version().major(),
                source.record().runId(),
                List.of(measure));
        try {
            values.forEach("metric", LimitedReads.limited(ClickHouseQuery.of(sql)), List.of(measure), (id, value) -> {
                MetricSegments.Known known = segments.byId().get(id);
                if (known != null) {
                    groups.add(known, value[0], value[1]);
                }
            });
        } catch (OdographException e) {
            throw LimitedReads.told("The trend", e);
        }
        return groups;
    }

    private static @Nullable String by(MetricQuestion question, SortedMap<String, Integer> tags) {
        String asked = question.by();
        if (asked != null) {
            if (!tags.containsKey(asked) && !tags.isEmpty()) {
                List<String> near = Nearest.of(asked, tags.keySet());
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "No segment here has a tag \"" + asked + "\""
                                + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?")
                                + ": there are " + String.join(", ", tags.keySet()));
            }
            return asked;
        }
        return tags.entrySet().stream()
                .filter(tag -> tag.getValue() > 1 && tag.getValue() <= 20)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(tags.isEmpty() ? null : tags.firstKey());
    }

    private static List<Measure> measures(MetricSource source, TableSchema schema) {
        return source.spec().measures() == null
                ? Comparisons.plain(schema)
                : Objects.requireNonNull(source.spec().measures());
    }

    private static @Nullable Measure chosen(List<Measure> measures, MetricQuestion question) {
        String asked = question.measure();
        if (asked == null) {
            return measures.isEmpty() ? null : measures.getFirst();
        }
        return measures.stream()
                .filter(one -> one.name().equals(asked))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Metric " + question.metric() + " has no measure \"" + asked + "\": it has "
                                + measures.stream().map(Measure::name).collect(Collectors.joining(", "))));
    }

    private static MeasureOf described(Measure measure, TableSchema schema) {
        boolean plain = !measure.isRate() && measure.aggregate() != Aggregate.COUNT;
        return new MeasureOf(
                measure.name(),
                measure.words(),
                plain ? schema.column(measure.column()).map(ColumnSpec::unit).orElse(null) : null,
                measure.direction());
    }

    private static Column column(ColumnSpec column) {
        return new Column(
                column.name(),
                column.type().name().toLowerCase(Locale.ROOT),
                column.unit(),
                column.key(),
                column.nullable(),
                column.allowsNaN());
    }

    private static @Nullable String definition(StepSpec step) {
        return switch (step) {
            case StepSpec.Sql sql -> sql.sql();
            case StepSpec.Reduce reduce -> reduce.sql();
            case StepSpec.Java java -> java.className();
            case StepSpec.Kernel kernel -> kernel.kernel();
            case StepSpec.Python python -> python.function();
            case StepSpec.Source source -> "table " + source.table();
            case StepSpec.Check check -> null;
        };
    }

    private Source source(MetricSource source, long asOf, long rows) {
        Instant ended = source.record().finishedAt();
        String other = source.other();
        boolean newer = other != null
                && ended != null
                && ledger.find(other)
                        .map(run -> run.finishedAt() != null && run.finishedAt().isAfter(ended))
                        .orElse(false);
        return new Source(
                source.record().runId(),
                source.run().spec().name(),
                source.run().spec().version().toString(),
                source.spec().version().toString(),
                source.run().dataset(),
                source.run().datasetVersion(),
                source.channel(),
                source.pinned(),
                other,
                newer,
                ended,
                source.run().branch(),
                asOf,
                rows);
    }

    private long rows(MetricSource source) {
        BigDecimal rows = postgres.query(
                "counting rows of metric \"" + source.spec().name() + "\"",
                db -> db.select(sum(BATCH.ROWS))
                        .from(RUN_BATCH)
                        .join(BATCH)
                        .using(RUN_BATCH.BATCH_ID)
                        .where(RUN_BATCH.RUN_ID.eq(source.record().runId()))
                        .and(RUN_BATCH.METRIC.eq(source.spec().name()))
                        .fetchOne(sum(BATCH.ROWS)));
        return rows == null ? 0 : rows.longValue();
    }

    private long lastCorrection() {
        return postgres.query(
                "reading the last correction",
                db -> Objects.requireNonNull(db.resultQuery("SELECT last_value FROM correction")
                        .fetchSingle()
                        .get(0, Long.class)));
    }

    private List<VersionOf> versions(MetricQuestion question) {
        return postgres.query(
                "listing versions of metric \"" + question.metric() + "\"",
                db -> db.resultQuery(VERSIONS, val(question.namespace()), val(question.name()))
                        .fetch(row -> new VersionOf(
                                row.get("version", String.class),
                                row.get("runs", long.class),
                                row.get("newest_run", String.class),
                                row.get("newest_dataset", String.class),
                                row.get("newest_at", OffsetDateTime.class).toInstant())));
    }

    private List<Published> published(MetricSource source, Map<String, MetricCoverage> coverages) {
        List<Published> found = new ArrayList<>();
        for (PublicationRow row :
                source.publications().stream().limit(MOST_PUBLICATIONS).toList()) {
            MetricCoverage coverage = coverage(row.runId(), row.metric(), coverages);
            found.add(new Published(
                    row.dataset(),
                    row.channel(),
                    row.runId(),
                    coverage == null ? "v" + row.major() : coverage.version().toString(),
                    row.pinned(),
                    row.publishedAt(),
                    coverage));
        }
        return found;
    }

    private @Nullable MetricCoverage coverage(String runId, String metric, Map<String, MetricCoverage> known) {
        if (!known.containsKey(runId)) {
            runs.coverage(runId).stream()
                    .filter(one -> one.metric().equals(metric))
                    .findFirst()
                    .ifPresent(one -> known.put(runId, one));
        }
        return known.get(runId);
    }

    private List<Map<String, String>> allRows(MetricSource source, TableSchema schema) {
        String columns = schema.columns().stream()
                .map(column -> "ifNull(toString(" + quoted(column.name()) + "), '')")
                .collect(Collectors.joining(", "));
        MetricRows rows = MetricRows.all(source, 0);
        return reads
                .rows(
                        "The list of rows",
                        ClickHouseQuery.of(
                                "SELECT " + columns + "\n" + rows.fromWhere() + "\nORDER BY ALL\nLIMIT " + MOST_ROWS))
                .stream()
                .map(row -> {
                    Map<String, String> named = new LinkedHashMap<>();
                    for (int i = 0; i < row.size(); i++) {
                        named.put(schema.columns().get(i).name(), row.get(i));
                    }
                    return named;
                })
                .toList();
    }
}
