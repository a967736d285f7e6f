package dev.odograph.housekeeping;

import static dev.odograph.schema.postgres.generated.Tables.DATASET;
import static dev.odograph.schema.postgres.generated.Tables.MOMENT;
import static dev.odograph.schema.postgres.generated.Tables.PURGE;
import static dev.odograph.schema.postgres.generated.Tables.SEGMENT;
import static dev.odograph.schema.postgres.generated.Tables.SEGMENT_TAG;
import static dev.odograph.schema.postgres.generated.Tables.SPAN;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.dataset.SegmentTable;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Finds recordings in datasets and takes them out, of every version. */
final class PurgeDatasets {
    private static final String SHRINK_VERSIONS = """
            UPDATE dataset_version AS v
            SET segments = v.segments - s.segments,
                rows = v.rows - s.rows,
                bytes = v.bytes - s.bytes,
                distance_m = v.distance_m - s.distance_m,
                duration_ms = v.duration_ms - s.duration_ms
            FROM (
                SELECT h.dataset_id, h.version, count(*) AS segments, sum(g.rows) AS rows, sum(g.bytes) AS bytes,
                    coalesce(sum(g.distance_m), 0) AS distance_m, coalesce(sum(g.duration_ms), 0) AS duration_ms
                FROM segment AS g
                JOIN dataset_version AS h ON h.dataset_id = g.dataset_id AND h.version >= g.from_version
                    AND (g.to_version IS NULL OR h.version < g.to_version)
                WHERE g.content_digest = ANY (?)
                GROUP BY h.dataset_id, h.version
            ) AS s
            WHERE v.dataset_id = s.dataset_id AND v.version = s.version
            """;

    private PurgeDatasets() {}

    /**
     * The recordings of these ids in any version of the dataset, with all that has the same content anywhere, and those
     * that an earlier purge named and may not have finished.
     */
    static List<PurgedRecording> find(DSLContext tx, PurgeRequest request) {
        String name = request.dataset().toString();
        String[] ids = request.segmentIds().toArray(String[]::new);
        Set<String> missing = new TreeSet<>(request.segmentIds());
        Set<PurgedRecording> found = new LinkedHashSet<>();
        tx.select(PURGE.RECORDINGS)
                .from(PURGE)
                .where(PURGE.DATASET.eq(name))
                .and(condition("{0} && {1}::text[]", PURGE.SEGMENTS, val(ids)))
                .fetch(row -> SpecJson.read(row.value1().data(), PurgedRecording[].class))
                .forEach(earlier -> found.addAll(Arrays.asList(earlier)));
        Set<String> digests = tx.select(SEGMENT.CONTENT_DIGEST)
                .from(SEGMENT)
                .join(DATASET)
                .using(DATASET.DATASET_ID)
                .where(DATASET.NAMESPACE.eq(request.dataset().namespace()))
                .and(DATASET.NAME.eq(request.dataset().name()))
                .and(SEGMENT.SEGMENT_ID.eq(any(ids)))
                .fetchSet(SEGMENT.CONTENT_DIGEST);
        digests.addAll(found.stream().map(PurgedRecording::digest).toList());
        tx.select()
                .from(SEGMENT)
                .join(DATASET)
                .using(DATASET.DATASET_ID)
                .where(SEGMENT.CONTENT_DIGEST.eq(any(digests.toArray(String[]::new))))
                .orderBy(DATASET.NAME, SEGMENT.SEGMENT_ID)
                .forEach(row -> found.add(new PurgedRecording(
                        row.get(SEGMENT.DATASET_ID),
                        new DatasetName(row.get(DATASET.NAMESPACE), row.get(DATASET.NAME)).toString(),
                        row.get(SEGMENT.SEGMENT_ID),
                        row.get(SEGMENT.CONTENT_DIGEST),
                        row.get(SEGMENT.ROWS),
                        row.get(SEGMENT.BYTES),
                        row.get(SEGMENT.DISTANCE_M) == null ? 0 : row.get(SEGMENT.DISTANCE_M),
                        row.get(SEGMENT.DURATION_MS) == null ? 0 : row.get(SEGMENT.DURATION_MS),
                        Arrays.stream(SpecJson.read(row.get(SEGMENT.TABLES).data(), SegmentTable[].class))
                                .map(SegmentTable::path)
                                .toList())));
        found.forEach(recording -> missing.remove(recording.segmentId()));
        if (!missing.isEmpty()) {
            throw new OdographException(
                    ErrorCode.SEGMENT_NOT_FOUND,
                    "dataset " + name + " holds no segments " + missing + " in any version, and none was purged;"
                            + " `dataset show " + name + "` lists what it holds");
        }
        return List.copyOf(found);
    }

    /** Makes a version without them where the newest holds them, then takes them out of the older versions. */
    static void remove(DSLContext tx, List<PurgedRecording> recordings) {
        String[] digests =
                recordings.stream().map(PurgedRecording::digest).distinct().toArray(String[]::new);
        Condition purged = SEGMENT.CONTENT_DIGEST.eq(any(digests));
        Map<String, List<String>> current = new TreeMap<>(tx
                .select(DATASET.NAME, DATASET.NAMESPACE, SEGMENT.SEGMENT_ID)
                .from(SEGMENT)
                .join(DATASET)
                .using(DATASET.DATASET_ID)
                .where(purged, SEGMENT.TO_VERSION.isNull())
                .fetch()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> new DatasetName(row.value2(), row.value1()).toString(),
                        Collectors.mapping(row -> row.value3(), Collectors.toList()))));
        DatasetStore datasets = new DatasetStore(tx);
        current.forEach((dataset, ids) -> datasets.retract(DatasetName.of(dataset), ids));
        tx.execute(SHRINK_VERSIONS, (Object) digests);
        tx.deleteFrom(SEGMENT).where(purged).execute();
        for (PurgedRecording recording : recordings) {
            // What people wrote of its moments is about it too, even where another content took its id over.
            tx.deleteFrom(MOMENT)
                    .where(MOMENT.DATASET.eq(recording.dataset()))
                    .and(MOMENT.SEGMENT_ID.eq(recording.segmentId()))
                    .execute();
            tx.deleteFrom(SEGMENT_TAG)
                    .where(SEGMENT_TAG.DATASET_ID.eq(recording.datasetId()))
                    .and(SEGMENT_TAG.SEGMENT_ID.eq(recording.segmentId()))
                    .and(notExists(selectOne()
                            .from(SEGMENT)
                            .where(SEGMENT.DATASET_ID.eq(SEGMENT_TAG.DATASET_ID))
                            .and(SEGMENT.SEGMENT_ID.eq(SEGMENT_TAG.SEGMENT_ID))))
                    .execute();
            tx.deleteFrom(SPAN)
                    .where(SPAN.DATASET_ID.eq(recording.datasetId()))
                    .and(SPAN.SEGMENT_ID.eq(recording.segmentId()))
                    .and(notExists(selectOne()
                            .from(SEGMENT)
                            .where(SEGMENT.DATASET_ID.eq(SPAN.DATASET_ID))
                            .and(SEGMENT.SEGMENT_ID.eq(SPAN.SEGMENT_ID))))
                    .execute();
        }
    }

    /** Those of the files that no segment of any dataset is read from. */
    static List<String> unused(DSLContext tx, List<PurgedRecording> recordings) {
        List<String> unused = new ArrayList<>();
        for (PurgedRecording recording : recordings) {
            for (String file : recording.files()) {
                String path = SpecJson.write(List.of(Map.of("path", file)));
                if (!unused.contains(file)
                        && !tx.fetchExists(SEGMENT, condition("{0} @> {1}::jsonb", SEGMENT.TABLES, val(path)))) {
                    unused.add(file);
                }
            }
        }
        return unused;
    }
}
