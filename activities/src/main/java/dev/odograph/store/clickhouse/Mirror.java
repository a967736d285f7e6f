package dev.odograph.store.clickhouse;

import static dev.odograph.schema.clickhouse.ClickHouseNames.literal;

import dev.odograph.batch.BatchVisibility;
import dev.odograph.batch.MirrorLedger;
import dev.odograph.batch.Publication;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.MirrorDdl;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies what the ledger makes visible into ClickHouse: many rows in one insert, in any order, any number of times, for
 * the highest revision of a key wins. Thread-safe; several may drain at once.
 */
public final class Mirror {
    private static final int BATCHES_AT_ONCE = 2_000;

    private final MirrorLedger ledger;
    private final ClickHouse clickhouse;

    /** A mirror of that ledger in that ClickHouse. */
    public Mirror(MirrorLedger ledger, ClickHouse clickhouse) {
        this.ledger = ledger;
        this.clickhouse = clickhouse;
    }

    /**
     * Copies everything that is not mirrored yet, batches before publications, so that a publication never points to
     * rows that cannot be seen.
     *
     * @return how many of the ledger's rows were copied
     */
    public int drain() {
        int copied = 0;
        copied += visibility(ledger::unmirroredBatches);
        copied += visibility(ledger::unmirroredWaivers);
        // All in one insert: readers never see some metrics of a run published and others not.
        List<Publication> publications = ledger.unmirroredPublications(Integer.MAX_VALUE);
        if (!publications.isEmpty()) {
            insert(
                    "INSERT INTO publication (namespace, metric, major, dataset, channel, version, run_id, revision)"
                            + " FORMAT TabSeparated",
                    publications.stream().map(Mirror::line));
            ledger.markMirrored(publications.stream().map(Publication::revision).toList());
            copied += publications.size();
        }
        return copied;
    }

    private int visibility(IntFunction<List<BatchVisibility>> unmirrored) {
        int copied = 0;
        for (List<BatchVisibility> rows = unmirrored.apply(BATCHES_AT_ONCE);
                !rows.isEmpty();
                rows = unmirrored.apply(BATCHES_AT_ONCE)) {
            insert(
                    "INSERT INTO visibility (run_id, metric, major, segment_id, write_no, revision, stated)"
                            + " FORMAT TabSeparated",
                    rows.stream().flatMap(Mirror::lines));
            ledger.markMirrored(rows.stream().map(BatchVisibility::revision).toList());
            copied += rows.size();
        }
        return copied;
    }

    /** Returns once everything of a run is mirrored; what another process is copying is copied again. */
    public void awaitMirrored(String runId) {
        while (!ledger.isMirrored(runId)) {
            if (drain() == 0 && !ledger.isMirrored(runId)) {
                throw new OdographException(
                        ErrorCode.INTERNAL_ERROR,
                        "Run \"" + runId + "\" is not mirrored, yet the ledger lists nothing to mirror: report this");
            }
        }
    }

    /**
     * Deletes what the mirror shows of runs that the ledger has deleted.
     *
     * @param runs revision by run id; only up to that revision, for a later run of that id has higher ones
     */
    public void forget(Map<String, Long> runs) {
        String gone = runs.entrySet().stream()
                .map(run -> "(run_id = " + literal(run.getKey()) + " AND revision <= "
                        + Long.toUnsignedString(run.getValue()) + ")")
                .collect(Collectors.joining(" OR "));
        String from = " FROM " + MirrorDdl.VISIBILITY + " WHERE " + gone;
        List<List<String>> left = clickhouse.rows(ClickHouseQuery.of("SELECT 1" + from + " LIMIT 1"));
        if (!left.isEmpty()) {
            clickhouse.execute(ClickHouseQuery.of("DELETE" + from).setting("lightweight_deletes_sync", "1"));
        }
    }

    private void insert(String sql, Stream<String> lines) {
        clickhouse.insert(
                ClickHouseQuery.of(sql).setting("async_insert", "0"),
                lines.collect(Collectors.joining("\n", "", "\n")));
    }

    /** A reduce has no segments: it is visible under the empty one. */
    private static Stream<String> lines(BatchVisibility batch) {
        List<String> segments = batch.segments().isEmpty() ? List.of("") : batch.segments();
        return segments.stream()
                .map(segment -> String.join(
                        "\t",
                        field(batch.runId()),
                        field(batch.metric()),
                        Integer.toString(batch.major()),
                        field(segment),
                        Long.toUnsignedString(batch.writeNo()),
                        Long.toUnsignedString(batch.revision()),
                        batch.stated() ? "1" : "0"));
    }

    private static String line(Publication row) {
        return String.join(
                "\t",
                field(row.namespace()),
                field(row.metric()),
                Integer.toString(row.version().major()),
                field(row.dataset()),
                field(row.channel()),
                row.version().toString(),
                field(row.runId()),
                Long.toUnsignedString(row.revision()));
    }

    private static String field(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
