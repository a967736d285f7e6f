package dev.odograph.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One server. What may be sent twice is sent again while the server does not answer. Thread-safe. */
final class Transport {
    private final HttpClient client;
    private final String base;
    private final @Nullable String token;
    private final Limits limits;
    private volatile boolean answered;

    private Transport(HttpClient client, String base, @Nullable String token, Limits limits) {
        this.client = client;
        this.base = base;
        this.token = token;
        this.limits = limits;
    }

    static Transport of(URI address, @Nullable String token, Limits limits) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        return new Transport(client, address.toString().replaceFirst("/+$", ""), token, limits);
    }

    Transport with(Limits changed) {
        Transport other = new Transport(client, base, token, changed);
        other.answered = answered;
        return other;
    }

    String base() {
        return base;
    }

    Limits limits() {
        return limits;
    }

    /** Whether the server ever answered. */
    boolean answered() {
        return answered;
    }

    void sawAnswer() {
        answered = true;
    }

    Duration patience() {
        Duration first = Limits.FIRST_PATIENCE;
        return answered || limits.patience().compareTo(first) < 0 ? limits.patience() : first;
    }

    CompletableFuture<HttpResponse<Body>> send(Call call) {
        return send(call, patience());
    }

    /** An answer of success, or else an OdographException. Cancel it to end the request. */
    CompletableFuture<HttpResponse<Body>> send(Call call, Duration patience) {
        return new Exchange(this, client, call, call.request(base, token), Deadline.in(patience)).begin();
    }

    HttpResponse<Body> ask(Call call) {
        return join(send(call));
    }

    /** The items of all pages of a list, read as they are taken. */
    <T> Stream<T> list(Call call, Class<T> item) {
        Iterator<T> items = new Iterator<>() {
            private Page<T> page = first();
            private Iterator<T> rest = page.items().iterator();

            private Page<T> first() {
                return Json.page(ask(call), item);
            }

            @Override
            public boolean hasNext() {
                while (!rest.hasNext() && page.next() != null) {
                    page = Json.page(ask(call.query(call.query().with("cursor", page.next()))), item);
                    rest = page.items().iterator();
                }
                return rest.hasNext();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return rest.next();
            }
        };
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** Waits; an interrupt ends what is waited for. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw OdographException.interrupted();
        } catch (ExecutionException e) {
            throw raised(e);
        }
    }

    static Throwable cause(Throwable wrapped) {
        Throwable cause = wrapped;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static boolean good(int status) {
        return status >= 200 && status < 300;
    }

    private static RuntimeException raised(ExecutionException wrapped) {
        Throwable cause = cause(wrapped);
        if (cause instanceof OdographException known) {
            // It was made by a thread that says nothing about who asked.
            known.fillInStackTrace();
            return known;
        }
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new CompletionException(cause);
    }
}
