package dev.odograph.embedded;

/** What a part is doing. */
public enum PartState {
    /** Its process starts, or downloads for it run. */
    STARTING,
    /** It answers its health check. */
    RUNNING,
    /** It died or stopped answering, and starts again after a pause. */
    RESTARTING,
    /** It was stopped on purpose. */
    STOPPED,
    /** It never came up, and is not tried again. */
    FAILED,
    /** A server of the user's, which the stack neither starts nor stops. */
    EXTERNAL
}
