package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.Dataset;
import io.temporal.api.enums.v1.EventType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Starts that are accepted, awaited and decided on by the API, on a real stack. */
class ApiStartsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> API = Map.of("ODOGRAPH_ROLES", "api");
    /** An API that Temporal is out of reach for. */
    private static final Map<String, String> CUT_OFF =
            Map.of("ODOGRAPH_ROLES", "api", "ODOGRAPH_TEMPORAL_ADDRESS", "127.0.0.1:1");

    private static Lab lab;
    private static WebProcess api;

    @BeforeAll
    static void serve() throws IOException {
        lab = Lab.open();
        lab.simulated("start_fleet", 2, 5201);
        api = WebProcess.start(lab.directory.home(), API);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aStartIsAcceptedAndAwaitedToItsEnd() throws Exception {
        HttpResponse<String> accepted = api.post("/api/runs", body("awaited", ""));

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("Location").orElse("")).endsWith("/api/runs/awaited");
        assertThat(field(accepted, "status")).isEqualTo("PENDING");
        HttpResponse<String> end = settled(api, "awaited");
        assertThat(field(end, "status")).as(end.body()).isEqualTo("SUCCEEDED");
    }

    @Test
    void theSameKeyAndBodyGiveTheSameRunAndAnotherBodyIsRefused() throws Exception {
        String body = body(null, "");
        HttpResponse<String> first = withKey("ci-42", body);
        HttpResponse<String> again = withKey("ci-42", body);
        HttpResponse<String> other = withKey("ci-42", body(null, ",\"target_rows\":77"));

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(field(again, "run_id")).isEqualTo(field(first, "run_id"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("RUN_ID_REUSED", "Idempotency-Key \\\"ci-42\\\" stands for run");
        assertThat(field(withKey("ci-43", body), "run_id")).isNotEqualTo(field(first, "run_id"));
    }

    @Test
    void theSameIdWithOtherInputIsRefused() throws Exception {
        assertThat(api.post("/api/runs", body("named", "")).statusCode()).isEqualTo(202);
        assertThat(api.post("/api/runs", body("named", "")).statusCode()).isEqualTo(202);

        HttpResponse<String> other = api.post("/api/runs", body("named", ",\"target_rows\":77"));

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("Run \\\"named\\\" is there with another input");
    }

    @Test
    void aKeyThatIsNoneIsRefused() throws Exception {
        assertThat(withKey("two words", body(null, "")).body()).contains("give 1 to 200 visible ASCII characters");
    }

    @Test
    void aRunThatCannotBePlannedIsSettledAtOnceAndCanBeRetried() throws Exception {
        String body = "{\"run_id\":\"unplanned\",\"graph\":\"no_such_graph\",\"dataset\":\"start_fleet\",\"bundle\":\""
                + lab.bundles.examples().digest() + "\"}";
        assertThat(api.post("/api/runs", body).statusCode()).isEqualTo(202);

        HttpResponse<String> end = settled(api, "unplanned");

        assertThat(field(end, "status")).isEqualTo("FAILED");
        assertThat(JSON.readTree(end.body()).at("/failure/code").asText()).isEqualTo("GRAPH_NOT_FOUND");
        assertThat(api.get("/api/runs?status=failed&graph=no_such_graph").body())
                .contains("unplanned");
        HttpResponse<String> retried = api.post("/api/runs/unplanned/retry", "");
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(200);
        Runs.until("it failed again", () -> stands("unplanned", "FAILED"));
    }

    @Test
    void aRunThatACommandStartedIsAwaitedToo() throws Exception {
        lab.runs.start("by-command", lab.input("start_fleet"));

        HttpResponse<String> end = settled(api, "by-command");
        assertThat(field(end, "status")).as(end.body()).isEqualTo("SUCCEEDED");
    }

    @Test
    void whoWaitsAfterARetryIsNotToldHowThePassBeforeEnded() throws Exception {
        api.post("/api/runs", body("twice", ",\"target_rows\":1,\"limits\":{\"partitions\":1}"));
        Runs.until("it runs", () -> stands("twice", "RUNNING"));
        api.post("/api/runs/twice/cancel", "");
        assertThat(field(settled(api, "twice"), "status")).isEqualTo("CANCELLED");
        Runs.until(
                "its workflow has ended",
                () -> Runs.events(lab.runs.history("twice"), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED)
                        .findAny()
                        .isPresent());
        lab.stopWorker();

        HttpResponse<String> retried = api.post("/api/runs/twice/retry", "");
        CompletableFuture<HttpResponse<String>> waiting = api.getAsync("/api/runs/twice?wait=60s");

        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(200);
        assertThat(api.get("/api/runs/twice").body())
                .contains("\"status\":\"PENDING\"", "It waits to be planned", "\"failure\":null");
        lab.startWorker();
        assertThat(field(waiting.get(), "status")).isEqualTo("SUCCEEDED");
    }

    @Test
    void aParkedRunIsWaivedOrAbortedAndAwaitedToItsEnd() throws Exception {
        Dataset lost = lab.simulated("start_lost", 3, 5202);
        Files.delete(lab.file(lost, lab.segments(lost).getFirst()));
        for (String runId : List.of("waived", "aborted")) {
            api.post("/api/runs", body(runId, ",\"failure_policy\":\"park\"").replace("start_fleet", "start_lost"));
            assertThat(field(settled(api, runId), "status")).isEqualTo("PARKED");
        }

        HttpResponse<String> waived =
                api.post("/api/runs/waived/waive", "{\"reason\":\"its disk is gone\",\"by\":\"Ada\"}");
        HttpResponse<String> aborted =
                api.post("/api/runs/aborted/abort", "{\"reason\":\"nobody needs it\",\"by\":\"Ada\"}");

        assertThat(field(waived, "message")).contains("1 of 3 segments", "waived by Ada");
        HttpResponse<String> succeeded = settled(api, "waived");
        assertThat(field(succeeded, "status")).as(succeeded.body()).isEqualTo("SUCCEEDED");
        assertThat(JSON.readTree(succeeded.body()).at("/coverage/segments").asInt())
                .isEqualTo(2);
        assertThat(field(aborted, "message")).isEqualTo("The run ends as FAILED.");
        HttpResponse<String> failed = settled(api, "aborted");
        assertThat(field(failed, "status")).isEqualTo("FAILED");
        assertThat(failed.body()).contains("RUN_ABORTED", "aborted by Ada: nobody needs it");
    }

    @Test
    void askingForARunThatACommandMadeChangesNothingOfIt() throws Exception {
        RunInput input = Lab.input(lab.bundles.examples().digest(), "start_fleet", Purpose.ADHOC, 1);
        lab.runs.succeed("made-before", input);
        String body = body("made-before", ",\"target_rows\":1");

        HttpResponse<String> asked = api.post("/api/runs", body);

        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        assertThat(field(asked, "status")).isEqualTo("SUCCEEDED");
        String requests = lab.stores
                .postgres()
                .query(
                        "looking for a request",
                        db -> String.valueOf(
                                db.fetchSingle("SELECT count(*) FROM run_request WHERE run_id = ?", "made-before")
                                        .get(0)));
        assertThat(requests).isEqualTo("0");
        assertThat(api.post("/api/runs", body("made-before", ",\"target_rows\":2"))
                        .body())
                .contains("is there with another input");
    }

    @Test
    void aWaitEndsAfterItsTimeWithWhereTheRunStands() throws Exception {
        try (WebProcess cutOff = WebProcess.start(lab.directory.home(), CUT_OFF)) {
            cutOff.post("/api/runs", bodyOf("later", "no_such_graph"));
            long began = System.nanoTime();

            HttpResponse<String> answer = cutOff.get("/api/runs/later?wait=700ms");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(System.nanoTime() - began).isBetween(600_000_000L, 20_000_000_000L);
        }
    }

    @Test
    void startsThatTemporalCannotTakeAreKeptAndStartedByAnotherProcess() throws Exception {
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> "kept-" + i).toList();
        try (WebProcess cutOff = WebProcess.start(lab.directory.home(), CUT_OFF)) {
            // The other process would be quicker.
            api.close();
            for (String id : ids) {
                HttpResponse<String> accepted = cutOff.post("/api/runs", body(id, ""));
                assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
            }
            Runs.until(
                    "the run says what it waits for",
                    () -> note(cutOff, "kept-0").contains("Temporal does not answer"));
        }

        api = WebProcess.start(lab.directory.home(), API);

        for (String id : ids) {
            assertThat(field(settled(api, id), "status")).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void allWhoWaitForARunAreWokenByItsEnd() throws Exception {
        lab.stopWorker();
        api.post("/api/runs", body("watched", ""));
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(api.getAsync("/api/runs/watched?wait=60s"));
        }
        lab.startWorker();

        Set<String> seen = new java.util.HashSet<>();
        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            seen.add(field(one.get(), "status"));
        }

        assertThat(seen).containsExactly("SUCCEEDED");
    }

    @Test
    void aRunThatHasEndedCannotBeCancelledAndOneThatDidNotFailCannotBeRetried() throws Exception {
        lab.runs.succeed("ended", lab.input("start_fleet"));

        assertThat(api.post("/api/runs/ended/cancel", "").body()).contains("is SUCCEEDED and cannot be cancelled");
        assertThat(api.post("/api/runs/ended/retry", "").body()).contains("is SUCCEEDED and cannot be retried");
        assertThat(api.post("/api/runs/ended/abort", "{\"reason\":\"no\"}").body())
                .contains("takes no abort: only a PARKED run does");
        assertThat(api.post("/api/runs/ended/waive", "{}").body()).contains("reason is missing: say why");
        assertThat(api.post("/api/runs/nobody/cancel", "").statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(api.get("/api/runs/ended/failures").body()).get("items"))
                .isEmpty();
    }

    @Test
    void anAcceptedStartIsCancelledBeforeItIsAWorkflow() throws Exception {
        try (WebProcess cutOff = WebProcess.start(lab.directory.home(), CUT_OFF)) {
            api.close();
            cutOff.post("/api/runs", body("unwanted", ""));
            Runs.until("it is put off", () -> note(cutOff, "unwanted").contains("Temporal"));
            Runs.until(
                    "it is cancelled",
                    () -> post(cutOff, "/api/runs/unwanted/cancel").contains("not started yet and will not be"));

            assertThat(field(cutOff.get("/api/runs/unwanted"), "status")).isEqualTo("CANCELLED");
        }
        api = WebProcess.start(lab.directory.home(), API);
        assertThat(field(api.get("/api/runs/unwanted"), "status")).isEqualTo("CANCELLED");
    }

    private static String body(@org.jspecify.annotations.Nullable String id, String more) {
        RunInput input = Lab.input(lab.bundles.examples().digest(), "start_fleet", Purpose.ADHOC, 1);
        return "{" + (id == null ? "" : "\"run_id\":\"" + id + "\",") + "\"graph\":\"" + input.graph()
                + "\",\"dataset\":\"start_fleet\",\"bundle\":\"" + input.bundle() + "\"" + more + "}";
    }

    private static String bodyOf(String id, String graph) {
        return "{\"run_id\":\"" + id + "\",\"graph\":\"" + graph + "\",\"dataset\":\"start_fleet\"}";
    }

    private static HttpResponse<String> withKey(String key, String body) throws Exception {
        return api.send("POST", "/api/runs", body, "Content-Type", "application/json", "Idempotency-Key", key);
    }

    /** Waits as long as it takes, by one request after another. */
    private static HttpResponse<String> settled(WebProcess process, String runId) throws Exception {
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = process.get("/api/runs/" + runId + "?wait=60s");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            if (!Set.of("PENDING", "RUNNING").contains(field(answer, "status"))) {
                return answer;
            }
        }
        throw new AssertionError("run " + runId + " did not end in ten minutes");
    }

    private static boolean stands(String runId, String status) {
        try {
            return field(api.get("/api/runs/" + runId), "status").equals(status);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String note(WebProcess process, String runId) {
        try {
            return field(process.get("/api/runs/" + runId), "note");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String post(WebProcess process, String path) {
        try {
            return process.post(path, "").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String field(HttpResponse<String> answer, String name) throws IOException {
        JsonNode value = JSON.readTree(answer.body()).get(name);
        assertThat(value).as(answer.body()).isNotNull();
        return value.asText();
    }
}
