package dev.odograph.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server said of a run.
 *
 * @param runId its id, which is also its workflow's id in Temporal
 * @param status where it stands
 * @param graph name of its graph
 * @param graphVersion version of the graph; null where it is not planned and none was asked for
 * @param dataset name of its dataset
 * @param datasetVersion version of the dataset; null where it is not planned and none was asked for
 * @param purpose what it is for
 * @param owner team that answers for the graph; null where none is named or the run is not planned
 * @param parameters values of the graph's parameters by name: numbers, texts, true or false
 * @param sample which segments it takes; null for all
 * @param metrics names of the metrics that it stores; empty until it is planned
 * @param coverage of the metric that stands on least; null until it is planned
 * @param outputs outputs of its stages; null until it is planned
 * @param failure why it failed, was cancelled or is parked; null where it is not
 * @param note a sentence on what a run waits for that is not under way yet; null otherwise
 * @param createdAt when it was accepted
 * @param startedAt when its first pass began; null before
 * @param finishedAt when it was settled; null before
 * @param links where there is more of it
 */
public record RunState(
        String runId,
        RunStatus status,
        String graph,
        @Nullable String graphVersion,
        String dataset,
        @Nullable Long datasetVersion,
        Purpose purpose,
        @Nullable String owner,
        Map<String, Object> parameters,
        @Nullable Sample sample,
        List<String> metrics,
        @Nullable Coverage coverage,
        @Nullable Outputs outputs,
        @Nullable Failure failure,
        @Nullable String note,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        RunLinks links) {
    /** Copies. */
    public RunState {
        Objects.requireNonNull(runId, "run_id is null");
        Objects.requireNonNull(status, "status is null");
        parameters = Arguments.map(parameters);
        metrics = Arguments.list(metrics);
    }
}
