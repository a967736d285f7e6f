package dev.odograph.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Events in order, each once, as they happen, over restarts of the server too: a connection that is lost, or silent for a minute, is
 * made again and goes on behind the last event. {@link #hasNext} waits for the next one, and is false only after {@link #close},
 * which any thread may call. All else belongs to one thread.
 *
 * <p>{@link #hasNext} and {@link #next} throw an OdographException where the server refuses, does not answer a client that it never
 * answered, or is no Odograph; and INTERRUPTED.
 */
public final class EventStream implements Iterator<Event>, AutoCloseable {
    private final Transport transport;
    private final Call call;
    private final Query query;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deadline firstAnswer;
    private volatile @Nullable CompletableFuture<HttpResponse<Body>> connecting;
    private volatile @Nullable GuardedStream stream;
    private @Nullable SseReader reader;
    private @Nullable HttpResponse<Body> answer;
    private @Nullable Event next;
    private @Nullable String last;
    private Duration pause = Limits.FIRST_PAUSE;

    EventStream(Transport transport, Call call, Query query) {
        this.transport = transport;
        this.call = call;
        this.query = query;
        this.firstAnswer = Deadline.in(transport.patience());
    }

    @Override
    public boolean hasNext() {
        while (next == null && closed.getCount() > 0) {
            try {
                next = read();
                if (next != null) {
                    last = next.id();
                    pause = Limits.FIRST_PAUSE;
                    return true;
                }
            } catch (IOException lost) {
                if (Thread.currentThread().isInterrupted()) {
                    throw OdographException.interrupted();
                }
            } catch (OdographException refused) {
                if (closed.getCount() == 0) {
                    return false;
                }
                if (!refused.passing() || !transport.answered() && firstAnswer.over()) {
                    throw refused;
                }
            }
            disconnect();
            rest();
        }
        return next != null && closed.getCount() > 0;
    }

    @Override
    public Event next() {
        Event event = hasNext() ? next : null;
        if (event == null) {
            throw new NoSuchElementException("the stream of events is closed");
        }
        next = null;
        return event;
    }

    /**
     * Id of the last event that was read, or the place where the stream began; null before that is known. Hand it back as
     * {@code after} to go on from behind it.
     */
    public @Nullable String lastId() {
        return last;
    }

    @Override
    public void close() {
        closed.countDown();
        CompletableFuture<HttpResponse<Body>> sent = connecting;
        if (sent != null) {
            sent.cancel(true);
        }
        disconnect();
    }

    /** The next event; null where the connection ended. */
    private @Nullable Event read() throws IOException {
        SseReader from = reader == null ? connect() : reader;
        String data = from.next();
        if (data == null) {
            return null;
        }
        try {
            return Json.event(data, Event.class);
        } catch (JsonProcessingException e) {
            HttpResponse<Body> head = answer;
            if (head == null) {
                throw e;
            }
            throw OdographException.unknown(head, e);
        }
    }

    private SseReader connect() throws IOException {
        Query from = last == null ? query : query.without("after");
        Map<String, String> headers = last == null
                ? Map.of("Accept", "text/event-stream")
                : Map.of("Accept", "text/event-stream", "Last-Event-ID", last);
        CompletableFuture<HttpResponse<Body>> sent = transport.send(call.query(from)
                .headers(headers)
                .asRows()
                .timeout(transport.limits().silence()));
        connecting = sent;
        if (closed.getCount() == 0) {
            sent.cancel(true);
        }
        HttpResponse<Body> head;
        try {
            head = Transport.join(sent);
        } catch (java.util.concurrent.CancellationException e) {
            throw new IOException("closed", e);
        } finally {
            connecting = null;
        }
        answer = head;
        GuardedStream opened =
                new GuardedStream(head.body().stream(), transport.limits().silence());
        stream = opened;
        if (closed.getCount() == 0) {
            opened.close();
        }
        if (!head.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
            disconnect();
            throw OdographException.unknown(head, null);
        }
        SseReader made = new SseReader(opened, place -> last = place);
        reader = made;
        return made;
    }

    private void disconnect() {
        GuardedStream open = stream;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException ignored) {
                // It is lost anyway.
            }
        }
    }

    private void rest() {
        reader = null;
        try {
            var unused = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw OdographException.interrupted();
        }
        pause = pause.multipliedBy(2).compareTo(Limits.LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : Limits.LONGEST_PAUSE;
    }
}
