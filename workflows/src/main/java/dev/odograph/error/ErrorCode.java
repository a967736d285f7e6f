package dev.odograph.error;

import static dev.odograph.error.ErrorCategory.EXTERNAL;
import static dev.odograph.error.ErrorCategory.INTERNAL;
import static dev.odograph.error.ErrorCategory.RESOURCES;
import static dev.odograph.error.ErrorCategory.USER;

/** Stable names of everything that can go wrong. Append only: programs and operators match on them. */
public enum ErrorCode {
    /** A graph did not pass validation; the message lists every problem. */
    GRAPH_INVALID(USER),
    /** No graph of that name in the bundle. */
    GRAPH_NOT_FOUND(USER),
    /** No dataset of that name, or not in that version. */
    DATASET_NOT_FOUND(USER),
    /** A dataset command that contradicts what the dataset holds. */
    DATASET_CONFLICT(USER),
    /** No segment of that id in the dataset. */
    SEGMENT_NOT_FOUND(USER),
    /** No metric of that name, or no results of it for that dataset, channel or run. */
    METRIC_NOT_FOUND(USER),
    /** No run of that id. */
    RUN_NOT_FOUND(USER),
    /** A run id was used again with other input. */
    RUN_ID_REUSED(USER),
    /** A name holds characters that names may not have. */
    NAME_INVALID(USER),
    /** A parameter is unknown, missing, or of the wrong type. */
    PARAMETER_INVALID(USER),
    /** An argument of a command is wrong. */
    ARGUMENT_INVALID(USER),
    /** A file that should be read is not there. */
    FILE_NOT_FOUND(USER),
    /** A file is damaged, empty, or not what its name says. */
    FILE_CORRUPT(USER),
    /** A file changed after it was imported. */
    FILE_CHANGED(USER),
    /** A table lacks a column that its schema declares. */
    COLUMN_MISSING(USER),
    /** A column has another type than its schema declares. */
    COLUMN_TYPE(USER),
    /** Two rows share one key. */
    KEY_DUPLICATE(USER),
    /** A null in a column that is not nullable. */
    VALUE_NULL(USER),
    /** NaN or an infinity in a column whose schema does not allow it. */
    VALUE_NOT_FINITE(USER),
    /** A declared check on a table failed. */
    CHECK_FAILED(USER),
    /** A SQL step does not parse, bind or run, or does what steps may not do. */
    SQL_INVALID(USER),
    /** A Java or Python step threw an exception, could not be loaded, or put out what does not fit. */
    STEP_FAILED(USER),
    /** A kernel returned an error, or could not be loaded. */
    KERNEL_FAILED(USER),
    /** A bundle cannot be read. */
    BUNDLE_INVALID(USER),
    /** The process that ran a step died; the message names the signal. */
    STEP_HOST_CRASHED(INTERNAL),
    /** A step did not finish within its time limit. */
    STEP_TIMED_OUT(RESOURCES),
    /** Memory ran out. */
    MEMORY_EXHAUSTED(RESOURCES),
    /** No space left on a disk. */
    DISK_FULL(RESOURCES),
    /** PostgreSQL refused or did not answer. */
    POSTGRES_UNAVAILABLE(EXTERNAL),
    /** A store's tables were migrated by a newer Odograph than this one. */
    SCHEMA_NEWER(USER),
    /** ClickHouse refused or did not answer. */
    CLICKHOUSE_UNAVAILABLE(EXTERNAL),
    /** Temporal refused or did not answer. */
    TEMPORAL_UNAVAILABLE(EXTERNAL),
    /** A stored artifact is gone or cannot be read. */
    ARTIFACT_UNAVAILABLE(EXTERNAL),
    /** A part of the embedded stack is not running. */
    STACK_NOT_RUNNING(EXTERNAL),
    /** What ClickHouse stored is not what was sent. */
    WRITE_NOT_VERIFIED(EXTERNAL),
    /** A write was given up by the sweeper before it could be committed; a new write starts over. */
    WRITE_DEAD(EXTERNAL),
    /** Something planned of a run could not be computed or stored; the message has a table of what and why. */
    RUN_INCOMPLETE(USER),
    /** A run was cancelled. */
    RUN_CANCELLED(USER),
    /** An operator ended a parked run. */
    RUN_ABORTED(USER),
    /** The run has begun another pass, which does what this one asked for. */
    PASS_SUPERSEDED(USER),
    /** Segments cannot be waived: they are not the run's, or nothing failed. */
    WAIVER_INVALID(USER),
    /** A run's workflow was terminated, timed out, or is gone, without a word to the ledger. */
    RUN_TERMINATED(EXTERNAL),
    /** A recording cannot be purged while runs that use it are under way. */
    PURGE_REFUSED(USER),
    /** What a channel publishes cannot be moved as asked: it is pinned, or there is nothing to go back to. */
    PUBLICATION_REFUSED(USER),
    /** Two sides cannot be compared: nothing pairs or clusters them, or they have too little. */
    COMPARISON_INVALID(USER),
    /** A host computes a kernel's golden vector otherwise than the library says: it takes no kernel tasks. */
    KERNEL_GOLDEN_DIFFERS(INTERNAL),
    /** What failed in a run does not fail so again, and cannot be shrunk. */
    FAILURE_NOT_REPRODUCED(USER),
    /** A Python environment is not there and cannot be made. */
    PYTHON_UNAVAILABLE(RESOURCES),
    /** There is no author's project, or it cannot be linked or read. */
    PROJECT_INVALID(USER),
    /** An author's project does not build; the message has the compiler's first words. */
    BUILD_FAILED(USER),
    /** No bundle of that digest: never pushed, or deleted as unreferenced. */
    BUNDLE_NOT_FOUND(USER),
    /** No branch of that name was pushed. */
    BRANCH_NOT_FOUND(USER),
    /** The protected branch takes merged code only. */
    BRANCH_PROTECTED(USER),
    /** A run of purpose production is of a graph that no team answers for. */
    OWNER_MISSING(USER),
    /** A page or read asks for more than it may take of time, memory or rows. */
    QUERY_TOO_LARGE(USER),
    /** An OpenLineage event was not taken where it is sent to. */
    LINEAGE_NOT_SENT(EXTERNAL),
    /** A request that changes something came from a page of another site. */
    REQUEST_FOREIGN(USER),
    /** No webhook of that name. */
    WEBHOOK_NOT_FOUND(USER),
    /** A request has no token where one is needed, or one that is not taken. */
    TOKEN_INVALID(USER),
    /** The identity provider's keys cannot be had, so that a token of its cannot be checked. */
    ISSUER_UNAVAILABLE(EXTERNAL),
    /** No token of that id. */
    TOKEN_NOT_FOUND(USER),
    /** A caller's role or team does not allow what it asked for. */
    ACCESS_DENIED(USER),
    /** A caller asks more often than it may. */
    RATE_LIMITED(USER),
    /** No alert rule of that name. */
    ALERT_RULE_NOT_FOUND(USER),
    /** No schedule of that name. */
    SCHEDULE_NOT_FOUND(USER),
    /** A defect of Odograph. */
    INTERNAL_ERROR(INTERNAL);

    private final ErrorCategory category;

    ErrorCode(ErrorCategory category) {
        this.category = category;
    }

    /** Who can mend an error of the code with that name; INTERNAL where there is none. */
    public static ErrorCategory category(String name) {
        for (ErrorCode code : values()) {
            if (code.name().equals(name)) {
                return code.category;
            }
        }
        return INTERNAL;
    }

    /** Who can mend an error of this code. */
    public ErrorCategory category() {
        return category;
    }
}
