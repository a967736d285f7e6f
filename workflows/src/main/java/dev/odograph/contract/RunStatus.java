package dev.odograph.contract;

/** Where a run stands. */
public enum RunStatus {
    /** Accepted, not yet begun. */
    PENDING,
    /** A pass is under way. */
    RUNNING,
    /** Waits for an operator. */
    PARKED,
    /** Everything planned is committed or waived, and published. */
    SUCCEEDED,
    /** Ended with something missing. */
    FAILED,
    /** Stopped by request. */
    CANCELLED;

    /** Whether nothing more happens unless someone retries. */
    public boolean settled() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
