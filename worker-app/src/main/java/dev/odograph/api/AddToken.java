package dev.odograph.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body that makes a token. */
@Schema(
        name = "AddToken",
        description = "A token to make.",
        requiredProperties = {"name", "role"},
        additionalProperties = Schema.False.class)
public record AddToken(
        @Schema(
                description = "Whom or what it is for.",
                examples = "ci",
                pattern = "^[A-Za-z0-9][A-Za-z0-9_.@-]{0,99}$")
        @Nullable
        String name,

        @Schema(
                description = "What it may do.",
                enumeration = {"reader", "author", "operator", "admin"})
        @Nullable
        String role,

        @Schema(
                description = "Only graphs of this team, in what changes something; all unless given.",
                nullable = true,
                minLength = 1,
                maxLength = 200)
        @Nullable
        String team,

        @Schema(description = "How long it is good; 90 unless given.", nullable = true, minimum = "1", maximum = "366")
        @Nullable
        Integer days) {}
