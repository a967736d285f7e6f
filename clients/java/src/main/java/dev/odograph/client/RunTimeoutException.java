package dev.odograph.client;

import org.jspecify.annotations.Nullable;

/** The time to await a run is over; the run goes on. Await it again. Its code is RUN_NOT_SETTLED. */
public final class RunTimeoutException extends OdographException {
    private static final long serialVersionUID = 1;

    private final String runId;

    RunTimeoutException(String runId, String detail, @Nullable Throwable cause) {
        super("RUN_NOT_SETTLED", null, detail, 0, cause);
        this.runId = runId;
    }

    /** Id of the run. */
    public String runId() {
        return runId;
    }
}
