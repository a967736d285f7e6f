package dev.odograph.store.lineage;

/** What became of a planned output; one that is pending has no record. */
public enum OutputStatus {
    /** Its artifact is there, and so are the batches of all metrics that store it. */
    COMMITTED,
    /** Its last execution failed. */
    FAILED,
    /** A named operator or a declared budget does without it. */
    WAIVED
}
