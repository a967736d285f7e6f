package dev.odograph.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Objects;

/**
 * A CloudEvent: what became of a run or a channel.
 *
 * @param id a number that grows, as text; hand it back as {@code after} to go on from behind it
 * @param type such as {@code dev.odograph.run.succeeded}
 * @param subject the run's id
 * @param time when it happened
 * @param data what it is about, such as {@code status} and {@code failure}
 */
public record Event(String id, String type, String subject, Instant time, JsonNode data) {
    /** Checks. */
    public Event {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(type, "type is null");
    }
}
