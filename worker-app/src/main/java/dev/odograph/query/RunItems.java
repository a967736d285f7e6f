package dev.odograph.query;

import dev.odograph.contract.RunStatus;
import dev.odograph.store.lineage.Postgres;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Lists runs for programs, page by page. Thread-safe. */
public final class RunItems {
    private static final String ITEMS = Sql.resource("run_items.sql");

    private final Postgres postgres;

    public RunItems(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Runs that fit a filter, the newest first. */
    public List<RunItem> list(RunItemFilter filter) {
        List<@Nullable Object> values = new ArrayList<>();
        twice(values, filter.graph());
        twice(values, filter.dataset());
        RunStatus status = filter.status();
        twice(values, status == null ? null : status.name());
        twice(values, filter.purpose());
        twice(values, filter.owner());
        RunItemFilter.Place after = filter.after();
        twice(values, after == null ? null : after.createdAt().atOffset(ZoneOffset.UTC));
        values.add(after == null ? null : after.runId());
        values.add(filter.limit());
        return postgres.query(
                "listing runs", db -> db.resultQuery(ITEMS, values.toArray()).fetch(RunItems::read));
    }

    private static void twice(List<@Nullable Object> values, @Nullable Object value) {
        values.add(value);
        values.add(value);
    }

    private static RunItem read(Record row) {
        return new RunItem(
                row.get("run_id", String.class),
                RunStatus.valueOf(row.get("status", String.class)),
                row.get("graph", String.class),
                row.get("graph_version", String.class),
                row.get("dataset", String.class),
                row.get("dataset_version", Long.class),
                row.get("purpose", String.class),
                row.get("owner", String.class),
                row.get("created_at", OffsetDateTime.class).toInstant(),
                instant(row.get("started_at", OffsetDateTime.class)),
                instant(row.get("finished_at", OffsetDateTime.class)),
                row.get("failure_code", String.class),
                row.get("failure_message", String.class));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
