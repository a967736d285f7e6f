package dev.odograph.housekeeping;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.postgres.generated.Sequences.REVISION;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.jooq.impl.DSL.val;

import dev.odograph.schema.clickhouse.FactsDdl;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Copies what datasets say of their segments (releases, tags, spans, distances) into ClickHouse, so that readers slice
 * results there. A copy is a whole snapshot that appears at once; a corrected tag makes another, and no result changes.
 * Copies go one by one, across machines. Thread-safe.
 */
public final class FactMirror {
    private static final String SIGNATURE = Sql.resource(FactMirror.class, "facts_signature.sql");
    private static final String SEGMENTS = Sql.resource(FactMirror.class, "facts_of_segments.sql");
    private static final String SPANS = Sql.resource(FactMirror.class, "facts_of_spans.sql");
    private static final int LINES_AT_ONCE = 20_000;

    private final Postgres postgres;
    private final ClickHouse clickhouse;
    private volatile boolean created;

    /** A mirror between these stores. */
    public FactMirror(Postgres postgres, ClickHouse clickhouse) {
        this.postgres = postgres;
        this.clickhouse = clickhouse;
    }

    /** Copies the facts of every dataset that something is published of, where they changed. */
    public void syncPublished() {
        postgres.query(
                        "listing published datasets",
                        db -> db.fetch("SELECT DISTINCT dataset_id, dataset FROM run"
                                + " WHERE run_id IN (SELECT run_id FROM publication)"))
                .forEach(row ->
                        sync(requireNonNull(row.get(0, String.class)), requireNonNull(row.get(1, String.class))));
    }

    /**
     * Copies a dataset's facts where they changed since the last copy.
     *
     * @param datasetId its identity in the ledger
     * @param dataset its name, by which readers know it
     * @return whether something was copied
     */
    public boolean sync(String datasetId, String dataset) {
        createTables();
        String now = postgres.query("looking for changed facts", db -> signature(db, datasetId));
        if (now.equals(copied(dataset))) {
            return false;
        }
        return postgres.transact("copying the facts of dataset " + dataset, tx -> copy(tx, datasetId, dataset));
    }

    /** Deletes facts of purged segments for good, and makes the next {@link #sync} copy anew. */
    public void forget(Collection<String> segmentIds) {
        createTables();
        String ids = segmentIds.stream().map(id -> literal(id)).collect(joining(", "));
        postgres.transact("forgetting facts of purged segments", tx -> {
            lock(tx);
            mutate("ALTER TABLE fact_snapshot DELETE WHERE 1");
            for (String table : List.of("segment_fact", "span_fact")) {
                mutate("ALTER TABLE " + table + " DELETE WHERE segment_id IN (" + ids + ")");
                mutate("ALTER TABLE " + table + " APPLY DELETED MASK");
            }
            return null;
        });
    }

    private void createTables() {
        if (!created) {
            FactsDdl.createTables().forEach(clickhouse::execute);
            created = true;
        }
    }

    private boolean copy(DSLContext tx, String datasetId, String dataset) {
        lock(tx);
        // Read before the facts: what changes in between is copied next time.
        String signature = signature(tx, datasetId);
        if (signature.equals(copied(dataset))) {
            return false;
        }
        long snapshot = tx.nextval(REVISION);
        copy(tx, SEGMENTS, "segment_fact", datasetId, dataset, snapshot);
        copy(tx, SPANS, "span_fact", datasetId, dataset, snapshot);
        long before = Long.parseLong(clickhouse
                .rows(ClickHouseQuery.of("SELECT max(snapshot) FROM fact_snapshot WHERE dataset = {dataset:String}")
                        .with("dataset", dataset))
                .getFirst()
                .getFirst());
        clickhouse.execute(ClickHouseQuery.of(
                        "INSERT INTO fact_snapshot SELECT {dataset:String}, {snapshot:UInt64}, {signature:String}")
                .with("dataset", dataset)
                .with("snapshot", snapshot)
                .with("signature", signature));
        // The last one stays for readers that are under way.
        for (String table : List.of("segment_fact", "span_fact")) {
            clickhouse.execute(ClickHouseQuery.of("DELETE FROM " + table + " WHERE dataset = " + literal(dataset)
                            + " AND snapshot < " + before)
                    .setting("lightweight_deletes_sync", "1"));
        }
        return true;
    }

    private void copy(DSLContext tx, String sql, String table, String datasetId, String dataset, long snapshot) {
        ClickHouseQuery insert = ClickHouseQuery.of("INSERT INTO " + table + " FORMAT JSONEachRow")
                .setting("async_insert", "0");
        try (Cursor<Record> facts = tx.resultQuery(sql, val(datasetId), val(dataset), val(snapshot))
                .fetchSize(LINES_AT_ONCE)
                .fetchLazy()) {
            List<String> lines = new ArrayList<>();
            while (facts.hasNext()) {
                facts.fetchNext(LINES_AT_ONCE).forEach(row -> lines.add(row.get(0, String.class)));
                clickhouse.insert(insert, String.join("\n", lines) + "\n");
                lines.clear();
            }
        }
    }

    private static String signature(DSLContext db, String datasetId) {
        return requireNonNull(
                db.resultQuery(SIGNATURE, val(datasetId)).fetchSingle().get(0, String.class), "no signature");
    }

    private String copied(String dataset) {
        return clickhouse
                .rows(ClickHouseQuery.of(
                                "SELECT argMax(signature, snapshot) FROM fact_snapshot WHERE dataset = {dataset:String}")
                        .with("dataset", dataset))
                .getFirst()
                .getFirst();
    }

    private void mutate(String sql) {
        clickhouse.execute(ClickHouseQuery.of(sql).setting("mutations_sync", "1"));
    }

    private static void lock(DSLContext tx) {
        tx.execute("SELECT pg_advisory_xact_lock(hashtext('odograph facts'))");
    }
}
