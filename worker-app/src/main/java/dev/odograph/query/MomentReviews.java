package dev.odograph.query;

import static dev.odograph.schema.clickhouse.ClickHouseNames.byRunView;
import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.review.Following;
import dev.odograph.review.Judged;
import dev.odograph.review.MetricKey;
import dev.odograph.review.Moment;
import dev.odograph.review.MomentBook;
import dev.odograph.review.MomentState;
import dev.odograph.review.Precision;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.MetricName;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the moments of event metrics with what people found of them. Writes nothing. Thread-safe. */
public final class MomentReviews {
    /** Most rows of a metric whose rows are moments. */
    public static final int MOST = 100_000;

    private static final String VERSIONS = Sql.resource("moment_versions.sql");
    private static final Map<String, Long> MILLISECONDS = Map.of("ms", 1L, "s", 1_000L);

    private final Postgres postgres;
    private final RunLedger runs;
    private final Publications publications;
    private final MomentBook book;
    private final ClickHouse clickhouse;

    /** Reviews of what these stores hold. */
    public MomentReviews(Postgres postgres, ClickHouse clickhouse) {
        this.postgres = postgres;
        this.runs = new RunLedger(postgres);
        this.publications = new Publications(postgres);
        this.book = new MomentBook(postgres);
        this.clickhouse = clickhouse;
    }

    /**
     * The moments that a channel shows.
     *
     * @param metric the metric, {@code namespace/name} where it has a namespace
     * @param dataset the dataset; null for the one that was published last
     * @param channel the channel; null for {@code latest}, or the branch that ran last where only branch code ran
     * @throws OdographException METRIC_NOT_FOUND; ARGUMENT_INVALID where its rows are no moments
     */
    public MomentReview ofChannel(String metric, @Nullable String dataset, @Nullable String channel) {
        return ofRun(
                metric, PublishedRun.of(publications, metric, dataset, channel).runId());
    }

    /**
     * The moments of a run.
     *
     * @throws OdographException RUN_NOT_FOUND, METRIC_NOT_FOUND; ARGUMENT_INVALID where its rows are no moments
     */
    public MomentReview ofRun(String metric, String runId) {
        NewRun run = runs.run(runId).plan();
        String name = MetricName.parse(metric).name();
        MetricSpec spec = run.spec().metrics().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OdographException(
                        ErrorCode.METRIC_NOT_FOUND,
                        "Run \"" + runId + "\" stores no metric " + name + ": it has "
                                + run.spec().metrics().stream()
                                        .map(MetricSpec::name)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
        TableSchema schema = run.spec().step(spec.step()).orElseThrow().output();
        List<Moment> rows = rows(name, schema, run.table(spec).name(), runId);
        MetricKey key =
                new MetricKey(run.spec().namespace(), name, spec.version().major(), run.dataset());
        Following following = Following.of(rows, book.list(key));
        return new MomentReview(
                key,
                runId,
                spec.version().toString(),
                run.datasetVersion(),
                rows.stream().map(row -> row(following, row)).toList(),
                following.gone(),
                precision(following, rows));
    }

    /** Precision of each version of the metric over the dataset of a review. */
    public List<MomentReview.OfVersion> versions(MomentReview review) {
        MetricKey key = review.key();
        return postgres
                .query(
                        "listing versions of metric \"" + key.metric() + "\"",
                        db -> db.resultQuery(VERSIONS, key.namespace(), key.metric(), key.dataset())
                                .fetch(row -> row.get("run_id", String.class)))
                .stream()
                .map(runId -> ofRun(key.namespace() + "/" + key.metric(), runId))
                .map(one -> new MomentReview.OfVersion(
                        one.version(), one.runId(), one.moments().size(), one.precision()))
                .toList();
    }

    /**
     * The moment that people call so.
     *
     * @param reference {@code segment@start_ms}, with {@code #subject} where several begin at once
     * @throws OdographException ARGUMENT_INVALID where it names none, or several
     */
    public static MomentReview.Row find(MomentReview review, String reference) {
        List<MomentReview.Row> found = review.moments().stream()
                .filter(row ->
                        row.reference().equals(reference) || row.reference().startsWith(reference + "#"))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "\"" + reference + "\" names " + found.size() + " moments: give one of "
                            + found.stream()
                                    .map(MomentReview.Row::reference)
                                    .limit(5)
                                    .collect(Collectors.joining(", ")));
        }
        List<String> near = review.moments().stream()
                .map(MomentReview.Row::reference)
                .filter(one -> one.startsWith(reference.replaceAll("@.*", "") + "@"))
                .limit(5)
                .toList();
        throw new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                "Run \"" + review.runId() + "\" has no moment \"" + reference + "\": "
                        + (near.isEmpty()
                                ? "name it SEGMENT@START_MS as ./odograph moments list does"
                                : "in that recording there are " + String.join(", ", near)));
    }

    private static MomentReview.Row row(Following following, Moment moment) {
        Optional<Judged> known = following.of(moment);
        return new MomentReview.Row(
                moment.reference(),
                moment,
                known.map(Judged::state).orElse(MomentState.NEW),
                known.map(Judged::assignee).orElse(null),
                known.orElse(null),
                known.map(following::isShared).orElse(false));
    }

    private static Precision precision(Following following, List<Moment> rows) {
        Map<MomentState, Long> counts = following.counts(rows);
        return Precision.of(
                counts.getOrDefault(MomentState.CONFIRMED, 0L) + counts.getOrDefault(MomentState.FIXED, 0L),
                counts.getOrDefault(MomentState.FALSE_POSITIVE, 0L));
    }

    private List<Moment> rows(String metric, TableSchema schema, String table, String runId) {
        String sql =
                "SELECT segment_id, " + subject(schema, metric) + ", toString(_start), toString(greatest(_start, _end))"
                        + " FROM (SELECT *, " + start(schema, metric) + " AS _start, " + end(schema, metric)
                        + " AS _end FROM " + quoted(byRunView(table)) + "(run = " + literal(runId) + "))"
                        + " ORDER BY segment_id, _start, 2 LIMIT " + (MOST + 1);
        List<Moment> rows = clickhouse.rows(ClickHouseQuery.of(sql)).stream()
                .map(row -> new Moment(row.get(0), row.get(1), Long.parseLong(row.get(2)), Long.parseLong(row.get(3))))
                .distinct()
                .toList();
        if (rows.size() > MOST) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Metric " + metric + " has more than " + MOST + " rows in run \"" + runId
                            + "\", which no one looks at one by one: make a metric of its events");
        }
        return rows;
    }

    private static Optional<ColumnSpec> time(TableSchema schema) {
        return schema.bySegment()
                ? schema.keys().stream()
                        .filter(key -> key.unit() != null && MILLISECONDS.containsKey(key.unit()))
                        .reduce((first, last) -> last)
                : Optional.empty();
    }

    private static String start(TableSchema schema, String metric) {
        return milliseconds(time(schema)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "Rows of metric " + metric + " are no moments: they have no segment_id and key with unit ms or"
                                + " s, such as start_ms")));
    }

    /** By a column end_ms or end_s, or duration_ms or duration_s after the start; else the start. */
    private static String end(TableSchema schema, String metric) {
        for (String unit : List.of("ms", "s")) {
            Optional<ColumnSpec> end = schema.column("end_" + unit);
            if (end.isPresent()) {
                return "ifNull(" + milliseconds(end.get()) + ", " + start(schema, metric) + ")";
            }
            Optional<ColumnSpec> duration = schema.column("duration_" + unit);
            if (duration.isPresent()) {
                return start(schema, metric) + " + ifNull(" + milliseconds(duration.get()) + ", 0)";
            }
        }
        return start(schema, metric);
    }

    private static String milliseconds(ColumnSpec column) {
        long factor = MILLISECONDS.getOrDefault(column.unit() == null ? "" : column.unit(), 1L);
        return "toInt64(round(" + quoted(column.name()) + " * " + factor + "))";
    }

    private static String subject(TableSchema schema, String metric) {
        String time = time(schema).map(ColumnSpec::name).orElse(metric);
        List<String> parts = new ArrayList<>();
        for (ColumnSpec key : schema.keys()) {
            if (!key.name().equals(TableSchema.SEGMENT_ID) && !key.name().equals(time)) {
                parts.add("concat(" + literal(key.name() + "=") + ", toString(" + quoted(key.name()) + "))");
            }
        }
        return parts.isEmpty() ? "''" : "arrayStringConcat([" + String.join(", ", parts) + "], ',')";
    }
}
