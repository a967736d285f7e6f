package dev.odograph.query;

import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sql;
import static org.jooq.impl.DSL.val;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.query.Overview.Choices;
import dev.odograph.query.Overview.Counts;
import dev.odograph.query.Overview.PublishedDataset;
import dev.odograph.query.Overview.PublishedMetric;
import dev.odograph.store.lineage.Postgres;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Reads {@link Overview}s. Thread-safe. */
public final class Overviews {
    private static final String COUNTS = Sql.resource("overview_counts.sql");
    private static final String RUNS = Sql.resource("overview_runs.sql");
    private static final String DATASETS = Sql.resource("overview_datasets.sql");
    private static final String METRICS = Sql.resource("overview_metrics.sql");
    private static final String CHOICES = Sql.resource("overview_choices.sql");
    /** Datasets and metrics of one page; there are pages of their own for all. */
    private static final int LINES = 50;

    private final Postgres postgres;

    public Overviews(Postgres postgres) {
        this.postgres = postgres;
    }

    /** What there is to see now. */
    public Overview load(OverviewFilter filter) {
        return postgres.query("reading the overview", db -> {
            Condition fits = fits(filter);
            List<Overview.Run> runs = db.resultQuery(
                            RUNS, fits, sql(filter.sort().sql()), inline(filter.limit()))
                    .fetch(Overviews::run);
            return new Overview(
                    Instant.now(),
                    filter,
                    counts(db),
                    runs,
                    runs.size() < filter.limit()
                            ? runs.size()
                            : db.fetchCount(db.selectOne().from("run").where(fits)),
                    db.resultQuery(DATASETS, inline(LINES)).fetch(Overviews::dataset),
                    db.resultQuery(METRICS, inline(LINES)).fetch(Overviews::metric),
                    db.resultQuery(CHOICES).fetchSingle(Overviews::choices));
        });
    }

    private static Condition fits(OverviewFilter filter) {
        List<Condition> conditions = new ArrayList<>();
        equal(conditions, "graph", filter.graph());
        equal(conditions, "dataset", filter.dataset());
        equal(conditions, "owner", filter.owner());
        equal(conditions, "purpose", Objects.toString(filter.purpose(), null));
        if (filter.standing() != null) {
            conditions.add(condition(filter.standing().sql()));
        }
        return and(conditions);
    }

    private static void equal(List<Condition> conditions, String column, @Nullable String value) {
        if (value != null) {
            conditions.add(condition(column + " = {0}", val(value)));
        }
    }

    private static Counts counts(DSLContext db) {
        return db.resultQuery(COUNTS)
                .fetchSingle(row -> new Counts(
                        row.get("running", long.class),
                        row.get("parked", long.class),
                        row.get("failed_lately", long.class),
                        row.get("succeeded_lately", long.class),
                        row.get("all_runs", long.class)));
    }

    private static Overview.Run run(Record row) {
        return new Overview.Run(
                text(row, "run_id"),
                RunStatus.valueOf(text(row, "status")),
                text(row, "graph"),
                text(row, "graph_version"),
                text(row, "dataset"),
                row.get("dataset_version", long.class),
                Purpose.parse(text(row, "purpose")),
                row.get("owner", String.class),
                row.get("branch", String.class),
                time(row, "created_at"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.get("failure_code", String.class),
                row.get("planned", long.class),
                row.get("done", long.class),
                row.get("failed", long.class),
                row.get("waived", long.class));
    }

    private static PublishedDataset dataset(Record row) {
        String namespace = text(row, "namespace");
        return new PublishedDataset(
                namespace.equals("default") ? text(row, "name") : namespace + "/" + text(row, "name"),
                row.get("version", int.class),
                row.get("segments", long.class),
                row.get("distance_m", double.class) / 1_000,
                row.get("duration_ms", long.class) / 3_600_000.0,
                time(row, "created_at"),
                row.get("run_id", String.class),
                instant(row, "published_at"));
    }

    private static PublishedMetric metric(Record row) {
        return new PublishedMetric(
                text(row, "namespace"),
                text(row, "metric"),
                text(row, "version"),
                text(row, "graph"),
                row.get("owner", String.class),
                text(row, "dataset"),
                row.get("datasets", long.class),
                text(row, "run_id"),
                time(row, "published_at"));
    }

    private static Choices choices(Record row) {
        return new Choices(names(row, "graphs"), names(row, "datasets"), names(row, "owners"));
    }

    private static List<String> names(Record row, String column) {
        return List.of(row.get(column, String[].class));
    }

    private static String text(Record row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Instant time(Record row, String column) {
        return Objects.requireNonNull(instant(row, column));
    }

    private static @Nullable Instant instant(Record row, String column) {
        OffsetDateTime when = row.get(column, OffsetDateTime.class);
        return when == null ? null : when.toInstant();
    }
}
