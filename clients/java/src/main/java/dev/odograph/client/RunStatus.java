package dev.odograph.client;

/** Where a run stands. */
public enum RunStatus {
    /** Accepted, and not planned yet. */
    PENDING,
    /** Under way. */
    RUNNING,
    /** Waits for an operator. */
    PARKED,
    /** Everything planned is computed or waived; its results are readable. */
    SUCCEEDED,
    /** Ended with something missing. */
    FAILED,
    /** Ended because somebody asked for it. */
    CANCELLED;

    /** Whether it goes no further by itself: neither PENDING nor RUNNING. */
    public boolean settled() {
        return this != PENDING && this != RUNNING;
    }
}
