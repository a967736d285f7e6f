package dev.odograph.api;

import dev.odograph.access.AuditEntry;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An entry of the audit log in an answer. */
@Schema(name = "AuditEntry", description = "Something that was asked for that changes something.")
public record AuditAnswer(
        @Schema(description = "Grows with time.") long number,

        @Schema(description = "When.") Instant at,

        @Schema(description = "Name of a token, or of a user of the machine.", examples = "ci")
        String by,

        @Schema(description = "The role that it had; null by the command line.", nullable = true) @Nullable
        String role,

        @Schema(description = "The operation, such as retryRun.", examples = "retryRun")
        String action,

        @Schema(description = "A run, channel, webhook, token or dataset; empty where it is of none.")
        String subject,

        @Schema(description = "HTTP status of the answer; null by the command line.", nullable = true) @Nullable
        Integer status,

        @Schema(description = "Why, by the command line; null where nobody said.", nullable = true) @Nullable
        String reason) {
    static AuditAnswer of(AuditEntry entry) {
        return new AuditAnswer(
                entry.number(),
                entry.at(),
                entry.by(),
                entry.role() == null ? null : entry.role().word(),
                entry.action(),
                entry.subject(),
                entry.status(),
                entry.reason());
    }
}
