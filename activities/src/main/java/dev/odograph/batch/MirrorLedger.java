package dev.odograph.batch;

import java.util.Collection;
import java.util.List;

/**
 * The part of the ledger that says what became visible and is not yet in ClickHouse's mirror. Thread-safe; every method
 * is one transaction.
 */
public interface MirrorLedger {
    /** References of runs to batches that are not mirrored, in order of revision, at most {@code limit}. */
    List<BatchVisibility> unmirroredBatches(int limit);

    /**
     * Waived segments of runs that are not mirrored, in order of revision, at most {@code limit} of them: under each
     * metric a visibility of no write, which takes the place of what was visible before.
     */
    List<BatchVisibility> unmirroredWaivers(int limit);

    /** Publications that are not mirrored, in order of revision, at most {@code limit}. */
    List<Publication> unmirroredPublications(int limit);

    /** Records that rows of these revisions are in the mirror. A row that has a newer revision by now stays unmirrored. */
    void markMirrored(Collection<Long> revisions);

    /** Whether all batches that a run references, and all publications that name it, are mirrored. */
    boolean isMirrored(String runId);
}
