package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.odograph.access.AccessRole;
import dev.odograph.access.AuditEntry;
import dev.odograph.access.AuditLog;
import dev.odograph.access.TokenBook;
import dev.odograph.contract.Purpose;
import dev.odograph.event.WebhookBook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask the API for what, where a token is needed. */
class AccessIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String RUN = "access-done";

    /** The least role of each operation that is more than a look. */
    private static final Map<String, AccessRole> MORE = Map.ofEntries(
            Map.entry("startRun", AccessRole.AUTHOR),
            Map.entry("retryRun", AccessRole.AUTHOR),
            Map.entry("cancelRun", AccessRole.AUTHOR),
            Map.entry("waiveSegments", AccessRole.OPERATOR),
            Map.entry("abortRun", AccessRole.OPERATOR),
            Map.entry("movePublication", AccessRole.OPERATOR),
            Map.entry("listWebhooks", AccessRole.OPERATOR),
            Map.entry("addWebhook", AccessRole.OPERATOR),
            Map.entry("removeWebhook", AccessRole.OPERATOR),
            Map.entry("pauseWebhook", AccessRole.OPERATOR),
            Map.entry("resumeWebhook", AccessRole.OPERATOR),
            Map.entry("replayWebhook", AccessRole.OPERATOR),
            Map.entry("listDeliveries", AccessRole.OPERATOR),
            Map.entry("listTokens", AccessRole.ADMIN),
            Map.entry("addToken", AccessRole.ADMIN),
            Map.entry("revokeToken", AccessRole.ADMIN),
            Map.entry("listAudit", AccessRole.ADMIN));

    private static final String START = "{\"graph\":\"%s\",\"dataset\":\"access_fleet\",\"purpose\":\"%s\"}";

    private static Lab lab;
    private static WebProcess api;
    private static TokenBook book;
    private static final Map<AccessRole, String> TOKENS = new EnumMap<>(AccessRole.class);

    @BeforeAll
    static void openTheDoor() throws IOException {
        lab = Lab.open();
        lab.simulated("access_fleet", 2, 5601);
        lab.runs.succeed(RUN, lab.input("access_fleet"));
        lab.runs.succeed(
                "access-production", Lab.input(lab.bundles.examples().digest(), "access_fleet", Purpose.PRODUCTION, 1));
        book = new TokenBook(lab.stores.postgres());
        for (AccessRole role : AccessRole.values()) {
            TOKENS.put(role, token("access-" + role.word(), role, null));
        }
        api = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api", "ODOGRAPH_ACCESS", "tokens"));
    }

    @AfterAll
    static void close() {
        api.close();
        WebhookBook webhooks = new WebhookBook(lab.stores.postgres());
        webhooks.list().stream()
                .filter(one -> one.name().startsWith("access-"))
                .forEach(one -> webhooks.remove(one.name()));
    }

    @Test
    void everyOperationTakesTheRolesThatItShouldAndNoOther() throws Exception {
        JsonNode paths = described().get("paths");
        List<String> wrong = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (!Set.of("get", "post", "delete").contains(operation.getKey())) {
                    continue;
                }
                String id = operation.getValue().get("operationId").asText();
                seen.add(id);
                AccessRole least = MORE.getOrDefault(id, AccessRole.READER);
                for (AccessRole role : AccessRole.values()) {
                    int status = status(operation.getKey(), path.getKey(), TOKENS.get(role));
                    boolean let = status != 401 && status != 403;
                    if (let != role.covers(least)) {
                        wrong.add(role.word() + " on " + id + " (" + operation.getKey() + " " + path.getKey() + "): "
                                + status);
                    }
                }
                int nobody = status(operation.getKey(), path.getKey(), null);
                if (nobody != 401) {
                    wrong.add("nobody on " + id + ": " + nobody);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(seen).hasSizeGreaterThan(30).containsAll(MORE.keySet());
    }

    @Test
    void whoIsRefusedIsToldWhy() throws Exception {
        HttpResponse<String> none = send("GET", "/api/runs", null, null);
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"odograph\"");
        assertThat(none.body()).contains("TOKEN_INVALID", "no token", "./odograph tokens add");
        assertThat(none.headers().firstValue("Content-Type")).contains("application/problem+json");

        String made = TOKENS.get(AccessRole.READER);
        for (String bad : List.of(
                "none-of-ours",
                "odo_000000000000_" + "A".repeat(43),
                made.substring(0, made.length() - 1),
                made + "A")) {
            HttpResponse<String> answer = send("GET", "/api/runs", bad, null);
            assertThat(answer.statusCode()).as(bad).isEqualTo(401);
            assertThat(answer.body()).contains("expired or was revoked").doesNotContain(bad);
        }
        HttpResponse<String> reader = send("POST", "/api/runs/" + RUN + "/cancel", made, "{}");
        assertThat(reader.statusCode()).isEqualTo(403);
        assertThat(reader.body())
                .contains("ACCESS_DENIED", "access-reader", "role reader", "which needs role author", "ask an admin");
    }

    @Test
    void runsThatOthersRelyOnAreAnOperators() throws Exception {
        String author = TOKENS.get(AccessRole.AUTHOR);

        assertThat(send("POST", "/api/runs", author, START.formatted("car_following", "ci"))
                        .statusCode())
                .isEqualTo(202);
        HttpResponse<String> production =
                send("POST", "/api/runs", author, START.formatted("car_following", "production"));
        assertThat(production.statusCode()).isEqualTo(403);
        assertThat(production.body()).contains("start a run of purpose production", "role operator");
        assertThat(send("POST", "/api/runs/access-production/retry", author, "{}")
                        .body())
                .contains("ACCESS_DENIED", "retry run");
        assertThat(send("POST", "/api/runs/" + RUN + "/cancel", author, "{}").body())
                .as("it may, but the run has ended")
                .contains("ARGUMENT_INVALID", "it has ended");
    }

    @Test
    void aTeamChangesWhatIsItsOwn() throws Exception {
        String others = token("access-team", AccessRole.OPERATOR, "perception");

        assertThat(send("GET", "/api/runs/" + RUN, others, null).statusCode()).isEqualTo(200);
        HttpResponse<String> retry = send("POST", "/api/runs/" + RUN + "/retry", others, "{}");
        assertThat(retry.statusCode()).isEqualTo(403);
        assertThat(retry.body()).contains("of team perception", "retry run", "all teams");
        HttpResponse<String> publish = send(
                "POST",
                "/api/publications",
                others,
                "{\"action\":\"publish\",\"run_id\":\"" + RUN + "\",\"channel\":\"access\"}");
        assertThat(publish.statusCode()).as(publish.body()).isEqualTo(403);
        assertThat(send("POST", "/api/runs", others, START.formatted("car_following", "production"))
                        .body())
                .contains("ACCESS_DENIED", "of team perception", "graph \\\"car_following\\\"", "of team road-safety");
        String own = token("access-own-team", AccessRole.OPERATOR, "road-safety");
        assertThat(send("POST", "/api/runs", own, START.formatted("car_following", "production"))
                        .statusCode())
                .isEqualTo(202);
        assertThat(send(
                                "POST",
                                "/api/runs",
                                TOKENS.get(AccessRole.OPERATOR),
                                START.formatted("top_speed", "production"))
                        .body())
                .contains("OWNER_MISSING", "g.owner");
        String webhook = "{\"name\":\"access-%s\",\"url\":\"http://127.0.0.1:9/\"%s}";
        assertThat(send("POST", "/api/webhooks", others, webhook.formatted("all", ""))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/api/webhooks", others, webhook.formatted("own", ",\"owner\":\"perception\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTokenIsMadeUsedRevokedAndAllOfItIsInTheAuditLog() throws Exception {
        String admin = TOKENS.get(AccessRole.ADMIN);
        HttpResponse<String> added =
                send("POST", "/api/tokens", admin, "{\"name\":\"access-made\",\"role\":\"operator\",\"days\":1}");
        JsonNode made = JsonMapper.builder().build().readTree(added.body());
        String token = made.get("token").asText();
        assertThat(Instant.parse(made.get("expires_at").asText()))
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
        assertThat(send("GET", "/api/tokens?limit=500", admin, null).body())
                .contains("access-made")
                .doesNotContain(token);

        HttpResponse<String> moved = send(
                "POST",
                "/api/publications",
                token,
                "{\"action\":\"publish\",\"run_id\":\"" + RUN + "\",\"channel\":\"access\",\"by\":\"ada\"}");
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        String id = made.get("token_id").asText();
        assertThat(send("DELETE", "/api/tokens/" + id, admin, null).statusCode())
                .isEqualTo(204);
        Runs.until("the revoked token is refused", () -> status("get", "/api/runs", token) == 401);

        List<AuditEntry> log = new AuditLog(lab.stores.postgres()).list(null, null, null, 200);
        assertThat(log)
                .anySatisfy(entry -> {
                    assertThat(entry.by()).isEqualTo("access-made");
                    assertThat(entry.role()).isEqualTo(AccessRole.OPERATOR);
                    assertThat(entry.action()).isEqualTo("movePublication");
                    assertThat(entry.subject()).isEqualTo("publish " + RUN + " in access");
                    assertThat(entry.status()).isEqualTo(200);
                })
                .anySatisfy(entry -> {
                    assertThat(entry.action()).isEqualTo("revokeToken");
                    assertThat(entry.subject()).isEqualTo(id);
                    assertThat(entry.by()).isEqualTo("access-admin");
                });
        assertThat(send("GET", "/api/audit?subject=" + id, admin, null).body())
                .contains("revokeToken", "addToken", "access-admin");
        assertThat(
                        asked(
                                "SELECT moved_by FROM publication_log WHERE channel = 'access' ORDER BY published_at DESC LIMIT 1"))
                .isEqualTo("access-made for ada");
        assertThat(send("DELETE", "/api/tokens/000000000000", admin, null).body())
                .contains("TOKEN_NOT_FOUND");
    }

    @Test
    void whatIsRefusedIsInTheAuditLogToo() throws Exception {
        send("POST", "/api/runs/" + RUN + "/abort", TOKENS.get(AccessRole.READER), "{\"reason\":\"x\"}");

        assertThat(new AuditLog(lab.stores.postgres()).list(null, RUN, "access-reader", 10))
                .anySatisfy(entry -> {
                    assertThat(entry.action()).isEqualTo("abortRun");
                    assertThat(entry.status()).isEqualTo(403);
                });
    }

    @Test
    void noTokenIsKeptInClearOrWrittenIntoALog() throws Exception {
        String token = TOKENS.get(AccessRole.ADMIN);
        assertThat(send("GET", "/api/runs", token, null).statusCode()).isEqualTo(200);

        String secret = token.substring(token.lastIndexOf('_') + 1);
        assertThat(asked("SELECT count(*) FROM api_token AS t WHERE position(? IN t::text) > 0", secret))
                .isEqualTo("0");
        try (var logs = Files.list(Path.of("target"))) {
            for (Path log :
                    logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                assertThat(Files.readString(log)).as(log.toString()).doesNotContain(secret);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/runs",
                "/%61pi/runs",
                "/api/%2e%2e/api/runs",
                "/api;x=y/runs",
                "/api/runs;x=y",
                "/x/../api/runs"
            })
    void aPathInOtherWordsLetsNobodyIn(String path) throws Exception {
        assertThat(send("GET", path, null, null).statusCode()).isIn(400, 401, 404);
        assertThat(send("POST", path, null, "{\"graph\":\"car_following\",\"dataset\":\"access_fleet\"}")
                        .statusCode())
                .isIn(400, 401, 404);
    }

    @Test
    void twoTeamsHaveNoTokensOfOneName() {
        token("access-shared", AccessRole.AUTHOR, "perception");
        token("access-shared", AccessRole.READER, "perception");

        assertThatThrownBy(() -> token("access-shared", AccessRole.AUTHOR, "planning"))
                .hasMessageContaining("A token \"access-shared\" of another team is good");
        assertThatThrownBy(() -> token("access-shared", AccessRole.ADMIN, null)).hasMessageContaining("choose another");
    }

    @Test
    void aTokenThatCannotBeIsRefused() throws Exception {
        String admin = TOKENS.get(AccessRole.ADMIN);
        for (Map.Entry<String, String> wrong : Map.of(
                        "{\"name\":\"anonymous\",\"role\":\"admin\"}", "NAME_INVALID",
                        "{\"name\":\"a b\",\"role\":\"admin\"}", "NAME_INVALID",
                        "{\"name\":\"a\",\"role\":\"root\"}", "choose one of reader, author, operator, admin",
                        "{\"name\":\"a\",\"role\":\"admin\",\"team\":\"t\"}", "admins are of all teams",
                        "{\"name\":\"a\",\"role\":\"reader\",\"days\":367}", "give 1 to 366",
                        "{\"name\":\"a\",\"role\":\"reader\",\"days\":0}", "give 1 to 366",
                        "{\"role\":\"reader\"}", "name or role is missing")
                .entrySet()) {
            HttpResponse<String> answer = send("POST", "/api/tokens", admin, wrong.getKey());
            assertThat(answer.statusCode()).as(wrong.getKey()).isEqualTo(400);
            assertThat(answer.body()).contains(wrong.getValue());
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        HttpResponse<String> answer = send(
                "POST", "/api/runs", TOKENS.get(AccessRole.AUTHOR), "{\"graph\":\"" + "x".repeat(2_000_000) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    private static String asked(String sql, Object... values) {
        String value = lab.stores
                .postgres()
                .query(
                        "asking the ledger",
                        db -> String.valueOf(db.fetchSingle(sql, values).get(0)));
        return value;
    }

    private static String token(String name, AccessRole role, @Nullable String team) {
        return book.add(name, role, team, Duration.ofDays(1), "test").text();
    }

    private static JsonNode described() throws IOException, InterruptedException {
        return JsonMapper.builder()
                .build()
                .readTree(send("GET", "/api/openapi?format=json", null, null).body());
    }

    /** The status of a request that changes nothing, whoever sends it: it names what is not there. */
    private static int status(String method, String path, @Nullable String token) {
        String plain = path.replace("{id}", "access-nothing")
                .replace("{name}", "access-nothing")
                .replaceAll("\\{[a-z]+}", "access_nothing");
        try {
            HttpRequest.Builder request =
                    request(api.url(), method.toUpperCase(java.util.Locale.ROOT), plain, token, "{}");
            // Streams have no end: their beginning says who is let in.
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        return send(api.url(), method, path, token, body);
    }

    private static HttpResponse<String> send(
            String url, String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        return CLIENT.send(request(url, method, path, token, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(
            String url, String method, String path, @Nullable String token, @Nullable String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return method.equals("POST")
                ? request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body == null ? "{}" : body))
                : request.method(method, HttpRequest.BodyPublishers.noBody());
    }
}
