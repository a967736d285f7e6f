package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs read by the API, on a real stack. */
class ApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DONE = "api-done";

    private static Lab lab;
    private static WebProcess api;

    @BeforeAll
    static void serve() throws IOException {
        lab = Lab.open();
        lab.simulated("api_fleet", 3, 5101);
        lab.runs.succeed(DONE, lab.input("api_fleet"));
        api = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aRunSaysWhereItStandsAndWhatItStandsOn() throws Exception {
        JsonNode run = api.json("/api/runs/" + DONE);

        assertThat(run.get("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(run.get("graph").asText()).isEqualTo("car_following");
        assertThat(run.get("dataset").asText()).isEqualTo("api_fleet");
        assertThat(run.get("purpose").asText()).isEqualTo("adhoc");
        assertThat(run.get("failure").isNull()).isTrue();
        assertThat(run.at("/coverage/segments").asInt()).isEqualTo(3);
        assertThat(run.at("/coverage/planned_segments").asInt()).isEqualTo(3);
        assertThat(run.at("/outputs/failed").asInt()).isZero();
        assertThat(run.at("/links/self").asText()).isEqualTo("/api/runs/" + DONE);
        assertThat(run.get("metrics").toString()).contains("platoon_safety");
        assertThat(run.get("finished_at").asText()).endsWith("Z");
    }

    @Test
    void aListThatHoldsNoNameIsRefused() throws Exception {
        HttpResponse<String> waive = api.post("/api/runs/" + DONE + "/waive", "{\"segments\":[null],\"reason\":\"x\"}");
        assertThat(waive.statusCode()).isEqualTo(400);
        assertThat(waive.body()).contains("segments holds null: give names only");
        HttpResponse<String> publish = api.post(
                "/api/publications",
                "{\"action\":\"publish\",\"run_id\":\"" + DONE + "\",\"channel\":\"api\",\"metrics\":[\"ttc\",null]}");
        assertThat(publish.statusCode()).isEqualTo(400);
        assertThat(publish.body()).contains("metrics holds null");
    }

    @Test
    void aRunOfASampleIsStartedAndSaysSo() throws Exception {
        HttpResponse<String> started = api.post(
                "/api/runs",
                "{\"graph\":\"car_following\",\"dataset\":\"api_fleet\",\"run_id\":\"api-sampled\","
                        + "\"sample\":{\"segments\":2,\"by\":[\"release\"]}}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        assertThat(api.json("/api/runs/api-sampled").at("/sample/segments").asInt())
                .isEqualTo(2);

        JsonNode run = api.json("/api/runs/api-sampled?wait=60s");
        assertThat(run.get("status").asText()).as("%s", run).isEqualTo("SUCCEEDED");
        assertThat(run.at("/sample/seed").asInt()).isEqualTo(1);
        assertThat(run.at("/coverage/planned_segments").asInt()).isEqualTo(2);
        assertThat(api.post("/api/runs", "{\"graph\":\"car_following\",\"dataset\":\"api_fleet\",\"sample\":{}}")
                        .body())
                .contains("sample.segments is missing");
        assertThat(api.post(
                                "/api/runs",
                                "{\"graph\":\"car_following\",\"dataset\":\"api_fleet\",\"sample\":{\"segments\":0}}")
                        .body())
                .contains("Sample has 0 segments");
    }

    @Test
    void itIsClosedWhereOthersReachIt() throws Exception {
        try (WebProcess open = WebProcess.start(
                lab.directory.home(), Map.of("ODOGRAPH_ROLES", "api", "QUARKUS_HTTP_HOST", "0.0.0.0"))) {
            HttpResponse<String> answer = open.get("/api/runs");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("TOKEN_INVALID", "./odograph tokens add");
        }
    }

    @Test
    void runsAreListedPageByPage() throws Exception {
        lab.runs.succeed("api-second", lab.input("api_fleet"));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.json("/api/runs?dataset=api_fleet&limit=1" + cursor);
            page.get("items").forEach(run -> seen.add(run.get("run_id").asText()));
            cursor = page.get("next").isNull()
                    ? ""
                    : "&cursor=" + page.get("next").asText();
        } while (!cursor.isEmpty());

        assertThat(seen).contains(DONE, "api-second").doesNotHaveDuplicates();
        assertThat(seen.indexOf("api-second")).isLessThan(seen.indexOf(DONE));
    }

    @Test
    void aDatasetHasItsTotalsAndSegments() throws Exception {
        assertThat(api.json("/api/datasets/api_fleet").get("segments").asInt()).isEqualTo(3);
        assertThat(names(api.json("/api/datasets?limit=500"), "name")).contains("api_fleet");

        JsonNode first = api.json("/api/datasets/api_fleet/segments?limit=2");
        JsonNode rest = api.json("/api/datasets/api_fleet/segments?limit=2&cursor="
                + first.get("next").asText());

        assertThat(first.get("items")).hasSize(2);
        assertThat(rest.get("items")).hasSize(1);
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(first.at("/items/0/tables").toString()).isEqualTo("[\"main\"]");
    }

    @Test
    void aGraphOfABundleHasParametersMetricsAndSchemas() throws Exception {
        String bundle = lab.bundles.examples().digest();

        JsonNode graph = api.json("/api/graphs/car_following?bundle=" + bundle);

        assertThat(graph.get("bundle").asText()).isEqualTo(bundle);
        assertThat(graph.get("parameters").toString()).contains("\"name\":", "\"default\":");
        assertThat(names(graph, "metrics", "name")).contains("platoon_safety");
        assertThat(graph.at("/sources/0/columns").toString()).contains("\"unit\":\"ms\"");
    }

    @Test
    void resultsComeInTheFormatThatIsAskedFor() throws Exception {
        String path = "/api/results/default/platoon_safety?run=" + DONE;
        HttpResponse<String> rows = api.get(path + "&columns=segment_id&limit=2", "Accept", "application/json");
        HttpResponse<String> csv = api.get(path, "Accept", "text/csv");
        HttpResponse<byte[]> parquet = api.bytes(path + "&format=parquet");
        HttpResponse<byte[]> arrow = api.bytes(path + "&format=arrow");

        assertThat(rows.headers().firstValue("Odograph-Run")).hasValue(DONE);
        assertThat(JSON.readTree(rows.body())).hasSize(2);
        assertThat(JSON.readTree(rows.body()).get(0).properties()).hasSize(1);
        assertThat(csv.body()).startsWith("\"segment_id\"");
        assertThat(new String(parquet.body(), 0, 4, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("PAR1");
        assertThat(arrow.headers().firstValue("Content-Type")).hasValue("application/vnd.apache.arrow.stream");
        assertThat(arrow.body().length).isGreaterThan(100);
    }

    @Test
    void twoSidesAreCompared() throws Exception {
        JsonNode same = api.json("/api/compare?metric=platoon_safety&base=run:" + DONE + "&head=run:" + DONE);

        assertThat(same.get("verdict").asText()).isNotEmpty();
        assertThat(same.get("metrics")).hasSize(1);
    }

    @Test
    void channelsAreListedAndMoved() throws Exception {
        HttpResponse<String> moved = api.post(
                "/api/publications",
                "{\"action\":\"publish\",\"channel\":\"weekly\",\"run_id\":\"" + DONE + "\",\"reason\":\"week 47\"}");

        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        JsonNode shown = api.json("/api/publications?channel=weekly&dataset=api_fleet");
        assertThat(names(shown, "run_id")).containsOnly(DONE);
        HttpResponse<String> empty = api.post("/api/publications", "{\"action\":\"pin\",\"channel\":\"weekly\"}");
        assertThat(empty.body()).contains("dataset is missing: the body must have it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/runs/nobody | 404 | RUN_NOT_FOUND | Run \"nobody\" is not there",
                "/api/runs?limit=0 | 400 | ARGUMENT_INVALID | limit is \"0\": give a whole number from 1 to 500",
                "/api/runs?status=runing | 400 | ARGUMENT_INVALID | status is \"runing\": choose one of PENDING",
                "/api/runs?cursor=x | 400 | ARGUMENT_INVALID | cursor is \"x\", which is none of this list",
                "/api/runs/api-done?wait=5m | 400 | ARGUMENT_INVALID | wait is \"5m\": give seconds up to 60",
                "/api/datasets/nobody | 404 | DATASET_NOT_FOUND | Dataset \"nobody\" is not there",
                "/api/graphs/nobody | 404 | GRAPH_NOT_FOUND | Graph \"nobody\" is not there",
                "/api/bundles/00 | 404 | BUNDLE_NOT_FOUND | Bundle \"00\" is not there",
                "/api/results/default/nobody | 404 | METRIC_NOT_FOUND | nobody",
                "/api/results/default/platoon_safety?run=api-done&columns=x | 400 | ARGUMENT_INVALID | has no columns [x]: it has",
                "/api/results/default/platoon_safety?format=xls | 400 | ARGUMENT_INVALID | format is \"xls\": choose one of json",
                "/api/compare?metric=ttc | 400 | ARGUMENT_INVALID | metric, base and head are needed",
                "/api/nothing | 404 | ARGUMENT_INVALID | There is no resource \"/api/nothing\"",
            })
    void whatIsWrongIsAProblemWithCodeValueAndMend(String path, int status, String code, String detail)
            throws Exception {
        HttpResponse<String> answer = api.get(path);

        JsonNode problem = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("type").asText()).isEqualTo("urn:odograph:error:" + code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).contains(detail);
        assertThat(problem.get("instance").asText()).isEqualTo(path.replaceAll("\\?.*", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | 400 | The body is not the JSON that is wanted",
                "[] | 400 | The body is not the JSON that is wanted",
                "{\"graph\":\"car_following\",\"dataset\":\"api_fleet\",\"colour\":1} | 400 | at \"colour\"",
                "{\"graph\":\"car_following\"} | 400 | dataset is missing: give the name of a dataset",
                "{\"graph\":\"car_following\",\"dataset\":\"nobody\"} | 404 | Dataset \"nobody\" is not there",
                "{\"graph\":\"car_following\",\"dataset\":\"api_fleet\",\"target_rows\":1.5} | 400 | at \"target_rows\"",
                "{\"graph\":\"car_following\",\"dataset\":\"api_fleet\",\"limits\":{\"partitions\":0}} | 400 | Limit of \"partitions\" is 0",
            })
    void aBodyThatIsWrongIsRefusedWithThePlaceAndTheMend(String body, int status, String detail) throws Exception {
        HttpResponse<String> answer = api.post("/api/runs", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).contains(detail);
    }

    @Test
    void aMethodOrContentTypeThatIsNotTakenIsAProblem() throws Exception {
        HttpResponse<String> method = api.send("DELETE", "/api/runs/" + DONE, "", "Content-Type", "application/json");
        HttpResponse<String> type = api.send("POST", "/api/runs", "graph=x", "Content-Type", "text/plain");

        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.body()).contains("does not take this method");
        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(type.body()).contains("Content-Type: application/json");
    }

    @Test
    void aPageOfAnotherSiteMayChangeNothing() throws Exception {
        HttpResponse<String> foreign = api.send(
                "POST",
                "/api/runs/" + DONE + "/cancel",
                "",
                "Content-Type",
                "application/json",
                "Origin",
                "https://evil.example");
        HttpResponse<String> crossSite =
                api.send("POST", "/api/runs", "{}", "Content-Type", "application/json", "Sec-Fetch-Site", "cross-site");

        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("REQUEST_FOREIGN", "https://evil.example");
        assertThat(crossSite.statusCode()).isEqualTo(403);
    }

    @Test
    void aProcessWithoutTheRoleHasNoApi() throws Exception {
        try (WebProcess pages = WebProcess.start(lab.directory.home(), Map.of())) {
            assertThat(pages.get("/api/runs").statusCode()).isEqualTo(404);
            assertThat(pages.get("/api/runs").body()).contains("ODOGRAPH_ROLES lacks api");
        }
        assertThat(api.get("/").statusCode()).isEqualTo(404);
    }

    private static List<String> names(JsonNode page, String field) {
        return names(page, "items", field);
    }

    private static List<String> names(JsonNode thing, String list, String field) {
        List<String> names = new ArrayList<>();
        thing.get(list).forEach(item -> names.add(item.get(field).asText()));
        return names;
    }
}
