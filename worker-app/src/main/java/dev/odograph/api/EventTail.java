package dev.odograph.api;

import dev.odograph.event.Event;
import dev.odograph.event.EventFilter;
import dev.odograph.event.EventLog;
import dev.odograph.worker.Notifications;
import dev.odograph.worker.Role;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, read once for all who follow them; older ones are read from PostgreSQL. Who waits for the next has no
 * thread and asks nothing. Thread-safe.
 */
@ApplicationScoped
class EventTail {
    private static final int KEPT = 1_000;
    private static final int PART = 200;

    private final ApiStores stores;
    private final Deque<Event> tail = new ArrayDeque<>();
    /** All events after this place are in {@code tail}; negative before the first look. */
    private long since = -1;

    private final Set<CompletableFuture<Boolean>> waiting = ConcurrentHashMap.newKeySet();
    private @Nullable Notifications notifications;

    EventTail(ApiStores stores) {
        this.stores = stores;
    }

    void start(@Observes StartupEvent event) {
        if (Role.of(System.getenv()).contains(Role.API)) {
            notifications = Notifications.listen(stores.stores().pool(), EventLog.PLACED, this::look);
        }
    }

    /** The highest place that an event has. */
    long last() {
        return log().last();
    }

    /** Events after a place; at most {@value #PART}. */
    List<Event> after(long position, EventFilter filter) {
        return after(position, filter, PART);
    }

    /** Events after a place, at most so many. */
    List<Event> after(long position, EventFilter filter, int limit) {
        synchronized (this) {
            if (since >= 0 && position >= since) {
                return tail.stream()
                        .filter(event -> event.position() > position && filter.wants(event))
                        .limit(limit)
                        .toList();
            }
        }
        return log().after(position, filter, limit);
    }

    /** Events after a place once there are some; none where there are none for so long. */
    Uni<List<Event>> next(long position, EventFilter filter, Duration patience) {
        CompletableFuture<Boolean> waiter = new CompletableFuture<>();
        waiting.add(waiter);
        // Looked at after the waiter is there: what comes from here on wakes it.
        return Uni.createFrom()
                .item(() -> after(position, filter))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(found -> {
                    if (!found.isEmpty()) {
                        return Uni.createFrom().item(found);
                    }
                    return Uni.createFrom()
                            .completionStage(
                                    waiter.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS))
                            .map(woken -> woken ? after(position, filter) : List.<Event>of());
                })
                .onTermination()
                .invoke(() -> waiting.remove(waiter));
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }

    private void look() {
        boolean more;
        synchronized (this) {
            if (since < 0) {
                since = log().last();
            }
            List<Event> fresh =
                    log().after(tail.isEmpty() ? since : tail.getLast().position(), EventFilter.ALL, KEPT);
            more = !fresh.isEmpty();
            tail.addAll(fresh);
            while (tail.size() > KEPT) {
                since = tail.removeFirst().position();
            }
        }
        if (more) {
            List.copyOf(waiting).forEach(waiter -> waiter.complete(true));
        }
    }

    private EventLog log() {
        return new EventLog(stores.stores().postgres());
    }

    @PreDestroy
    void close() {
        Notifications listening = notifications;
        if (listening != null) {
            listening.close();
        }
    }
}
