package dev.odograph.event;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a feed sends events. Of one thread; after a failure it is closed and another is opened. */
interface EventSink extends AutoCloseable {
    /**
     * What became of some events.
     *
     * @param taken so many of the first were acknowledged
     * @param failure why the next was not; null where nothing failed
     */
    record Outcome(int taken, @Nullable Exception failure) {}

    /** Opens one. */
    @FunctionalInterface
    interface Opener {
        EventSink open();
    }

    /**
     * Sends events in their order and waits for what becomes of them, a bounded time. After one that was not taken none of the
     * same run is.
     */
    Outcome send(List<Event> events);

    @Override
    void close();

    /** Thrown where events were not taken. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(Exception cause) {
            super(requireNonNull(cause, "cause is null"));
        }
    }
}
