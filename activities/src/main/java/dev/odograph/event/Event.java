package dev.odograph.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that became of a run or a channel.
 *
 * @param position its place in the order of all events, from 1; places may be left out
 * @param type such as {@code dev.odograph.run.succeeded}
 * @param subject the run's id
 * @param graph the run's graph; null where it is not known
 * @param owner the team that answers for the graph; null where none does
 * @param data the facts, a JSON object
 * @param occurredAt when it happened
 */
public record Event(
        long position,
        String type,
        String subject,
        @Nullable String graph,
        @Nullable String owner,
        String data,
        Instant occurredAt) {
    public Event {
        requireNonNull(type, "type is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(data, "data is null");
        requireNonNull(occurredAt, "occurredAt is null");
    }
}
