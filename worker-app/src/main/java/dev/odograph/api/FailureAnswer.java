package dev.odograph.api;

import dev.odograph.store.lineage.RunReport.FailureGroup;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Outputs of a run that failed for one cause. */
@Schema(name = "FailureGroup", description = "Outputs of a stage that failed with one code and are not mended.")
public record FailureAnswer(
        @Schema(description = "Name of the stage.") String stage,

        @Schema(description = "Error code, as in docs/reference/errors.md.", examples = "STEP_FAILED")
        String code,

        @Schema(description = "How many partitions failed so.")
        long count,

        @Schema(description = "The first of them, from 0; -1 for a reduce over all.")
        int partition,

        @Schema(
                description = "The segment that the first one failed at; null where that is not known.",
                nullable = true)
        @Nullable
        String segmentId,

        @Schema(description = "Message of the first one.") String message) {
    static FailureAnswer of(FailureGroup group) {
        return new FailureAnswer(
                group.name(), group.code(), group.count(), group.partition(), group.segmentId(), group.message());
    }
}
