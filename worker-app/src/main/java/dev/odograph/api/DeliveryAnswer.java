package dev.odograph.api;

import dev.odograph.event.Delivery;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of sending an event. */
@Schema(name = "Delivery", description = "What became of sending an event to a webhook.")
public record DeliveryAnswer(
        @Schema(description = "Id of the event.") long event,

        @Schema(description = "Type of the event; null where it is old and deleted.", nullable = true) @Nullable
        String type,

        @Schema(description = "The run that it tells of.") String runId,

        @Schema(
                description = "Where it stands.",
                enumeration = {"PENDING", "DELIVERED", "DEAD"})
        String state,

        @Schema(description = "How often it was sent.") int attempts,

        @Schema(description = "HTTP status of the last answer; null where there was none.", nullable = true) @Nullable
        Integer status,

        @Schema(description = "Why it was not taken; null where it was, or was not yet sent.", nullable = true)
        @Nullable
        String error,

        @Schema(description = "When it is sent next, while it is PENDING.")
        Instant dueAt,

        @Schema(description = "When it was taken; null where it was not.", nullable = true) @Nullable
        Instant deliveredAt) {
    static DeliveryAnswer of(Delivery delivery) {
        return new DeliveryAnswer(
                delivery.position(),
                delivery.type(),
                delivery.subject(),
                delivery.state().name(),
                delivery.attempts(),
                delivery.status(),
                delivery.error(),
                delivery.dueAt(),
                delivery.deliveredAt());
    }
}
