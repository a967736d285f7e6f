package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.access.AccessRole;
import dev.odograph.access.TokenBook;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where others reach the server, pages are read by those who have a token. */
class SignInIT {
    private static final String RUN = "signed-in";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Lab lab;
    private static String token;

    @BeforeAll
    static void run() {
        lab = Lab.open();
        lab.simulated("sign_in_fleet", 2, 5901);
        lab.runs.succeed(RUN, lab.input("sign_in_fleet"));
        token = new TokenBook(lab.stores.postgres())
                .add("sign-in-reader", AccessRole.READER, null, Duration.ofDays(1), "test")
                .text();
    }

    @Test
    void pagesAreForThoseWhoHaveATokenAndRememberIt() throws Exception {
        try (WebProcess pages = WebProcess.start(
                lab.directory.home(), Map.of("ODOGRAPH_ROLES", "web,api", "ODOGRAPH_ACCESS", "tokens"))) {
            HttpResponse<String> sent = page(pages, "/runs/" + RUN + "?from=1", null);
            assertThat(sent.statusCode()).isEqualTo(303);
            assertThat(sent.headers().firstValue("Location")).contains("/sign-in?to=%2Fruns%2F" + RUN + "%3Ffrom%3D1");
            assertThat(pages.get("/runs/" + RUN).statusCode()).as("a program").isEqualTo(401);
            assertThat(page(pages, "/sign-in?to=%2Fcompare", null).body()).contains("value=\"/compare\"", "Token");
            assertThat(page(pages, "/web/odograph.css", null).statusCode()).isEqualTo(200);
            assertThat(signIn(pages, "odo_000000000000_wrong", "/").body())
                    .contains("has expired or was revoked", "tokens add");

            HttpResponse<String> in = signIn(pages, token, "/runs/" + RUN);

            assertThat(in.statusCode()).isEqualTo(303);
            assertThat(in.headers().firstValue("Location").orElse("")).endsWith("/runs/" + RUN);
            String cookie = in.headers().firstValue("Set-Cookie").orElse("");
            assertThat(cookie).containsIgnoringCase("HttpOnly").containsIgnoringCase("SameSite=Lax");
            String known = cookie.substring(0, cookie.indexOf(';'));
            assertThat(page(pages, "/runs/" + RUN, known).body()).contains("<title>" + RUN, "platoon_safety");
            assertThat(page(pages, "/api/runs", known).statusCode())
                    .as("the API takes no cookie")
                    .isEqualTo(401);
            assertThat(signIn(pages, token, "//elsewhere.example/").headers().firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).doesNotContain("elsewhere"));
            for (String path : List.of("/", "//", "/web/../", "/web/%2e%2e/runs/" + RUN, "/q/../runs/" + RUN)) {
                assertThat(page(pages, path, null).statusCode()).as(path).isIn(303, 400, 404);
            }
        }
    }

    private static HttpResponse<String> page(WebProcess pages, String path, @Nullable String cookie)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(pages.url() + path))
                .header("Accept", "text/html,application/xhtml+xml")
                .timeout(Duration.ofSeconds(60));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> signIn(WebProcess pages, String token, String to)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(pages.url() + "/sign-in"))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .timeout(Duration.ofSeconds(60))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "token=" + token + "&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
