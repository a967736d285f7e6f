package dev.odograph.event;

import static java.util.Objects.requireNonNull;

import dev.odograph.store.lineage.Postgres;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every event to a sink, in order and at least once: the place up to which all was acknowledged is stored afterwards.
 * It has a thread of its own, so that a sink that is away holds up nothing else. Of several processes one sends at a time;
 * when it dies another goes on after its lease. Thread-safe.
 */
public final class EventFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int MANY = 500;
    private static final Duration CLOCK = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final String target;
    private final EventLog events;
    private final FeedPlace place;
    private final EventSink.Opener sinks;
    private final FeedPace pace;
    private final Semaphore woken = new Semaphore(0);
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;

    // What follows is of the thread alone.
    private @Nullable EventSink sink;
    private boolean held;
    private long heldUntilNanos;
    private long position;
    private int failures;

    private EventFeed(Postgres postgres, String target, EventSink.Opener sinks, FeedPace pace) {
        this.target = requireNonNull(target, "target is null");
        this.events = new EventLog(postgres);
        this.place = new FeedPlace(postgres, target);
        this.sinks = requireNonNull(sinks, "sinks is null");
        this.pace = requireNonNull(pace, "pace is null");
        this.thread = Thread.ofPlatform().daemon().name("odograph-feed").unstarted(this::run);
    }

    /** Begins to send to a topic of Kafka; whether Kafka is there is not waited for. */
    public static EventFeed start(Postgres postgres, KafkaSettings settings) {
        return start(
                postgres,
                "kafka:" + settings.topic(),
                () -> new KafkaSink(settings),
                FeedPace.usual(KafkaSink.patience(settings)));
    }

    /**
     * Begins to send.
     *
     * @param target the feed's name: those of one name share their place
     */
    static EventFeed start(Postgres postgres, String target, EventSink.Opener sinks, FeedPace pace) {
        EventFeed feed = new EventFeed(postgres, target, sinks, pace);
        feed.thread.start();
        return feed;
    }

    /** Says that there may be events to send, and returns at once. */
    public void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void run() {
        try {
            while (!ended()) {
                Duration pause = turn();
                if (!pause.isZero()) {
                    var _ = ending.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                } else if (woken.tryAcquire(CLOCK.toMillis(), TimeUnit.MILLISECONDS)) {
                    var _ = woken.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Feed {} is interrupted, which ends it", target);
        } finally {
            leave();
        }
    }

    /** Sends all that there is, where it is this process's turn; returns how long nothing is to be done, zero: until woken. */
    private Duration turn() {
        try {
            boolean more = true;
            while (more && !ended()) {
                if (!hold()) {
                    closeSink();
                    return CLOCK;
                }
                more = forward();
            }
            return Duration.ZERO;
        } catch (RuntimeException | LinkageError e) {
            // A codec's library may not load on this machine.
            return failed(e);
        }
    }

    private boolean hold() {
        long now = System.nanoTime();
        if (!held || heldUntilNanos - now < pace.left().toNanos()) {
            OptionalLong reached = place.take(pace.lease());
            held = reached.isPresent();
            heldUntilNanos = now + pace.lease().toNanos();
            position = reached.orElse(position);
        }
        return held;
    }

    /** Sends the next events; whether there may be more. */
    private boolean forward() {
        List<Event> next = events.after(position, EventFilter.ALL, MANY);
        if (next.isEmpty()) {
            return false;
        }
        if (sink == null) {
            sink = sinks.open();
        }
        EventSink.Outcome outcome = sink.send(next);
        if (outcome.taken() > 0) {
            position = next.get(outcome.taken() - 1).position();
            held = place.move(position);
        }
        if (outcome.failure() != null) {
            throw new EventSink.Refused(outcome.failure());
        }
        if (failures > 0) {
            LOG.info("Events are sent to {} again, after {} tries that failed", target, failures);
            failures = 0;
        }
        return outcome.taken() < next.size() || next.size() == MANY;
    }

    private Duration failed(Throwable e) {
        closeSink();
        held = false;
        failures++;
        if (failures == 1 && !ended()) {
            LOG.warn(
                    "Events cannot be sent to {}; they are kept, and it is tried again until they can: {}",
                    target,
                    String.valueOf(e instanceof EventSink.Refused ? e.getCause() : e));
        }
        return pace.pause(failures, ThreadLocalRandom.current().nextDouble());
    }

    private boolean ended() {
        return ending.getCount() == 0;
    }

    private void leave() {
        // An interrupted thread gets no connection.
        var _ = Thread.interrupted();
        closeSink();
        try {
            place.release();
        } catch (RuntimeException e) {
            LOG.debug("Feed {} is free only when its lease ends", target, e);
        }
    }

    private void closeSink() {
        if (sink != null) {
            sink.close();
            sink = null;
        }
    }

    @Override
    public void close() {
        ending.countDown();
        woken.release();
        try {
            if (!thread.join(LAST_WORDS)) {
                thread.interrupt();
                boolean left = thread.join(LAST_WORDS);
                LOG.debug("Feed {} {}", target, left ? "was interrupted" : "does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
