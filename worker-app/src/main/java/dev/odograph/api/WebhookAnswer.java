package dev.odograph.api;

import dev.odograph.event.Webhook;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A place that events are posted to. */
@Schema(name = "Webhook", description = "A place that events are posted to.")
public record WebhookAnswer(
        @Schema(description = "Its name.") String name,

        @Schema(description = "Where events are posted.") String url,

        @Schema(description = "Types that it gets; empty for all.")
        List<String> types,

        @Schema(description = "Graph of whose runs it gets events; null for all.", nullable = true) @Nullable
        String graph,

        @Schema(description = "Team of whose graphs it gets events; null for all.", nullable = true) @Nullable
        String owner,

        @Schema(description = "Whether it is left alone for now.")
        boolean paused,

        @Schema(description = "Events that are to be sent, or sent again.")
        long pending,

        @Schema(description = "Events that were given up; replay sends them again.")
        long dead,

        @Schema(description = "What the latest failed delivery met; null where none failed.", nullable = true) @Nullable
        String lastError,

        @Schema(description = "Who made it.") String createdBy,

        @Schema(description = "When it was made.") Instant createdAt,

        @Schema(
                description = "What signatures are made with; said only when the webhook is made, else null.",
                nullable = true)
        @Nullable
        String secret) {
    static WebhookAnswer of(Webhook webhook, @Nullable String secret) {
        return new WebhookAnswer(
                webhook.name(),
                webhook.url(),
                webhook.filter().types().stream().sorted().toList(),
                webhook.filter().graph(),
                webhook.filter().owner(),
                webhook.paused(),
                webhook.pending(),
                webhook.dead(),
                webhook.lastError(),
                webhook.createdBy(),
                webhook.createdAt(),
                secret);
    }
}
