package dev.odograph.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What becomes of a run that someone decided on. */
@Schema(name = "Action", description = "What becomes of a run that someone decided on.")
public record ActionAnswer(
        @Schema(description = "Id of the run.") String runId,

        @Schema(description = "What happens now, in a sentence.")
        String message) {}
