package dev.odograph.api;

import dev.odograph.contract.RunStatus;
import dev.odograph.query.RunItem;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A run in a list. */
@Schema(
        name = "RunItem",
        description = "A run in a list: what it is and where it stands. GET links.self has what it stands on.")
public record RunItemAnswer(
        @Schema(description = "Its id.", examples = "nightly-7")
        String runId,

        @Schema(
                description = "Where it stands.",
                type = SchemaType.STRING,
                enumeration = {"PENDING", "RUNNING", "PARKED", "SUCCEEDED", "FAILED", "CANCELLED"})
        RunStatus status,

        @Schema(description = "Name of its graph.", examples = "car_following")
        String graph,

        @Schema(
                description = "Version of the graph; null where it is not planned and none was asked for.",
                nullable = true)
        @Nullable
        String graphVersion,

        @Schema(description = "Name of its dataset.", examples = "openacc")
        String dataset,

        @Schema(
                description = "Version of the dataset; null where it is not planned and none was asked for.",
                nullable = true)
        @Nullable
        Long datasetVersion,

        @Schema(description = "What it is for: adhoc, ci, backfill or production.")
        String purpose,

        @Schema(
                description = "Team that answers for the graph; null where none is named or the run is not planned.",
                nullable = true)
        @Nullable
        String owner,

        @Schema(description = "When it was accepted.") Instant createdAt,

        @Schema(description = "When its first pass began; null before.", nullable = true) @Nullable
        Instant startedAt,

        @Schema(description = "When it was settled; null before.", nullable = true) @Nullable
        Instant finishedAt,

        @Schema(description = "Why it failed, was cancelled or is parked; null where it is not.", nullable = true)
        RunAnswer.@Nullable Failure failure,

        @Schema(description = "Where there is more of it.") RunLinks links) {
    static RunItemAnswer of(RunItem run, RunLinks links) {
        return new RunItemAnswer(
                run.runId(),
                run.status(),
                run.graph(),
                run.graphVersion(),
                run.dataset(),
                run.datasetVersion(),
                run.purpose(),
                run.owner(),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                RunAnswer.Failure.of(run.failureCode(), run.failureMessage()),
                links);
    }
}
