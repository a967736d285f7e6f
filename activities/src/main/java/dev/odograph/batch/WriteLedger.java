package dev.odograph.batch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The part of the ledger that says which writes count. PostgreSQL is the source of truth: a row in ClickHouse exists
 * for readers only if the write that carried it is COMMITTED here. A write goes OPEN to COMMITTED or OPEN to DEAD, once,
 * by compare-and-set. Implementations are thread-safe; every method is one transaction and throws POSTGRES_UNAVAILABLE
 * where it is not known whether that took effect.
 */
public interface WriteLedger {
    /** The committed batch of that id, if there is one. */
    Optional<CommittedBatch> find(String batchId);

    /** Registers a write as OPEN and returns its number, which is never used again. */
    long open(NewWrite write);

    /**
     * Commits a stage's output for a partition with all its batches, all or nothing: for each batch sets its write OPEN
     * to COMMITTED and records the batch under its unique id; references the batch from the run with a new revision;
     * and records the output. Where another write of the same batch was committed first, this write is set DEAD and the
     * winner is referenced and returned. Doing it again after it was committed changes nothing but returns the same,
     * so that a caller whose answer was lost may ask again.
     *
     * @param output the output; exists already only if it was committed before
     * @param batches the batches; empty for an output that stores none
     * @return the batch that counts for each of {@code batches}, in their order
     * @throws dev.odograph.error.OdographException WRITE_DEAD if a write is DEAD and its batch has no winner, or a batch
     *     without a write is not there: nothing was recorded, and the caller starts over
     */
    List<CommittedBatch> commit(OutputRecord output, List<WrittenBatch> batches);

    /** Sets a write OPEN to DEAD; false if it is not OPEN. */
    boolean kill(long writeNo);

    /** Writes that have been OPEN for at least {@code age}, oldest first, at most 1,000. */
    List<OpenWrite> openOlderThan(Duration age);

    /** Writes that are DEAD and not marked swept, of higher numbers than {@code after}, in order, at most 1,000. */
    List<DeadWrite> deadUnswept(long after);

    /** Records that no row of these DEAD writes is left in ClickHouse. */
    void markSwept(Collection<Long> writes);
}
