package dev.odograph.batch;

/** Told when a commit passes a point, so that tests can pause or kill it there. */
@FunctionalInterface
public interface CommitProbe {
    /** Lets every commit pass. */
    CommitProbe NONE = (point, batchId, writeNo) -> {};

    /**
     * A commit is at a point; it goes on when this returns.
     *
     * @param batchId the batch, or the artifact's key at BEFORE_COMMIT and AFTER_COMMIT
     * @param writeNo the write, or 0 at BEFORE_COMMIT and AFTER_COMMIT
     */
    void at(CommitPoint point, String batchId, long writeNo);
}
