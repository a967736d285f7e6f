package dev.odograph.error;

/** Who can mend an error, which also decides whether it is retried. */
public enum ErrorCategory {
    /** The graph, the data or the request is wrong. Never retried; its author mends it. */
    USER,
    /** A defect of Odograph or of author code that broke its host. Retried a few times. */
    INTERNAL,
    /** Memory, disk or time ran out. Retried a few times, then an operator raises a limit. */
    RESOURCES,
    /** A store, a file or a network that did not answer. Retried with back-off. */
    EXTERNAL
}
