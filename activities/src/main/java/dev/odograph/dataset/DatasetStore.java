package dev.odograph.dataset;

import static dev.odograph.schema.postgres.generated.Tables.DATASET;
import static dev.odograph.schema.postgres.generated.Tables.DATASET_VERSION;
import static dev.odograph.schema.postgres.generated.Tables.SEGMENT;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import dev.odograph.contract.DatasetRef;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.plan.SegmentRef;
import dev.odograph.spec.SpecJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jspecify.annotations.Nullable;

/** The registry of datasets in PostgreSQL. Versions never change once made. Thread-safe. */
public final class DatasetStore {
    private static final int PAGE = 5_000;
    private static final String SELECT_SEGMENTS = SqlResource.load("select_segments");

    private final DSLContext database;

    /** A store on a database whose tables are migrated. */
    public DatasetStore(DSLContext database) {
        this.database = database;
    }

    /** The latest version, if there is a dataset of that name. */
    public Optional<Dataset> find(DatasetName name) {
        return datasets(named(name))
                .orderBy(DATASET_VERSION.VERSION.desc())
                .limit(1)
                .fetchOptional(DatasetStore::dataset);
    }

    /** The latest version, or {@code version} where it is not null; DATASET_NOT_FOUND where it is not there. */
    public Dataset load(DatasetName name, @Nullable Integer version) {
        Optional<Dataset> found = version == null
                ? find(name)
                : datasets(named(name).and(DATASET_VERSION.VERSION.eq(version))).fetchOptional(DatasetStore::dataset);
        return found.orElseThrow(() -> notFound(name, version));
    }

    /**
     * The version that a run's input names.
     *
     * @throws OdographException NAME_INVALID, DATASET_NOT_FOUND
     */
    public Dataset load(DatasetRef ref) {
        return load(DatasetName.of(ref.name()), ref.version());
    }

    /** The latest version of every dataset, by name. */
    public List<Dataset> list() {
        return database.select()
                .distinctOn(DATASET.NAMESPACE, DATASET.NAME)
                .from(DATASET)
                .join(DATASET_VERSION)
                .using(DATASET.DATASET_ID)
                .orderBy(DATASET.NAMESPACE, DATASET.NAME, DATASET_VERSION.VERSION.desc())
                .fetch(DatasetStore::dataset);
    }

    /** All versions of a dataset, the first one first; DATASET_NOT_FOUND where there is none. */
    public List<Dataset> versions(DatasetName name) {
        List<Dataset> versions =
                datasets(named(name)).orderBy(DATASET_VERSION.VERSION).fetch(DatasetStore::dataset);
        if (versions.isEmpty()) {
            throw notFound(name, null);
        }
        return versions;
    }

    /** The segments of a version in order of id (by bytes), read in pages while the stream is consumed. */
    public Stream<Segment> segments(String datasetId, int version) {
        return pages(
                last -> segments(datasetId, version, last == null ? noCondition() : after(last.segmentId()), PAGE));
    }

    /** At most so many segments of a version in order of id (by bytes), from behind one on; null for the first ones. */
    public List<Segment> segmentsAfter(String datasetId, int version, @Nullable String segmentId, int limit) {
        return segments(datasetId, version, segmentId == null ? noCondition() : after(segmentId), limit);
    }

    /** What planning needs of each segment of a version, in order of id (by bytes), read in pages. */
    public Stream<SegmentRef> refs(String datasetId, int version) {
        return pages(last -> database.select(
                        SEGMENT.SEGMENT_ID,
                        SEGMENT.CONTENT_DIGEST,
                        SEGMENT.ROWS,
                        SEGMENT.BYTES,
                        SEGMENT.DISTANCE_M,
                        SEGMENT.DURATION_MS)
                .from(SEGMENT)
                .where(members(datasetId, version))
                .and(last == null ? noCondition() : SEGMENT.SEGMENT_ID.gt(last.segmentId()))
                .orderBy(SEGMENT.SEGMENT_ID)
                .limit(PAGE)
                .fetch(r -> new SegmentRef(
                        r.value1(),
                        r.value2(),
                        r.value3(),
                        r.value4(),
                        r.value5() == null ? 0 : r.value5(),
                        r.value6() == null ? 0 : r.value6())));
    }

    /** Segments of a version by id, in order of id; SEGMENT_NOT_FOUND names those that it does not hold. */
    public List<Segment> load(String datasetId, int version, Collection<String> segmentIds) {
        TreeSet<String> missing = new TreeSet<>(segmentIds);
        Condition wanted = org.jooq.impl.DSL.condition("s.segment_id = ANY({0})", val(missing.toArray(String[]::new)));
        List<Segment> found = segments(datasetId, version, wanted, missing.size());
        found.forEach(segment -> missing.remove(segment.segmentId()));
        if (!missing.isEmpty()) {
            throw new OdographException(
                    ErrorCode.SEGMENT_NOT_FOUND,
                    "version " + version + " of the dataset holds no segment " + Shown.quoted(missing.first())
                            + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more" : "")
                            + "; `dataset show` lists what it holds");
        }
        return found;
    }

    /** Makes a version by importing, adding or replacing; used by the importer, which has read the files. */
    ImportResult apply(DatasetName name, ImportAction action, List<Segment> segments) {
        return result(name, new DatasetVersions(database).apply(name, action, segments));
    }

    /**
     * Makes a dataset of segments that others hold, or extends it by those that it lacks; their files stay where they are.
     *
     * @return the newest version
     * @throws OdographException DATASET_CONFLICT where it holds one of these segments with other content
     */
    public Dataset derive(DatasetName name, List<Segment> segments) {
        ImportAction action = find(name).isEmpty() ? ImportAction.IMPORT : ImportAction.ADD;
        return apply(name, action, segments).dataset();
    }

    /** Makes a version without these segments; SEGMENT_NOT_FOUND where the latest version does not hold one. */
    public ImportResult retract(DatasetName name, Collection<String> segmentIds) {
        return result(name, new DatasetVersions(database).retract(name, segmentIds));
    }

    private ImportResult result(DatasetName name, DatasetVersions.Change change) {
        return new ImportResult(load(name, change.version()), change.changed(), change.segments(), change.unchanged());
    }

    private List<Segment> segments(String datasetId, int version, Condition condition, int limit) {
        return database.resultQuery(SELECT_SEGMENTS, val(datasetId), val(version), condition, inline(limit))
                .fetch(row -> SpecJson.read(row.get(0, String.class), Segment.class));
    }

    private static Condition after(String segmentId) {
        return org.jooq.impl.DSL.condition("s.segment_id > {0}", val(segmentId));
    }

    static Condition members(String datasetId, int version) {
        return SEGMENT.DATASET_ID
                .eq(datasetId)
                .and(SEGMENT.FROM_VERSION.le(version))
                .and(SEGMENT.TO_VERSION.isNull().or(SEGMENT.TO_VERSION.gt(version)));
    }

    private static <T> Stream<T> pages(Function<@Nullable T, List<T>> next) {
        return Stream.iterate(
                        next.apply(null),
                        page -> !page.isEmpty(),
                        page -> page.size() < PAGE ? new ArrayList<T>() : next.apply(page.getLast()))
                .flatMap(List::stream);
    }

    private SelectConditionStep<Record> datasets(Condition condition) {
        return database.select()
                .from(DATASET)
                .join(DATASET_VERSION)
                .using(DATASET.DATASET_ID)
                .where(condition);
    }

    private static Condition named(DatasetName name) {
        return DATASET.NAMESPACE.eq(name.namespace()).and(DATASET.NAME.eq(name.name()));
    }

    private static Dataset dataset(Record row) {
        return new Dataset(
                row.get(DATASET.DATASET_ID),
                new DatasetName(row.get(DATASET.NAMESPACE), row.get(DATASET.NAME)),
                row.get(DATASET_VERSION.VERSION),
                row.get(DATASET_VERSION.ACTION),
                row.get(DATASET_VERSION.CREATED_AT).toInstant(),
                row.get(DATASET_VERSION.SEGMENTS),
                row.get(DATASET_VERSION.ROWS),
                row.get(DATASET_VERSION.BYTES),
                row.get(DATASET_VERSION.DISTANCE_M),
                row.get(DATASET_VERSION.DURATION_MS));
    }

    static OdographException notFound(DatasetName name, @Nullable Integer version) {
        return new OdographException(
                ErrorCode.DATASET_NOT_FOUND,
                "dataset " + name + (version == null ? "" : " version " + version)
                        + " is not there; `dataset list` shows those that are, `dataset import` makes one");
    }
}
