package dev.odograph.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body that makes a webhook. */
@Schema(
        name = "AddWebhook",
        description = "A place that events are posted to.",
        requiredProperties = {"name", "url"},
        additionalProperties = Schema.False.class)
public record AddWebhook(
        @Schema(
                description = "Its name: small letters, digits, _ and -, beginning with a letter.",
                examples = "ci",
                pattern = "^[a-z][a-z0-9_-]{0,62}$")
        @Nullable
        String name,

        @Schema(description = "http or https.", examples = "https://ci.example.com/odograph", maxLength = 2000)
        @Nullable
        String url,

        @Schema(description = "Just these types, such as run.failed; all unless given.", nullable = true) @Nullable
        List<String> types,

        @Schema(description = "Just of runs of this graph.", nullable = true) @Nullable
        String graph,

        @Schema(description = "Just of graphs that this team answers for.", nullable = true) @Nullable
        String owner) {}
