package dev.odograph.dataset;

import static dev.odograph.schema.postgres.generated.Tables.DATASET;
import static dev.odograph.schema.postgres.generated.Tables.DATASET_VERSION;
import static dev.odograph.schema.postgres.generated.Tables.SEGMENT;
import static org.jooq.impl.DSL.max;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Makes versions of datasets; each call is one transaction that holds the dataset's row. Thread-safe. */
final class DatasetVersions {
    private static final int CHUNK = 1_000;
    private static final String CREATE_INCOMING = SqlResource.load("create_incoming");
    private static final String FILL_INCOMING = SqlResource.load("fill_incoming");
    private static final String COMPARE_INCOMING = SqlResource.load("compare_incoming");
    private static final String CLOSE_CHANGED = SqlResource.load("close_changed");
    private static final String INSERT_CHANGED = SqlResource.load("insert_changed");
    private static final String INSERT_VERSION = SqlResource.load("insert_version");

    private final DSLContext database;

    DatasetVersions(DSLContext database) {
        this.database = database;
    }

    /** Outcome of a change: the latest version's number. */
    record Change(int version, boolean changed, long segments, long unchanged) {}

    Change apply(DatasetName name, ImportAction action, List<Segment> segments) {
        return database.transactionResult(c -> apply(c.dsl(), name, action, segments));
    }

    private static Change apply(DSLContext sql, DatasetName name, ImportAction action, List<Segment> segments) {
        String datasetId = lock(sql, name, action == ImportAction.IMPORT);
        int latest = latest(sql, datasetId);
        sql.execute(CREATE_INCOMING);
        for (int from = 0; from < segments.size(); from += CHUNK) {
            List<Segment> chunk = segments.subList(from, Math.min(from + CHUNK, segments.size()));
            sql.execute(FILL_INCOMING, SpecJson.write(chunk));
        }
        Record held = sql.fetchSingle(COMPARE_INCOMING, datasetId);
        long same = held.get("same", Long.class);
        long moved = held.get("moved", Long.class);
        long other = held.get("other", Long.class);
        long absent = held.get("absent", Long.class);
        switch (action) {
            case IMPORT -> {
                if (latest > 0) {
                    boolean all = other == 0 && absent == 0 && segments.size() == size(sql, datasetId, latest);
                    if (!all) {
                        throw conflict("dataset " + name + " is there already (version " + latest
                                + ") and holds other segments; extend it with `dataset add`, change segments with"
                                + " `dataset replace`, or import under another name");
                    }
                    return new Change(latest, false, 0, same + moved);
                }
            }
            case ADD -> {
                if (other > 0) {
                    throw conflict("dataset " + name + " holds " + other + " of these segments with other content: "
                            + ids(held, "others", other) + "; use `dataset replace` for them");
                }
                if (absent == 0) {
                    return new Change(latest, false, 0, same + moved);
                }
            }
            case REPLACE -> {
                if (absent > 0) {
                    throw new OdographException(
                            ErrorCode.SEGMENT_NOT_FOUND,
                            "dataset " + name + " holds no segments " + ids(held, "absents", absent)
                                    + " to replace; use `dataset add` for them");
                }
                if (other + moved == 0) {
                    return new Change(latest, false, 0, same);
                }
            }
        }
        int version = latest + 1;
        boolean replaces = action == ImportAction.REPLACE;
        if (replaces) {
            sql.execute(CLOSE_CHANGED, version, datasetId);
        }
        long changed = sql.execute(INSERT_CHANGED, datasetId, version, datasetId);
        insertVersion(sql, datasetId, version, action.word());
        return new Change(version, true, changed, segments.size() - changed);
    }

    Change retract(DatasetName name, Collection<String> segmentIds) {
        return database.transactionResult(c -> {
            DSLContext sql = c.dsl();
            String datasetId = lock(sql, name, false);
            int version = latest(sql, datasetId) + 1;
            TreeSet<String> missing = new TreeSet<>(segmentIds);
            String[] ids = missing.toArray(String[]::new);
            var held = SEGMENT.DATASET_ID
                    .eq(datasetId)
                    .and(SEGMENT.TO_VERSION.isNull())
                    .and(SEGMENT.SEGMENT_ID.eq(org.jooq.impl.DSL.any(ids)));
            sql.select(SEGMENT.SEGMENT_ID).from(SEGMENT).where(held).forEach(row -> missing.remove(row.value1()));
            if (!missing.isEmpty()) {
                throw new OdographException(
                        ErrorCode.SEGMENT_NOT_FOUND,
                        "dataset " + name + " holds no segments " + shown(missing, missing.size())
                                + " to retract; `dataset show " + name + "` lists what it holds");
            }
            if (ids.length == 0) {
                return new Change(version - 1, false, 0, 0);
            }
            int retracted = sql.update(SEGMENT)
                    .set(SEGMENT.TO_VERSION, version)
                    .where(held)
                    .execute();
            insertVersion(sql, datasetId, version, "retract");
            return new Change(version, true, retracted, 0);
        });
    }

    /** The dataset's id; holds its row until the transaction ends, so that versions are made one after another. */
    private static String lock(DSLContext sql, DatasetName name, boolean create) {
        if (create) {
            sql.insertInto(DATASET, DATASET.DATASET_ID, DATASET.NAMESPACE, DATASET.NAME)
                    .values(UUID.randomUUID().toString(), name.namespace(), name.name())
                    .onConflict(DATASET.NAMESPACE, DATASET.NAME)
                    .doNothing()
                    .execute();
        }
        return sql.select(DATASET.DATASET_ID)
                .from(DATASET)
                .where(DATASET.NAMESPACE.eq(name.namespace()).and(DATASET.NAME.eq(name.name())))
                .forUpdate()
                .fetchOptional(DATASET.DATASET_ID)
                .orElseThrow(() -> DatasetStore.notFound(name, null));
    }

    private static int latest(DSLContext sql, String datasetId) {
        Integer latest = sql.select(max(DATASET_VERSION.VERSION))
                .from(DATASET_VERSION)
                .where(DATASET_VERSION.DATASET_ID.eq(datasetId))
                .fetchSingle()
                .value1();
        return latest == null ? 0 : latest;
    }

    private static long size(DSLContext sql, String datasetId, int version) {
        return sql.select(DATASET_VERSION.SEGMENTS)
                .from(DATASET_VERSION)
                .where(DATASET_VERSION.DATASET_ID.eq(datasetId).and(DATASET_VERSION.VERSION.eq(version)))
                .fetchSingle()
                .value1();
    }

    private static void insertVersion(DSLContext sql, String datasetId, int version, String action) {
        sql.execute(
                INSERT_VERSION, datasetId, version, datasetId, version, datasetId, version, datasetId, version, action);
    }

    private static OdographException conflict(String message) {
        return new OdographException(ErrorCode.DATASET_CONFLICT, message);
    }

    private static String ids(Record held, String column, long count) {
        String @Nullable [] ids = held.get(column, String[].class);
        return shown(ids == null ? List.of() : List.of(ids), count);
    }

    private static String shown(Collection<String> ids, long count) {
        String first =
                String.join(", ", ids.stream().limit(5).map(Shown::quoted).toList());
        return count > 5 ? first + " and " + (count - 5) + " more" : first;
    }
}
