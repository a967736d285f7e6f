package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static java.util.Objects.requireNonNull;

import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.SegmentSample;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.RunRecord;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.SpecJson;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code run}. */
final class RunRows {
    private RunRows() {}

    /** False where a run of that id is there already. Waits for another transaction that inserts the same. */
    static boolean insert(DSLContext tx, NewRun run, Totals planned, int partitions) {
        GraphSpec spec = run.spec();
        return tx.insertInto(RUN)
                        .set(RUN.RUN_ID, run.runId())
                        .set(RUN.NAMESPACE, spec.namespace())
                        .set(RUN.GRAPH, spec.name())
                        .set(RUN.GRAPH_VERSION, spec.version().toString())
                        .set(RUN.BUNDLE_DIGEST, run.bundleDigest())
                        .set(RUN.SPEC, JSON.valueOf(SpecJson.write(spec)))
                        .set(RUN.DATASET_ID, run.datasetId())
                        .set(RUN.DATASET, run.dataset())
                        .set(RUN.DATASET_VERSION, run.datasetVersion())
                        .set(RUN.PARAMETERS, JSON.valueOf(SpecJson.write(new TreeMap<>(run.parameters()))))
                        .set(RUN.PURPOSE, run.purpose().toString())
                        .set(RUN.FAILURE_POLICY, run.failurePolicy().toString())
                        .set(RUN.OWNER, spec.owner())
                        .set(RUN.INPUT_DIGEST, run.inputDigest())
                        .set(RUN.BRANCH, run.branch())
                        .set(RUN.SAMPLE, run.sample() == null ? null : JSONB.valueOf(SpecJson.write(run.sample())))
                        .set(RUN.PLANNED_SEGMENTS, planned.segments())
                        .set(RUN.PLANNED_ROWS, planned.rows())
                        .set(RUN.PLANNED_DISTANCE_M, planned.distanceM())
                        .set(RUN.PLANNED_DURATION_MS, planned.durationMs())
                        .set(RUN.PARTITIONS, partitions)
                        .onConflict(RUN.RUN_ID)
                        .doNothing()
                        .execute()
                == 1;
    }

    /** Holds a run against other transactions that lock it, until this one ends. */
    static void lock(DSLContext tx, String runId) {
        var _ = tx.select(RUN.RUN_ID)
                .from(RUN)
                .where(RUN.RUN_ID.eq(runId))
                .forNoKeyUpdate()
                .fetchOptional()
                .orElseThrow(() -> notFound(runId));
    }

    static dev.odograph.store.lineage.RunRecord load(DSLContext db, String runId) {
        return find(db, runId).orElseThrow(() -> notFound(runId));
    }

    static Optional<dev.odograph.store.lineage.RunRecord> find(DSLContext db, String runId) {
        return db.selectFrom(RUN).where(RUN.RUN_ID.eq(runId)).fetchOptional(RunRows::read);
    }

    static OdographException notFound(String runId) {
        return new OdographException(
                ErrorCode.RUN_NOT_FOUND,
                "Run \"" + runId + "\" is not in the ledger: ./odograph runs list shows those that are");
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static dev.odograph.store.lineage.RunRecord read(RunRecord row) {
        NewRun plan = new NewRun(
                row.getRunId(),
                SpecJson.read(row.getSpec().data(), GraphSpec.class),
                row.getBundleDigest(),
                row.getDatasetId(),
                row.getDataset(),
                row.getDatasetVersion(),
                parameters(row.getParameters()),
                Purpose.parse(row.getPurpose()),
                FailurePolicy.parse(row.getFailurePolicy()),
                row.getInputDigest(),
                row.getBranch(),
                row.getSample() == null ? null : SpecJson.read(row.getSample().data(), SegmentSample.class));
        return new dev.odograph.store.lineage.RunRecord(
                plan,
                new Totals(
                        row.getPlannedSegments(),
                        row.getPlannedRows(),
                        row.getPlannedDistanceM(),
                        row.getPlannedDurationMs()),
                row.getPartitions(),
                RunStatus.valueOf(row.getStatus()),
                row.getCreatedAt().toInstant(),
                instant(row.getStartedAt()),
                instant(row.getFinishedAt()),
                row.getFailureCode(),
                row.getFailureMessage());
    }

    /** JSON does not tell long from int; a parameter is a long. */
    private static Map<String, Object> parameters(JSON json) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        Map<?, ?> read = SpecJson.read(json.data(), Map.class);
        read.forEach((name, value) -> parameters.put(
                String.valueOf(name), value instanceof Integer whole ? Long.valueOf(whole) : requireNonNull(value)));
        return parameters;
    }
}
