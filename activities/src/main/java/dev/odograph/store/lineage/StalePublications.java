package dev.odograph.store.lineage;

import java.util.List;

/**
 * Which publications a dataset's changes have overtaken. Segments that were added since make no publication stale, nor
 * do tags, spans, waived segments, or a recording that moved to another place with the same content. Thread-safe.
 */
public final class StalePublications {
    private static final String STALE = Sql.resource("stale_publications.sql");
    private static final int FIRST = 5;

    private final Postgres postgres;

    public StalePublications(Postgres postgres) {
        this.postgres = postgres;
    }

    /** The stale publications of a dataset against its newest version, by metric and channel. */
    public List<StalePublication> list(String datasetId) {
        return postgres.query(
                "listing stale publications of dataset \"" + datasetId + "\"",
                db -> db.resultQuery(STALE, datasetId, FIRST)
                        .fetch(row -> new StalePublication(
                                row.get("namespace", String.class),
                                row.get("metric", String.class),
                                row.get("major", int.class),
                                row.get("channel", String.class),
                                row.get("run_id", String.class),
                                row.get("dataset_version", long.class),
                                row.get("replaced", long.class),
                                row.get("retracted", long.class),
                                List.of(row.get("first_segments", String[].class)))));
    }
}
