package dev.odograph.client;

import java.util.List;

/** A run that was awaited waits for an operator: {@link Run#retry}, {@link Run#waive} or {@link Run#abort}. */
public final class RunParkedException extends OdographException {
    private static final long serialVersionUID = 1;

    private final String runId;
    private final transient List<FailureGroup> failures;

    RunParkedException(String code, String message, RunState state, List<FailureGroup> failures) {
        super(
                code,
                null,
                "Run " + state.runId() + " is PARKED: " + message + ". Mend the cause, then retry(); or do without its"
                        + " segments by waive(), or end it by abort()" + FailureGroup.lines(failures),
                0,
                null);
        this.runId = state.runId();
        this.failures = List.copyOf(failures);
    }

    /** Id of the run. */
    public String runId() {
        return runId;
    }

    /** What failed, by cause. */
    public List<FailureGroup> failures() {
        return failures;
    }
}
