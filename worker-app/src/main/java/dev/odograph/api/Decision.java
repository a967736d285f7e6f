package dev.odograph.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of what an operator decides on a run. */
@Schema(
        name = "Decision",
        description = "Who decides and why; kept in the run's history.",
        additionalProperties = Schema.False.class)
public record Decision(
        @Schema(
                description = "A person or a program; the caller's name unless given.",
                nullable = true,
                maxLength = 200)
        @Nullable
        String by,

        @Schema(description = "Why. Needed to waive and to abort.", nullable = true, maxLength = 2000) @Nullable
        String reason,

        @Schema(
                description = "To waive: ids of the segments to do without; all that failed unless given.",
                nullable = true)
        @Nullable
        List<String> segments) {}
