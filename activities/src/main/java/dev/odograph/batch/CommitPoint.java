package dev.odograph.batch;

/** Points of the commit protocol between which a process may die or pause. */
public enum CommitPoint {
    /** A write is OPEN; nothing was sent. */
    AFTER_OPEN,
    /** ClickHouse acknowledged the rows. */
    AFTER_INSERT,
    /** ClickHouse acknowledged the summary states that it made of the rows; batches of few rows have none. */
    AFTER_STATES,
    /** Count and digest are those of the rows that were sent. */
    AFTER_VERIFY,
    /** All batches of the output are verified. */
    BEFORE_COMMIT,
    /** The ledger's transaction is committed. */
    AFTER_COMMIT
}
