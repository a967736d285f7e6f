package dev.odograph.api;

import dev.odograph.access.ApiToken;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A token in an answer. */
@Schema(name = "Token", description = "A token of the API.")
public record TokenAnswer(
        @Schema(description = "Names it in lists.", examples = "3fa85f64a1c2")
        String tokenId,

        @Schema(description = "Whom or what it is for.", examples = "ci")
        String name,

        @Schema(
                description = "What it may do: each role may what those before it may.",
                enumeration = {"reader", "author", "operator", "admin"})
        String role,

        @Schema(description = "Only graphs of this team, in what changes something; null for all.", nullable = true)
        @Nullable
        String team,

        @Schema(
                description = "Whether it is taken.",
                enumeration = {"active", "expired", "revoked"})
        String state,

        @Schema(description = "Who made it.") String createdBy,

        @Schema(description = "When it was made.") Instant createdAt,

        @Schema(description = "Until when it is taken.") Instant expiresAt,

        @Schema(description = "What its holder sends; only in the answer that made it, null in lists.", nullable = true)
        @Nullable
        String token) {
    static TokenAnswer of(ApiToken token, @Nullable String text) {
        return new TokenAnswer(
                token.id(),
                token.name(),
                token.role().word(),
                token.team(),
                token.state(Instant.now()),
                token.createdBy(),
                token.createdAt(),
                token.expiresAt(),
                text);
    }
}
