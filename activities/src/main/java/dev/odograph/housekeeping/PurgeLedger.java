package dev.odograph.housekeeping;

import static dev.odograph.schema.postgres.generated.Tables.ARTIFACT;
import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static dev.odograph.schema.postgres.generated.Tables.EVENT;
import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.RUN_BATCH;
import static dev.odograph.schema.postgres.generated.Tables.RUN_OUTPUT;
import static dev.odograph.schema.postgres.generated.Tables.RUN_PARTITION;
import static dev.odograph.schema.postgres.generated.Tables.RUN_WAIVER;
import static dev.odograph.schema.postgres.generated.Tables.VIOLATION;
import static dev.odograph.schema.postgres.generated.Tables.WRITE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.replace;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import dev.odograph.artifact.RowDigest;
import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.plan.Partition;
import dev.odograph.plan.Stage;
import dev.odograph.plan.Stages;
import dev.odograph.schema.postgres.generated.tables.records.BatchRecord;
import dev.odograph.schema.postgres.generated.tables.records.RunPartitionRecord;
import dev.odograph.schema.postgres.generated.tables.records.RunRecord;
import dev.odograph.spec.Digests;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/**
 * Takes recordings out of the ledger, within one transaction: plans without them; batches of several segments under new
 * identities and with the digests of what is left, so that no later run reuses them; everything else that they went into
 * gone, reduces included.
 */
final class PurgeLedger {
    private final DSLContext tx;
    private final List<PurgedRecording> recordings;
    private final Remaining remaining;
    private final String message;
    private final Map<String, Long> counts = new TreeMap<>();

    /** Digests the rows that stay of a write. */
    @FunctionalInterface
    interface Remaining {
        RowDigest digest(String table, TableSchema schema, long writeNo, List<String> segments);
    }

    PurgeLedger(DSLContext tx, List<PurgedRecording> recordings, Remaining remaining, String message) {
        this.tx = tx;
        this.recordings = recordings;
        this.remaining = remaining;
        this.message = message;
    }

    Map<String, Long> counts() {
        return counts;
    }

    /** Ids of the runs that used them, none of them under way. */
    Set<String> remove() {
        Set<String> runs = new TreeSet<>();
        Map<String, RunRecord> locked = new HashMap<>();
        List<RunPartitionRecord> partitions = partitions();
        partitions.forEach(partition -> runs.add(partition.getRunId()));
        tx.selectFrom(RUN)
                .where(RUN.RUN_ID.eq(any(runs.toArray(String[]::new))))
                .orderBy(RUN.RUN_ID)
                .forUpdate()
                .forEach(run -> locked.put(run.getRunId(), run));
        List<String> open = locked.values().stream()
                .filter(run -> !RunStatus.valueOf(run.getStatus()).settled())
                .map(RunRecord::getRunId)
                .sorted()
                .toList();
        if (!open.isEmpty()) {
            throw new OdographException(
                    ErrorCode.PURGE_REFUSED,
                    "Runs under way use these recordings: " + open
                            + ". Cancel them (./odograph runs cancel RUN) or wait for them, then purge again");
        }
        Set<String> artifacts = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (RunPartitionRecord partition : partitions) {
            // Retention may have deleted a run since: then nothing of it is left to change.
            RunRecord run = locked.get(partition.getRunId());
            if (run != null && remove(run, partition, artifacts)) {
                used.add(run.getRunId());
            }
        }
        for (RunRecord run : locked.values()) {
            if (used.contains(run.getRunId())) {
                removeBatches(run, Partition.ALL, Set.of());
                removeOutputs(run, Partition.ALL, false, artifacts);
            }
            forgetMessages(run.getRunId());
        }
        count("artifacts", deleteArtifacts(artifacts));
        count("runs", runs.size());
        return runs;
    }

    /** Planned partitions that hold one of the recordings, by id and content. */
    List<RunPartitionRecord> partitions() {
        return tx
                .selectFrom(RUN_PARTITION)
                .where(condition("{0} && {1}::text[]", RUN_PARTITION.SEGMENT_IDS, val(PurgeWrites.ids(recordings))))
                .orderBy(RUN_PARTITION.RUN_ID, RUN_PARTITION.PARTITION)
                .fetch()
                .stream()
                .filter(partition -> !purged(partition).isEmpty())
                .toList();
    }

    /** Whether the run had used them: what it had waived is in no result of it, so that its results stay. */
    private boolean remove(RunRecord run, RunPartitionRecord partition, Set<String> artifacts) {
        List<PurgedRecording> purged = purged(partition);
        Set<String> ids = new HashSet<>();
        purged.forEach(recording -> ids.add(recording.segmentId()));
        List<String> keptIds = new ArrayList<>();
        List<String> keptDigests = new ArrayList<>();
        for (int i = 0; i < partition.getSegmentIds().length; i++) {
            if (!ids.contains(partition.getSegmentIds()[i])) {
                keptIds.add(partition.getSegmentIds()[i]);
                keptDigests.add(partition.getSegmentDigests()[i]);
            }
        }
        tx.deleteFrom(VIOLATION)
                .where(VIOLATION.RUN_ID.eq(run.getRunId()))
                .and(VIOLATION.SEGMENT_ID.eq(any(ids.toArray(String[]::new))))
                .execute();
        boolean used = removeWaivers(run, ids) < ids.size();
        if (used) {
            removeBatches(run, partition.getPartition(), ids);
            removeOutputs(run, partition.getPartition(), keptIds.isEmpty(), artifacts);
        }
        tx.update(RUN_PARTITION)
                .set(RUN_PARTITION.SEGMENT_IDS, keptIds.toArray(String[]::new))
                .set(RUN_PARTITION.SEGMENT_DIGESTS, keptDigests.toArray(String[]::new))
                .set(
                        RUN_PARTITION.ROWS,
                        left(
                                partition.getRows(),
                                purged.stream().mapToLong(PurgedRecording::rows).sum()))
                .set(
                        RUN_PARTITION.BYTES,
                        left(
                                partition.getBytes(),
                                purged.stream()
                                        .mapToLong(PurgedRecording::bytes)
                                        .sum()))
                .set(
                        RUN_PARTITION.DURATION_MS,
                        left(
                                partition.getDurationMs(),
                                purged.stream()
                                        .mapToLong(PurgedRecording::durationMs)
                                        .sum()))
                .set(
                        RUN_PARTITION.DISTANCE_M,
                        Math.max(
                                0,
                                partition.getDistanceM()
                                        - purged.stream()
                                                .mapToDouble(PurgedRecording::distanceM)
                                                .sum()))
                .where(RUN_PARTITION.RUN_ID.eq(partition.getRunId()))
                .and(RUN_PARTITION.PARTITION.eq(partition.getPartition()))
                .execute();
        count("partitions", 1);
        return used;
    }

    private int removeWaivers(RunRecord run, Set<String> ids) {
        int waivers = tx.deleteFrom(RUN_WAIVER)
                .where(RUN_WAIVER.RUN_ID.eq(run.getRunId()))
                .and(RUN_WAIVER.SEGMENT_ID.eq(any(ids.toArray(String[]::new))))
                .execute();
        count("waivers", waivers);
        return waivers;
    }

    private static long left(long all, long purged) {
        return Math.max(0, all - purged);
    }

    private List<PurgedRecording> purged(RunPartitionRecord partition) {
        Map<String, PurgedRecording> purged = new TreeMap<>();
        for (int i = 0; i < partition.getSegmentIds().length; i++) {
            for (PurgedRecording recording : recordings) {
                if (recording.segmentId().equals(partition.getSegmentIds()[i])
                        && recording.digest().equals(partition.getSegmentDigests()[i])) {
                    purged.put(recording.segmentId(), recording);
                }
            }
        }
        return List.copyOf(purged.values());
    }

    /** A reduce's batches, and those of purged recordings only, go; of others the rest stays, under another identity. */
    private void removeBatches(RunRecord run, int partition, Set<String> ids) {
        List<BatchRecord> batches = tx.select(BATCH.fields())
                .from(BATCH)
                .join(RUN_BATCH)
                .using(BATCH.BATCH_ID)
                .where(RUN_BATCH.RUN_ID.eq(run.getRunId()), RUN_BATCH.PARTITION.eq(partition))
                .orderBy(BATCH.BATCH_ID)
                .forUpdate()
                .of(BATCH)
                .fetchInto(BATCH);
        for (BatchRecord batch : batches) {
            List<String> kept = new ArrayList<>(List.of(batch.getSegments()));
            kept.removeAll(ids);
            if (kept.isEmpty()) {
                delete(batch);
            } else if (kept.size() < batch.getSegments().length) {
                reduce(run, batch, kept);
            }
        }
    }

    private void delete(BatchRecord batch) {
        Condition referring = RUN_BATCH.BATCH_ID.eq(batch.getBatchId());
        tx.deleteFrom(RUN_BATCH).where(referring).execute();
        tx.deleteFrom(BATCH).where(BATCH.BATCH_ID.eq(batch.getBatchId())).execute();
        tx.update(WRITE)
                .set(WRITE.STATE, "DEAD")
                .set(WRITE.SETTLED_AT, currentOffsetDateTime())
                .where(WRITE.WRITE_NO.eq(batch.getWriteNo()))
                .execute();
        count("batches_deleted", 1);
    }

    private void reduce(RunRecord run, BatchRecord batch, List<String> kept) {
        RowDigest left =
                remaining.digest(batch.getTableName(), schema(run, batch.getMetric()), batch.getWriteNo(), kept);
        String digest = Long.toHexString(left.sum());
        String batchId = Digests.sha256Hex("purged", batch.getBatchId(), message);
        String artifactKey = Digests.sha256Hex("purged", batch.getArtifactKey(), batchId);
        tx.insertInto(ARTIFACT)
                .set(ARTIFACT.ARTIFACT_KEY, artifactKey)
                .set(ARTIFACT.STAGE, batch.getMetric())
                .set(ARTIFACT.FILES, JSONB.valueOf("[]"))
                .set(ARTIFACT.ROWS, left.rows())
                .set(ARTIFACT.DIGEST, digest)
                .set(ARTIFACT.BYTES, 0L)
                .set(ARTIFACT.RUN_ID, batch.getRunId())
                .execute();
        // A write has one batch at a time: the new batch bears a placeholder's number until the old one is gone.
        tx.execute(
                """
                INSERT INTO batch (batch_id, table_name, namespace, metric, version, artifact_key, write_no, rows,
                    digest, fingerprint, segments, run_id, committed_at, stated)
                SELECT ?, table_name, namespace, metric, version, ?, ?, ?, ?, fingerprint, ?, run_id, committed_at, stated
                FROM batch WHERE batch_id = ?
                """,
                batchId,
                artifactKey,
                placeholderWrite(batch),
                left.rows(),
                digest,
                kept.toArray(String[]::new),
                batch.getBatchId());
        tx.update(RUN_BATCH)
                .set(RUN_BATCH.BATCH_ID, batchId)
                .where(RUN_BATCH.BATCH_ID.eq(batch.getBatchId()))
                .execute();
        tx.deleteFrom(BATCH).where(BATCH.BATCH_ID.eq(batch.getBatchId())).execute();
        tx.update(BATCH)
                .set(BATCH.WRITE_NO, batch.getWriteNo())
                .where(BATCH.BATCH_ID.eq(batchId))
                .execute();
        tx.update(WRITE)
                .set(WRITE.BATCH_ID, batchId)
                .set(WRITE.ROWS, left.rows())
                .set(WRITE.DIGEST, digest)
                .where(WRITE.WRITE_NO.eq(batch.getWriteNo()))
                .execute();
        count("batches_reduced", 1);
    }

    /** A number that the new batch bears until the old one is gone; its write stays as one that never held rows. */
    private long placeholderWrite(BatchRecord batch) {
        return tx.insertInto(WRITE)
                .set(WRITE.TABLE_NAME, batch.getTableName())
                .set(WRITE.BATCH_ID, batch.getBatchId())
                .set(WRITE.STATE, "DEAD")
                .set(WRITE.ROWS, 0L)
                .set(WRITE.DIGEST, "0")
                .set(WRITE.RUN_ID, batch.getRunId())
                .set(WRITE.SETTLED_AT, currentOffsetDateTime())
                .returning(WRITE.WRITE_NO)
                .fetchSingle()
                .getWriteNo();
    }

    private static TableSchema schema(RunRecord run, String metric) {
        return Stages.of(SpecJson.read(run.getSpec().data(), GraphSpec.class)).stream()
                .filter(stage -> stage.metrics().stream()
                        .anyMatch(stored -> stored.name().equals(metric)))
                .map(Stage::last)
                .findFirst()
                .orElseThrow()
                .output();
    }

    /**
     * Outputs of a run that succeeded count as waived, so that it stays accounted for; those of another run become
     * pending, so that a retry computes them without the recordings. A partition that nothing is left of is waived.
     */
    private void removeOutputs(RunRecord run, int partition, boolean nothingLeft, Set<String> artifacts) {
        Condition outputs = RUN_OUTPUT.RUN_ID.eq(run.getRunId()).and(RUN_OUTPUT.PARTITION.eq(partition));
        artifacts.addAll(tx.select(RUN_OUTPUT.ARTIFACT_KEY)
                .from(RUN_OUTPUT)
                .where(outputs, RUN_OUTPUT.ARTIFACT_KEY.isNotNull())
                .fetchSet(RUN_OUTPUT.ARTIFACT_KEY));
        boolean waive = nothingLeft || run.getStatus().equals(RunStatus.SUCCEEDED.name());
        int changed = waive
                ? tx.update(RUN_OUTPUT)
                        .set(RUN_OUTPUT.STATUS, "WAIVED")
                        .setNull(RUN_OUTPUT.ARTIFACT_KEY)
                        .setNull(RUN_OUTPUT.ROWS)
                        .setNull(RUN_OUTPUT.CODE)
                        .setNull(RUN_OUTPUT.SEGMENT_ID)
                        .set(RUN_OUTPUT.MESSAGE, message)
                        .where(outputs)
                        .execute()
                : tx.deleteFrom(RUN_OUTPUT).where(outputs).execute();
        count("outputs", changed);
    }

    private void forgetMessages(String runId) {
        for (String id : PurgeWrites.ids(recordings)) {
            tx.update(RUN)
                    .set(RUN.FAILURE_MESSAGE, replace(RUN.FAILURE_MESSAGE, id, "(purged)"))
                    .where(
                            RUN.RUN_ID.eq(runId),
                            DSL.position(RUN.FAILURE_MESSAGE, id).gt(0))
                    .execute();
            Field<String> told = EVENT.DATA.cast(String.class);
            tx.update(EVENT)
                    .set(EVENT.DATA, replace(told, id, "(purged)").cast(JSONB.class))
                    .where(EVENT.SUBJECT.eq(runId), DSL.position(told, id).gt(0))
                    .execute();
        }
    }

    private int deleteArtifacts(Set<String> keys) {
        return tx.deleteFrom(ARTIFACT)
                .where(ARTIFACT.ARTIFACT_KEY.eq(any(keys.toArray(String[]::new))))
                .and(notExists(selectOne().from(BATCH).where(BATCH.ARTIFACT_KEY.eq(ARTIFACT.ARTIFACT_KEY))))
                .and(notExists(selectOne().from(RUN_OUTPUT).where(RUN_OUTPUT.ARTIFACT_KEY.eq(ARTIFACT.ARTIFACT_KEY))))
                .execute();
    }

    private void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }
}
