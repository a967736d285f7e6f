package dev.odograph.cli;

import dev.odograph.error.ErrorCategory;

/** What a command's exit code means. */
final class ExitCodes {
    /** Done. */
    static final int OK = 0;
    /**
     * The run that was waited for did not succeed, some of several could not be retried, a graph is not compatible with
     * its lock, or a metric got worse.
     */
    static final int RUN_NOT_SUCCEEDED = 1;
    /** The command, the graph or the data is wrong; nothing was changed. */
    static final int USER = 2;
    /** A server, a file or the network did not answer, or memory, disk or time ran out. */
    static final int INFRASTRUCTURE = 4;
    /** A defect of Odograph. */
    static final int INTERNAL = 5;

    private ExitCodes() {}

    static int of(ErrorCategory category) {
        return switch (category) {
            case USER -> USER;
            case RESOURCES, EXTERNAL -> INFRASTRUCTURE;
            case INTERNAL -> INTERNAL;
        };
    }
}
