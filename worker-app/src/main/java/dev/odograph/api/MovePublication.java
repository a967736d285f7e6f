package dev.odograph.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a move of what a channel shows. */
@Schema(
        name = "MovePublication",
        description = "What to do with a channel. publish and rollback need run_id, pin and unpin need dataset.",
        requiredProperties = {"action", "channel"},
        additionalProperties = Schema.False.class)
public record MovePublication(
        @Schema(
                description =
                        "publish: the channel shows the run. rollback: it shows again what it showed before the run."
                                + " pin: runs that succeed leave it where it is. unpin: they move it again.",
                enumeration = {"publish", "rollback", "pin", "unpin"})
        @Nullable
        String action,

        @Schema(description = "Name of the channel.", examples = "main", minLength = 1, maxLength = 200) @Nullable
        String channel,

        @Schema(description = "To publish and roll back: id of the run.", nullable = true) @Nullable
        String runId,

        @Schema(description = "To pin and unpin: name of the dataset.", nullable = true) @Nullable
        String dataset,

        @Schema(description = "Just these metrics; all unless given. Not for rollback.", nullable = true) @Nullable
        List<String> metrics,

        @Schema(
                description = "A person or a program; the caller's name unless given.",
                nullable = true,
                maxLength = 200)
        @Nullable
        String by,

        @Schema(description = "Why, for the history.", nullable = true, maxLength = 2000) @Nullable
        String reason) {}
