package dev.odograph.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A request until it is answered, refused or given up. */
final class Exchange {
    private static final int TOO_OFTEN = 429;

    private final Transport transport;
    private final HttpClient client;
    private final Call call;
    private final HttpRequest request;
    private final Deadline end;
    private final CompletableFuture<HttpResponse<Body>> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<HttpResponse<Body>> underWay;
    private Duration pause = Limits.FIRST_PAUSE;

    Exchange(Transport transport, HttpClient client, Call call, HttpRequest request, Deadline end) {
        this.transport = transport;
        this.client = client;
        this.call = call;
        this.request = request;
        this.end = end;
    }

    CompletableFuture<HttpResponse<Body>> begin() {
        var unused = result.whenComplete((answer, lost) -> {
            CompletableFuture<HttpResponse<Body>> sent = underWay;
            if (result.isCancelled() && sent != null) {
                sent.cancel(true);
            }
        });
        attempt();
        return result;
    }

    private void attempt() {
        try {
            send();
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void send() {
        CompletableFuture<HttpResponse<Body>> sent = client.sendAsync(request, Body.handler(call.rows()));
        underWay = sent;
        // Not the request's own timeout: that ends with the head of the answer.
        var unused = sent.copy()
                .orTimeout(call.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, lost) -> {
                    try {
                        if (lost == null) {
                            answered(answer);
                        } else {
                            sent.cancel(true);
                            lost(Transport.cause(lost));
                        }
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                });
        if (result.isDone()) {
            sent.cancel(true);
        }
    }

    private void answered(HttpResponse<Body> answer) {
        int status = answer.statusCode();
        transport.sawAnswer();
        if (Transport.good(status)) {
            if (!result.complete(answer)) {
                answer.body().close();
            }
        } else if ((status == TOO_OFTEN || call.again() && tryLater(status)) && !end.over()) {
            later(retryAfter(answer).orElseGet(this::jitter));
        } else {
            result.completeExceptionally(OdographException.refused(answer));
        }
    }

    private void lost(Throwable why) {
        if (!(why instanceof IOException || why instanceof TimeoutException)) {
            result.completeExceptionally(why);
            return;
        }
        // What was never sent may be sent again whatever it is.
        boolean harmless =
                call.again() || why instanceof ConnectException || why instanceof HttpConnectTimeoutException;
        if (harmless && !end.over()) {
            later(jitter());
        } else {
            result.completeExceptionally(OdographException.unanswered(transport.base(), why));
        }
    }

    private void later(Duration asked) {
        pause = shorter(pause.multipliedBy(2), Limits.LONGEST_PAUSE);
        CompletableFuture.delayedExecutor(end.atMost(asked).toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!result.isDone()) {
                        attempt();
                    }
                });
    }

    private Duration jitter() {
        return pause.multipliedBy(ThreadLocalRandom.current().nextInt(50, 101)).dividedBy(100);
    }

    /** What a server that restarts says, or a proxy meanwhile. */
    static boolean tryLater(int status) {
        return Set.of(502, 503, 504).contains(status);
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .map(Duration::ofSeconds);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
