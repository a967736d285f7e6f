package dev.odograph.api;

import dev.odograph.contract.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A run in an answer. */
@Schema(name = "Run", description = "A run: what was asked for, where it stands, and what it stands on.")
public record RunAnswer(
        @Schema(description = "Its id, which is also its workflow's id in Temporal.", examples = "nightly-7")
        String runId,

        @Schema(
                description = "Where it stands. PENDING until it is planned; SUCCEEDED, FAILED and CANCELLED are ends.",
                type = SchemaType.STRING,
                enumeration = {"PENDING", "RUNNING", "PARKED", "SUCCEEDED", "FAILED", "CANCELLED"})
        RunStatus status,

        @Schema(description = "Name of its graph.", examples = "car_following")
        String graph,

        @Schema(
                description = "Version of the graph; null where it is not planned and none was asked for.",
                nullable = true,
                examples = "1.0")
        @Nullable
        String graphVersion,

        @Schema(description = "Name of its dataset.", examples = "openacc")
        String dataset,

        @Schema(
                description = "Version of the dataset; null where it is not planned and none was asked for.",
                nullable = true)
        @Nullable
        Long datasetVersion,

        @Schema(description = "Which segments of the dataset it takes; null for all.", nullable = true)
        StartRun.@Nullable Sample sample,

        @Schema(description = "What it is for: adhoc, ci, backfill or production.", examples = "adhoc")
        String purpose,

        @Schema(
                description = "Team that answers for the graph; null where none is named or the run is not planned.",
                nullable = true)
        @Nullable
        String owner,

        @Schema(description = "Values of the graph's parameters by name; until it is planned, those that were given.")
        Map<String, Object> parameters,

        @Schema(description = "When it was accepted.") Instant createdAt,

        @Schema(description = "When its first pass began; null before.", nullable = true) @Nullable
        Instant startedAt,

        @Schema(description = "When it was settled; null before.", nullable = true) @Nullable
        Instant finishedAt,

        @Schema(description = "Why it failed, was cancelled or is parked; null where it is not.", nullable = true)
        @Nullable
        Failure failure,

        @Schema(
                description = "A sentence on what a run waits for that is not under way yet; null otherwise.",
                nullable = true)
        @Nullable
        String note,

        @Schema(
                description =
                        "What part of the recordings the metric that stands on least stands on; null until it is planned.",
                nullable = true)
        @Nullable
        Coverage coverage,

        @Schema(description = "Outputs of its stages; null until it is planned.", nullable = true) @Nullable
        Outputs outputs,

        @Schema(description = "Names of the metrics that it stores; empty until it is planned.")
        List<String> metrics,

        @Schema(description = "Where there is more of it.") RunLinks links) {
    public RunAnswer {
        metrics = List.copyOf(metrics);
    }

    /** Whether whoever waits for the run need wait no longer. */
    boolean settledOrParked() {
        return status.settled() || status == RunStatus.PARKED;
    }

    /** Why a run is where it is. */
    @Schema(name = "Failure", description = "Why a run failed, was cancelled or is parked.")
    public record Failure(
            @Schema(description = "Error code, as in docs/reference/errors.md.", examples = "RUN_INCOMPLETE")
            String code,

            @Schema(description = "The thing, the value and the mend, for a person to read.")
            String message) {
        /** A failure, where there is one. */
        static @Nullable Failure of(@Nullable String code, @Nullable String message) {
            return code == null ? null : new Failure(code, message == null ? "" : message);
        }
    }

    /** What a run stands on. */
    @Schema(name = "Coverage", description = "What part of the planned recordings is computed.")
    public record Coverage(
            @Schema(description = "Segments that are computed.")
            long segments,

            @Schema(description = "Segments that are planned.")
            long plannedSegments,

            @Schema(description = "Distance of the computed segments, in metres.")
            double distanceM,

            @Schema(description = "Distance of the planned segments, in metres.")
            double plannedDistanceM) {}

    /** A run's outputs: one for each stage and partition. */
    @Schema(name = "Outputs", description = "A run's outputs: one for each stage and partition.")
    public record Outputs(
            @Schema(description = "Outputs that are planned.")
            long planned,

            @Schema(description = "Outputs that were computed in this run.")
            long computed,

            @Schema(description = "Outputs that were there already.")
            long reused,

            @Schema(description = "Outputs that failed and are not mended.")
            long failed) {}
}
