package dev.odograph.client;

import java.util.List;

/** A run that was awaited ended FAILED or CANCELLED. Its code is the run's, such as {@code GRAPH_NOT_FOUND}. */
public final class RunFailedException extends OdographException {
    private static final long serialVersionUID = 1;

    private final String runId;
    private final RunStatus ended;
    private final transient List<FailureGroup> failures;

    RunFailedException(String code, String message, RunState state, List<FailureGroup> failures) {
        super(
                code,
                null,
                "Run " + state.runId() + " ended " + state.status() + ": " + message + FailureGroup.lines(failures),
                0,
                null);
        this.runId = state.runId();
        this.ended = state.status();
        this.failures = List.copyOf(failures);
    }

    /** Id of the run. */
    public String runId() {
        return runId;
    }

    /** FAILED or CANCELLED. */
    public RunStatus ended() {
        return ended;
    }

    /** What failed, by cause; empty for a run that was never planned. */
    public List<FailureGroup> failures() {
        return failures;
    }
}
