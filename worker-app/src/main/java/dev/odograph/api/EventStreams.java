package dev.odograph.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.odograph.event.CloudEvents;
import dev.odograph.event.Event;
import dev.odograph.event.EventFilter;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events as server-sent events. A part is read only when the one before was taken, so that a slow reader costs nothing. */
@ApplicationScoped
class EventStreams {
    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final EventTail tail;

    EventStreams(EventTail tail) {
        this.tail = tail;
    }

    /**
     * Ends after {@link #LONGEST}: a token that was revoked meanwhile hears no more, and who may comes back. It begins with the place that it goes on from, so that a reader whom nothing was sent yet may come back
     * without missing any; where nothing happens for a while, a comment shows both sides that the other is there.
     */
    Multi<OutboundSseEvent> follow(long after, EventFilter filter, Sse sse) {
        OutboundSseEvent place =
                sse.newEventBuilder().id(Long.toString(after)).comment("").build();
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(place),
                        rest(after, filter, sse).select().first(LONGEST));
    }

    private Multi<OutboundSseEvent> rest(long after, EventFilter filter, Sse sse) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicLong(after),
                        place -> tail.next(place.get(), filter, BEAT).invoke(events -> {
                            if (!events.isEmpty()) {
                                place.set(events.getLast().position());
                            }
                        }))
                .indefinitely()
                .onItem()
                .transformToIterable(events -> events.isEmpty()
                        ? List.of(sse.newEventBuilder().comment("").build())
                        : events.stream().map(event -> sent(event, sse)).toList());
    }

    /** A page of events after a place, the oldest first. */
    Page<ObjectNode> page(EventFilter filter, @Nullable String after, @Nullable String limit) {
        int most = Words.limit(limit);
        List<Event> events = tail.after(after == null ? 0 : number(after), filter, most);
        return new Page<>(
                events.stream().map(CloudEvents::tree).toList(),
                events.size() < most ? null : Long.toString(events.getLast().position()));
    }

    /** The place that a word names. */
    static long number(String word) {
        if (!word.matches("[0-9]{1,18}")) {
            throw Words.refused("after", word, "give the id of an event, a whole number");
        }
        return Long.parseLong(word);
    }

    private static OutboundSseEvent sent(Event event, Sse sse) {
        return sse.newEventBuilder()
                .id(Long.toString(event.position()))
                .name(event.type())
                .data(String.class, CloudEvents.json(event))
                .build();
    }
}
