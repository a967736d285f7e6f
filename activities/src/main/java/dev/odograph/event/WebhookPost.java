package dev.odograph.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request with an event, signed. Thread-safe. */
final class WebhookPost {
    private static final int SHOWN = 200;

    /**
     * What became of it.
     *
     * @param status status of the answer; null where there was none
     * @param error why it was not taken; null where it was
     */
    record Outcome(@Nullable Integer status, @Nullable String error) {}

    private final CourierSettings settings;
    private final HttpClient client;

    WebhookPost(CourierSettings settings) {
        this.settings = settings;
        // Who may move an address elsewhere may move it to a place that only this machine reaches.
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .build();
    }

    Outcome send(String url, String secret, WebhookTemplate template, Event event) {
        URI target = URI.create(url);
        try {
            if (!settings.privateAddresses() && isPrivate(target.getHost())) {
                return new Outcome(
                        null,
                        target.getHost() + " is an address of this machine or of a private network, which"
                                + " ODOGRAPH_WEBHOOK_PRIVATE=allow would allow");
            }
            String body = template.body(event, secret);
            String id = "event-" + event.position();
            long seconds = Instant.now().getEpochSecond();
            CompletableFuture<HttpResponse<byte[]>> sent =
                    client.sendAsync(request(target, template, secret, id, seconds, body), WebhookPost::beginning);
            try {
                HttpResponse<byte[]> answer = sent.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
                int status = answer.statusCode();
                return new Outcome(
                        status, status / 100 == 2 ? null : "answered " + status + " " + shown(answer.body()));
            } finally {
                sent.cancel(true);
            }
        } catch (TimeoutException e) {
            return new Outcome(
                    null, "no whole answer within " + settings.timeout().toSeconds() + " s");
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (UnknownHostException e) {
            return failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(null, "interrupted");
        }
    }

    private HttpRequest request(
            URI target, WebhookTemplate template, String secret, String id, long seconds, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(settings.timeout())
                .header("Content-Type", template.mediaType())
                .header("User-Agent", "odograph")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(seconds))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (template == WebhookTemplate.CLOUDEVENTS) {
            request.header("webhook-signature", Signature.of(secret, id, seconds, body));
        }
        return request.build();
    }

    private static Outcome failed(Throwable e) {
        return new Outcome(null, e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
    }

    /** The beginning of an answer; what follows is not waited for. */
    private static HttpResponse.BodySubscriber<byte[]> beginning(HttpResponse.ResponseInfo head) {
        return new Beginning(SHOWN);
    }

    private static String shown(byte[] body) {
        return new String(body, UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static boolean isPrivate(String host) throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName(host)) {
            boolean unique = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
            if (unique
                    || address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()) {
                return true;
            }
        }
        return false;
    }
}
