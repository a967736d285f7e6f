package dev.odograph.housekeeping;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;
import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;
import static dev.odograph.schema.postgres.generated.Tables.PURGE;
import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.artifact.RowDigest;
import dev.odograph.batch.RowHashSql;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.MirrorDdl;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.TableSchema;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.Retention;
import dev.odograph.store.lineage.RunRetention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/**
 * Removes recordings for legal reasons, published or not: from every version of every dataset that holds the same content,
 * from the plans, batches and artifacts of every run that used them, from ClickHouse, and their files where they are ours.
 * What other recordings contributed stays readable, but reduces go whole. Audited in the table {@code purge}.
 *
 * <p>The ledger changes in one transaction; the stores follow from what the ledger then says, so an interrupted purge is
 * finished by asking for it again. Thread-safe.
 */
public final class Purge {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Postgres postgres;
    private final ClickHouse clickhouse;
    private final ArtifactStore artifacts;
    private final Path recordings;
    private final Path scratch;

    /**
     * A purge of these stores.
     *
     * @param recordings directory of the files that are ours: copied, mapped or simulated
     * @param scratch directory of files of stages under way
     */
    public Purge(Postgres postgres, ClickHouse clickhouse, ArtifactStore artifacts, Path recordings, Path scratch) {
        this.postgres = postgres;
        this.clickhouse = clickhouse;
        this.artifacts = artifacts;
        this.recordings = recordings.toAbsolutePath().normalize();
        this.scratch = scratch;
    }

    /** Where rows go: SQL condition on columns of a table of results or of the mirror. */
    private record Doomed(
            List<String> ids, List<Long> kept, List<PurgeWrites.Waived> waived, List<Long> dead, long newest) {
        String condition(String table, boolean bySegment) {
            String writes = dead.isEmpty() ? "0" : "write_no IN (" + numbers(dead) + ")";
            if (!bySegment) {
                return writes;
            }
            String others = kept.isEmpty() ? "" : " AND write_no NOT IN (" + numbers(kept) + ")";
            // Waivers stand under a write that no row has: theirs are told apart by their runs.
            String otherWaivers = waived.isEmpty() || !table.equals(MirrorDdl.VISIBILITY)
                    ? ""
                    : waived.stream()
                            .map(each -> "(" + literal(each.runId()) + ", " + literal(each.segmentId()) + ")")
                            .collect(joining(", ", " AND NOT (write_no = 0 AND (run_id, segment_id) IN (", "))"));
            return writes + " OR (segment_id IN ("
                    + ids.stream().map(id -> literal(id)).collect(joining(", ")) + ") AND write_no <= " + newest
                    + others + otherWaivers + ")";
        }

        private static String numbers(List<Long> writes) {
            return writes.stream().map(String::valueOf).collect(joining(", "));
        }
    }

    private record Begun(
            long purgeId,
            List<PurgedRecording> purged,
            Set<String> runs,
            Map<String, Long> counts,
            Doomed doomed,
            List<String> files) {}

    /**
     * Purges.
     *
     * @throws OdographException SEGMENT_NOT_FOUND; PURGE_REFUSED while a run that uses them is under way, or where one was
     *     planned meanwhile; errors of the stores, after which the same call goes on
     */
    public PurgeReport run(PurgeRequest request) {
        Begun begun = postgres.transact("purging recordings", tx -> begin(tx, request));
        Map<String, Long> counts = new TreeMap<>(begun.counts());
        counts.put("clickhouse_rows", deleteRows(doomed(begun), false));
        new FactMirror(postgres, clickhouse).forget(begun.doomed().ids());
        boolean idle = postgres.query(
                "looking for runs under way",
                db -> !db.fetchExists(RUN, RUN.STATUS.in("PENDING", "RUNNING", "PARKED")));
        Retention retention = new Retention(postgres);
        RetentionReport rest = new RetentionJob(
                        new RetentionPolicy(FOR_EVER, 0, Duration.ZERO),
                        new RunRetention(postgres),
                        retention,
                        artifacts,
                        new Mirror(new PostgresMirrorLedger(postgres), clickhouse),
                        idle ? List.of(scratch) : List.of())
                .run();
        counts.put("artifact_files", (long) rest.artifacts() + rest.strayFiles());
        // Batches that nothing referred to are dead only now.
        counts.merge("clickhouse_rows", deleteRows(doomed(begun), false), Long::sum);
        List<String> ours = begun.files().stream().filter(this::ours).toList();
        ours.forEach(file -> OldFiles.delete(Path.of(file)));
        counts.put("source_files", (long) ours.size());
        requireNothingLeft(begun);
        finish(begun.purgeId(), counts);
        return report(begun, counts);
    }

    /** Says what {@link #run} would remove; changes nothing. */
    public PurgeReport dryRun(PurgeRequest request) {
        AtomicReference<Begun> found = new AtomicReference<>();
        try {
            postgres.transact("looking for what a purge would remove", tx -> {
                found.set(begin(tx, request));
                throw new TakenBack();
            });
        } catch (TakenBack e) {
            // As it should be: nothing was changed.
        }
        Begun begun = requireNonNull(found.get(), "the dry run found nothing");
        Map<String, Long> counts = new TreeMap<>(begun.counts());
        counts.put("clickhouse_rows", deleteRows(begun.doomed(), true));
        counts.put("source_files", begun.files().stream().filter(this::ours).count());
        return report(new Begun(0, begun.purged(), begun.runs(), counts, begun.doomed(), begun.files()), counts);
    }

    private Begun begin(DSLContext tx, PurgeRequest request) {
        List<PurgedRecording> purged = PurgeDatasets.find(tx, request);
        long purgeId = tx.insertInto(PURGE)
                .set(PURGE.DATASET, request.dataset().toString())
                .set(PURGE.SEGMENTS, request.segmentIds().toArray(String[]::new))
                .set(PURGE.RECORDINGS, JSONB.valueOf(SpecJson.write(purged)))
                .set(PURGE.PURGED_BY, request.by())
                .set(PURGE.REASON, request.reason())
                .set(PURGE.COUNTS, JSONB.valueOf("{}"))
                .returning(PURGE.PURGE_ID)
                .fetchSingle()
                .getPurgeId();
        PurgeDatasets.remove(tx, purged);
        PurgeLedger ledger = new PurgeLedger(
                tx, purged, this::digest, "A recording was purged (" + purgeId + ") by " + request.by());
        Set<String> runs = ledger.remove();
        PurgeWrites writes = new PurgeWrites(tx, purged);
        return new Begun(
                purgeId,
                purged,
                runs,
                ledger.counts(),
                doomed(writes, writes.newestWrite()),
                PurgeDatasets.unused(tx, purged));
    }

    /** Waits for writes that are being registered: one with a low number that is not seen yet would look dead. */
    private Doomed doomed(Begun begun) {
        long newest = postgres.transact("looking for the newest write", tx -> {
            tx.execute("LOCK TABLE write IN SHARE MODE");
            return new PurgeWrites(tx, begun.purged()).newestWrite();
        });
        return postgres.query("looking for writes to purge", db -> doomed(new PurgeWrites(db, begun.purged()), newest));
    }

    private static Doomed doomed(PurgeWrites writes, long newest) {
        return new Doomed(writes.ids(), writes.kept(), writes.keptWaivers(), writes.dead(), newest);
    }

    private RowDigest digest(String table, TableSchema schema, long writeNo, List<String> segments) {
        List<String> row = clickhouse
                .rows(ClickHouseQuery.of("SELECT count(), " + RowHashSql.of(schema) + " FROM " + quoted(table)
                        + " WHERE write_no = " + writeNo + " AND segment_id IN ("
                        + segments.stream().map(id -> literal(id)).collect(joining(", ")) + ")"))
                .getFirst();
        return new RowDigest(Long.parseLong(row.get(0)), Long.parseUnsignedLong(row.get(1)));
    }

    /** Of the mirror and of every table of results; parts are rewritten, so that nothing is left on the disk either. */
    private long deleteRows(Doomed doomed, boolean onlyCount) {
        long rows = 0;
        for (List<String> table : clickhouse.rows(ClickHouseQuery.of(
                "SELECT table, max(name = 'segment_id') FROM system.columns WHERE database = currentDatabase()"
                        + " AND name IN ('segment_id', 'write_no') GROUP BY table HAVING countIf(name = 'write_no') = 1"
                        + " ORDER BY table"))) {
            String name = quoted(table.get(0));
            String condition = doomed.condition(table.get(0), table.get(1).equals("1"));
            long found = Long.parseLong(clickhouse
                    .rows(ClickHouseQuery.of("SELECT count() FROM " + name + " WHERE " + condition))
                    .getFirst()
                    .getFirst());
            rows += found;
            if (!onlyCount) {
                if (found > 0) {
                    mutate("ALTER TABLE " + name + " DELETE WHERE " + condition);
                }
                mutate("ALTER TABLE " + name + " APPLY DELETED MASK");
            }
        }
        return rows;
    }

    private void mutate(String sql) {
        clickhouse.execute(ClickHouseQuery.of(sql).setting("mutations_sync", "1"));
    }

    private boolean ours(String file) {
        return Path.of(file).toAbsolutePath().normalize().startsWith(recordings);
    }

    private void requireNothingLeft(Begun begun) {
        List<String> runs = postgres
                .query(
                        "looking for runs planned meanwhile",
                        db -> new PurgeLedger(db, begun.purged(), this::digest, "unused").partitions())
                .stream()
                .map(partition -> partition.getRunId())
                .distinct()
                .toList();
        if (!runs.isEmpty()) {
            throw new OdographException(
                    ErrorCode.PURGE_REFUSED,
                    "Runs " + runs + " were planned with these recordings while purge " + begun.purgeId()
                            + " went on: it is not finished. Cancel them, then give the same command again");
        }
    }

    private void finish(long purgeId, Map<String, Long> counts) {
        postgres.transact(
                "finishing purge " + purgeId,
                tx -> tx.update(PURGE)
                        .set(PURGE.COUNTS, JSONB.valueOf(SpecJson.write(counts)))
                        .set(PURGE.FINISHED_AT, currentOffsetDateTime())
                        .where(PURGE.PURGE_ID.eq(purgeId))
                        .execute());
    }

    private PurgeReport report(Begun begun, Map<String, Long> counts) {
        return new PurgeReport(
                begun.purgeId(),
                begun.purged().stream()
                        .map(recording -> recording.dataset() + " " + recording.segmentId())
                        .distinct()
                        .toList(),
                List.copyOf(begun.runs()),
                counts,
                begun.files().stream().filter(file -> !ours(file)).toList());
    }

    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
