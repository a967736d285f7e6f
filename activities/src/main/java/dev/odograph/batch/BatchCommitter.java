package dev.odograph.batch;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.telemetry.Meters;
import dev.odograph.telemetry.Meters.BatchStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Stores batches so that readers see each exactly once, whatever is killed whenever (ADR 0002): register a write as
 * OPEN, send its rows in one request, summarise them in another, verify count and digest, and commit all batches of a stage's output in one
 * transaction of the ledger. A write number is never sent twice: whatever is unclear ends as a DEAD write, which is
 * invisible and swept, and a new attempt uses a new number. Thread-safe.
 */
public final class BatchCommitter {
    private static final int ATTEMPTS = 3;

    private final WriteLedger ledger;
    private final PhysicalWrite writes;
    private final CommitProbe probe;

    /** A committer of that ledger and that ClickHouse. */
    public BatchCommitter(WriteLedger ledger, ClickHouse clickhouse) {
        this(ledger, clickhouse, CommitProbe.NONE);
    }

    /** A committer that tells {@code probe} where it is. */
    public BatchCommitter(WriteLedger ledger, ClickHouse clickhouse, CommitProbe probe) {
        this.ledger = ledger;
        this.writes = new PhysicalWrite(clickhouse);
        this.probe = probe;
    }

    /**
     * Stores what is missing of an output's batches and commits them all with the output. Doing it again, at the same
     * time or later, changes nothing that readers see and returns the same.
     *
     * @param output the stage's output
     * @param requests its batches, whose tables exist; empty where the stage stores nothing
     * @return the batch that counts for each request, in their order
     * @throws OdographException CLICKHOUSE_UNAVAILABLE, DISK_FULL, WRITE_NOT_VERIFIED, POSTGRES_UNAVAILABLE,
     *     ARTIFACT_UNAVAILABLE, or WRITE_DEAD where the sweeper took three writes in turn: nothing is visible, and it
     *     may be tried again
     */
    public List<CommittedBatch> commit(OutputRecord output, List<BatchRequest> requests) {
        for (int attempt = 1; ; attempt++) {
            try {
                return commitOnce(output, requests);
            } catch (OdographException e) {
                if (e.code() != ErrorCode.WRITE_DEAD || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private List<CommittedBatch> commitOnce(OutputRecord output, List<BatchRequest> requests) {
        List<WrittenBatch> written = new ArrayList<>();
        for (BatchRequest request : requests) {
            boolean there = ledger.find(request.batch().batchId()).isPresent();
            written.add(new WrittenBatch(
                    there ? null : write(output.runId(), request, written), request.batch(), request.stated()));
        }
        probe.at(CommitPoint.BEFORE_COMMIT, output.artifactKey(), 0);
        List<CommittedBatch> committed;
        try {
            committed = timed(BatchStep.COMMIT, () -> ledger.commit(output, written));
        } catch (OdographException e) {
            if (e.code() == ErrorCode.WRITE_DEAD) {
                giveUp(written, e);
            }
            throw e;
        }
        probe.at(CommitPoint.AFTER_COMMIT, output.artifactKey(), 0);
        return committed;
    }

    /** Whether exactly the rows of a batch lie in ClickHouse under a write, with their summary states. */
    public boolean isStored(long writeNo, BatchRequest request) {
        return writes.isWhole(writeNo, request);
    }

    /**
     * Stores the rows of a batch once more, under a new write that is verified and still OPEN: the caller has it carry the
     * batch, or gives it up.
     *
     * @param runId the run on whose behalf it is sent
     * @return the write's number
     * @throws OdographException as {@link #commit}
     */
    public long rewrite(String runId, BatchRequest request) {
        return write(runId, request, List.of());
    }

    private long write(String runId, BatchRequest request, List<WrittenBatch> before) {
        BatchRecord batch = request.batch();
        long writeNo = ledger.open(new NewWrite(batch.batchId(), batch.table(), runId, batch.digest()));
        try {
            probe.at(CommitPoint.AFTER_OPEN, batch.batchId(), writeNo);
            if (batch.digest().rows() > 0) {
                // Without an answer the verification decides: all rows there means that none can follow.
                boolean answered = timed(BatchStep.INSERT, () -> writes.send(writeNo, request));
                probe.at(CommitPoint.AFTER_INSERT, batch.batchId(), writeNo);
                if (request.stated()) {
                    answered &= timed(BatchStep.SUMMARISE, () -> writes.summarise(writeNo, request));
                    probe.at(CommitPoint.AFTER_STATES, batch.batchId(), writeNo);
                }
                verify(writeNo, request, answered);
                probe.at(CommitPoint.AFTER_VERIFY, batch.batchId(), writeNo);
            }
            return writeNo;
        } catch (OdographException e) {
            giveUp(before, e);
            if (!giveUp(writeNo, e) && e.code() == ErrorCode.WRITE_NOT_VERIFIED) {
                throw new OdographException(
                        ErrorCode.WRITE_DEAD,
                        "Write " + writeNo + " to table " + batch.table()
                                + " was swept before it was verified: a new write starts over; where this goes on, raise"
                                + " the sweeper's lease",
                        e);
            }
            throw e;
        }
    }

    private void verify(long writeNo, BatchRequest request, boolean answered) {
        try {
            var unused = timed(BatchStep.VERIFY, () -> writes.verify(writeNo, request));
        } catch (OdographException e) {
            if (answered || e.code() != ErrorCode.WRITE_NOT_VERIFIED) {
                throw e;
            }
            throw new OdographException(
                    ErrorCode.CLICKHOUSE_UNAVAILABLE,
                    "Write " + writeNo + " to table " + request.batch().table()
                            + " got no answer from ClickHouse and its rows are not all there: the write is given up and"
                            + " a new attempt writes again",
                    e);
        }
    }

    private static <T> T timed(BatchStep step, Supplier<T> work) {
        Instant since = Instant.now();
        try {
            return work.get();
        } finally {
            Meters.batch(step, since);
        }
    }

    private void giveUp(List<WrittenBatch> written, OdographException reason) {
        for (WrittenBatch each : written) {
            Long writeNo = each.writeNo();
            if (writeNo != null) {
                var _ = giveUp(writeNo, reason);
            }
        }
    }

    /**
     * A write that is known to have failed need not wait for the sweeper's lease; if this fails too, it does.
     *
     * @return false if it was DEAD already
     */
    private boolean giveUp(long writeNo, OdographException reason) {
        try {
            return ledger.kill(writeNo);
        } catch (OdographException e) {
            reason.addSuppressed(e);
            return true;
        }
    }
}
