package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.access.AccessRole;
import dev.odograph.access.TokenBook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where a token is needed, nobody asks, or guesses, as often as they like. */
class RateLimitIT {
    /** Many times what passes at one a second from a bucket that holds four. */
    private static final int MANY = 50;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static WebProcess slow;
    private static String often;
    private static String other;

    @BeforeAll
    static void start() throws IOException {
        Lab lab = Lab.open();
        TokenBook book = new TokenBook(lab.stores.postgres());
        often = book.add("rate-often", AccessRole.READER, null, Duration.ofDays(1), "test")
                .text();
        other = book.add("rate-other", AccessRole.READER, null, Duration.ofDays(1), "test")
                .text();
        slow = WebProcess.start(
                lab.directory.home(),
                Map.of("ODOGRAPH_ROLES", "web,api", "ODOGRAPH_ACCESS", "tokens", "ODOGRAPH_API_RATE", "1"));
    }

    @AfterAll
    static void stop() {
        slow.close();
    }

    /** One test: both limits count what this machine asks for. */
    @Test
    void whoAsksOrGuessesTooOftenIsToldToWait() throws Exception {
        HttpResponse<String> refused = ask(often);
        for (int i = 0; i < MANY && refused.statusCode() != 429; i++) {
            assertThat(refused.statusCode()).isEqualTo(200);
            refused = ask(often);
        }

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body()).contains("RATE_LIMITED", "more than 1 times a second", "ODOGRAPH_API_RATE");
        assertThat(ask(other).statusCode()).as("another caller").isEqualTo(200);

        HttpResponse<String> guessed = ask("odo_000000000000_guess");
        for (int i = 0; i < MANY && guessed.statusCode() != 429; i++) {
            assertThat(guessed.statusCode()).isEqualTo(401);
            guessed = ask("odo_000000000000_guess" + i);
        }

        assertThat(guessed.statusCode()).isEqualTo(429);
        assertThat(guessed.headers().firstValue("Retry-After")).contains("1");
        assertThat(guessed.body()).contains("RATE_LIMITED", "127.0.0.1", "new tokens a second", "ODOGRAPH_API_RATE");

        HttpResponse<String> page = signIn("odo_000000000000_guess");
        for (int i = 0; i < MANY && !page.body().contains("new tokens a second"); i++) {
            page = signIn("odo_000000000000_guess" + i);
        }
        assertThat(page.body()).as("the page that takes tokens").contains("new tokens a second");
    }

    private static HttpResponse<String> ask(String token) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(slow.url() + "/api/datasets"))
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> signIn(String token) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(slow.url() + "/sign-in"))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .timeout(Duration.ofSeconds(60))
                        .POST(HttpRequest.BodyPublishers.ofString("token=" + token + "&to=%2F"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
