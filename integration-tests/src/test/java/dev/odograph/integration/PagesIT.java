package dev.odograph.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.odograph.browser.Chromium;
import dev.odograph.browser.WebPage;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.Corrections;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An analyst goes from a question to a link that stays true, on two releases of which the later keeps less distance. */
class PagesIT {
    private static final int SEGMENTS = 24;
    private static final String HOSTILE = "<script>alert('x')</script>\"'&{7*7}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Lab lab;
    private static WebProcess web;
    private static Chromium chromium;
    private static Dataset old;
    private static String segment;

    @BeforeAll
    static void driveBothReleases() throws IOException {
        lab = Lab.open();
        old = drive("pages_old", "4.2.0");
        drive("pages_new", "4.3.0");
        run("pages-old", "pages_old", Map.of());
        run("pages-new", "pages_new", Map.of());
        segment = lab.segments(old).getFirst();
        Corrections corrections = new Corrections(DSL.using(lab.stores.pool(), SQLDialect.POSTGRES));
        corrections.addSpan(old, segment, 5_000, 15_000, "cut-in");
        corrections.addSpan(old, segment, 30_000, 33_000, HOSTILE);
        corrections.tag(old, segment, "note", HOSTILE);
        web = WebProcess.start(lab.directory.home(), Map.of());
        chromium = Chromium.open();
    }

    @AfterAll
    static void closeTheBrowser() {
        chromium.close();
        web.close();
    }

    @Test
    void aMetricsPageLeadsFromItsFiguresToTheWorstMomentInItsSegment() {
        try (WebPage tab = chromium.web().open(web.url() + "/metrics/ttc?dataset=pages_old&run=pages-old")) {
            Page page = tab.page();
            assertThat(page.getByRole(AriaRole.HEADING, heading("Worst moments")))
                    .isVisible();
            assertThat(page.locator("svg.histogram").first()).isVisible();
            assertThat(page.getByText("Pinned to run pages-old")).isVisible();
            tab.isSound().picture("page-metric");

            page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Worst moments"))
                    .getByRole(AriaRole.LINK)
                    .first()
                    .click();

            assertThat(page).hasURL(Pattern.compile(".*/datasets/pages_old/segments/.*run=pages-old.*t=\\d+"));
            drawn(page);
            tab.isSound();
            wide(page);
            tab.picture("page-segment-moment");
        }
    }

    @Test
    void filtersLiveInTheAddress() throws Exception {
        try (WebPage tab = chromium.web().open(web.url() + "/metrics/platoon_safety?dataset=pages_old")) {
            Page page = tab.page();
            page.getByLabel("Slices by").selectOption("weather");
            assertThat(page).hasURL(Pattern.compile(".*by=weather.*"));
            Locator slices = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Slices"));
            String weather =
                    slices.getByRole(AriaRole.LINK).first().textContent().strip();
            slices.getByRole(AriaRole.LINK).first().click();
            assertThat(page).hasURL(Pattern.compile(".*tag=weather%3A" + weather + ".*"));
            assertThat(page.getByLabel("Without tag weather:" + weather)).isVisible();

            JsonNode filtered = json(page.url().substring(web.url().length()));
            JsonNode all = json("/metrics/platoon_safety?dataset=pages_old&by=weather");

            assertThat(all.at("/whole/segments").asInt()).isEqualTo(SEGMENTS);
            int expected = 0;
            for (JsonNode slice : all.get("slices")) {
                expected += slice.get("name").asText().equals(weather)
                        ? slice.get("segments").asInt()
                        : 0;
            }
            assertThat(filtered.at("/whole/segments").asInt())
                    .isEqualTo(expected)
                    .isLessThan(SEGMENTS);
            assertThat(filtered.at("/distributions/0/rows").asInt()).isEqualTo(expected);
            page.getByLabel("Without tag weather:" + weather).click();
            assertThat(page).not().hasURL(Pattern.compile(".*tag=.*"));
        }
    }

    @Test
    void figuresAreThoseOfTheRows() throws Exception {
        String rows = "`" + lab.results.table("pages-old", "platoon_safety") + "_by_run`(run = 'pages-old')";
        Map<String, String> naive = lab.results
                .rows(rows, List.of("avg(min_ttc_s)", "min(min_ttc_s)", "max(min_ttc_s)", "count(min_ttc_s)"))
                .getFirst();
        JsonNode answer = json("/metrics/platoon_safety?run=pages-old&measure=min_ttc_s");
        JsonNode distribution = null;
        for (JsonNode one : answer.get("distributions")) {
            distribution = one.get("column").asText().equals("min_ttc_s") ? one : distribution;
        }

        assertThat(answer.at("/whole/number").asDouble()).isCloseTo(number(naive, "avg(min_ttc_s)"), near());
        assertThat(distribution.get("mean").asDouble()).isCloseTo(number(naive, "avg(min_ttc_s)"), near());
        assertThat(distribution.at("/quantiles/0").asDouble()).isEqualTo(number(naive, "min(min_ttc_s)"));
        assertThat(distribution.at("/quantiles/6").asDouble()).isEqualTo(number(naive, "max(min_ttc_s)"));
        long binned =
                distribution.get("below").asLong() + distribution.get("above").asLong();
        for (JsonNode bin : distribution.get("bins")) {
            binned += bin.asLong();
        }
        assertThat(binned).isEqualTo((long) number(naive, "count(min_ttc_s)"));
        assertThat(answer.at("/moments/list/0/values/3").asDouble()).isEqualTo(number(naive, "min(min_ttc_s)"));
        assertThat(answer.at("/measure/direction").asText()).isEqualTo("higher_is_better");
    }

    @Test
    void aPinnedLinkShowsTheSameNumbersAfterANewerPublicationAndACorrectedTag() throws Exception {
        drive("pages_pinned", "4.2.0", 8803, 6);
        run("pages-first", "pages_pinned", Map.of());
        try (WebPage tab = chromium.web().open(web.url() + "/metrics/platoon_safety?dataset=pages_pinned&by=weather")) {
            Page page = tab.page();
            page.getByText("Link that stays true").click();
            assertThat(page).hasURL(Pattern.compile(".*run=pages-first.*"));
            String link = page.url().substring(web.url().length());
            JsonNode before = json(link);
            assertThat(before.at("/source/other_run").isNull()).isTrue();

            run("pages-second", "pages_pinned", Map.of("hard_brake_mps2", -1.0));
            Dataset dataset = lab.stores.datasets().load(dev.odograph.dataset.DatasetName.of("pages_pinned"), null);
            new Corrections(DSL.using(lab.stores.pool(), SQLDialect.POSTGRES))
                    .tag(dataset, lab.segments(dataset).getFirst(), "weather", "hail");

            JsonNode after = json(link);
            assertThat(figures(after)).isEqualTo(figures(before));
            assertThat(after.at("/source/other_run").asText()).isEqualTo("pages-second");
            assertThat(after.at("/source/other_is_newer").asBoolean()).isTrue();
            JsonNode now = json("/metrics/platoon_safety?dataset=pages_pinned&by=weather");
            assertThat(now.at("/source/run_id").asText()).isEqualTo("pages-second");
            assertThat(figures(now)).isNotEqualTo(figures(before));
            page.reload();
            assertThat(page.getByText("A newer one exists")).isVisible();
            tab.isSound().picture("page-metric-pinned");
        }
    }

    @Test
    void aSegmentsChartsShareOneWindowThatLivesInTheAddress() {
        try (WebPage tab = chromium.web()
                .open(web.url() + "/datasets/pages_old/segments/" + segment + "?run=pages-old&version=1")) {
            Page page = tab.page();
            drawn(page);
            assertThat(page.locator(".chart canvas")).hasCount(8);
            assertThat(page.getByText("cut-in").first()).isVisible();
            tab.isSound();
            wide(page);
            tab.picture("page-segment");

            page.locator("#charts").focus();
            page.keyboard().press("+");
            assertThat(page).hasURL(Pattern.compile(".*from=\\d+&to=\\d+.*"));
            drawn(page);
            String zoomed = page.url();
            BoundingBox box = page.locator(".u-over").first().boundingBox();
            page.mouse().move(box.x + box.width * 0.25, box.y + 20);
            page.mouse().down();
            page.mouse()
                    .move(
                            box.x + box.width * 0.5,
                            box.y + 40,
                            new com.microsoft.playwright.Mouse.MoveOptions().setSteps(5));
            page.mouse().up();
            assertThat(page).not().hasURL(zoomed);
            drawn(page);
            page.goBack();
            assertThat(page).hasURL(zoomed);
            page.keyboard().press("0");
            assertThat(page).not().hasURL(Pattern.compile(".*from=.*"));
            page.keyboard().press("n");
            assertThat(page).hasURL(Pattern.compile(".*t=\\d+.*"));
            drawn(page);
        }
    }

    @Test
    void cursorsAreLinkedOverAllCharts() {
        try (WebPage tab = chromium.web().open(web.url() + "/datasets/pages_old/segments/" + segment)) {
            Page page = tab.page();
            drawn(page);
            BoundingBox box = page.locator(".u-over").first().boundingBox();
            page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);

            page.waitForFunction("() => new Set([...document.querySelectorAll('.chart .u-series:first-child .u-value')]"
                    + ".map((one) => one.textContent)).size === 1 && !document.querySelector('.chart .u-value')"
                    + ".textContent.includes('–')");
        }
    }

    @Test
    void aWindowIsReadBackByTheOfficialReaderWithTheSameRows() throws Exception {
        String window = "/datasets/pages_old/segments/" + segment + "/window.mcap?run=pages-old&from=10000&to=20000";
        HttpResponse<byte[]> file = web.bytes(window);
        assertThat(file.statusCode()).isEqualTo(200);
        Files.createDirectories(lab.directory.scratch());
        Path saved = Files.write(lab.directory.scratch().resolve("window.mcap"), file.body());

        JsonNode read = JSON.readTree(new Mcap().read(saved));

        assertThat(read.at("/counts/~1recording~1main").asLong())
                .isEqualTo(duckdb("count(*)", "t_ms BETWEEN 10000 AND 20000"));
        assertThat(read.at("/sums/~1recording~1main~1speed_mps").asDouble())
                .isCloseTo(duckdbSum("sum(speed_mps)", "t_ms BETWEEN 10000 AND 20000"), near());
        Map<String, String> ttc = lab.results
                .rows(
                        "`" + lab.results.table("pages-old", "ttc") + "_by_run`(run = 'pages-old') WHERE segment_id = '"
                                + segment + "' AND t_ms BETWEEN 10000 AND 20000",
                        List.of("count()", "sum(headway_s)"))
                .getFirst();
        assertThat(read.at("/counts/~1metrics~1ttc").asLong()).isEqualTo((long) number(ttc, "count()"));
        assertThat(read.at("/sums/~1metrics~1ttc~1headway_s").asDouble())
                .isCloseTo(number(ttc, "sum(headway_s)"), near());
        assertThat(read.get("ordered").asBoolean()).isTrue();
        assertThat(read.at("/metadata/segment").asText()).isEqualTo(segment);

        HttpResponse<byte[]> part = web.bytes(window, "Range", "bytes=-8", "Origin", "https://rerun.io");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file.body(), file.body().length - 8, file.body().length));
        assertThat(part.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://rerun.io");
        assertThat(web.bytes(window, "Origin", "https://evil.example")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(web.bytes(window, "Range", "bytes=99999999-").statusCode()).isEqualTo(416);
    }

    @Test
    void aWindowIsAlsoCsvAndParquetAndOpensInViewersAtTheMoment() throws Exception {
        String segmentUrl = "/datasets/pages_old/segments/" + segment;
        HttpResponse<String> csv = web.get(segmentUrl + "/window.csv?from=10000&to=20000&table=main");
        HttpResponse<byte[]> parquet = web.bytes(segmentUrl + "/window.parquet?t=15000&table=ttc");

        assertThat(csv.body().lines().count() - 1).isEqualTo(duckdb("count(*)", "t_ms BETWEEN 10000 AND 20000"));
        assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                .isEqualTo("attachment; filename=\"" + segment + "_main_10000-20000ms.csv\"");
        assertThat(new String(parquet.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
        try (WebPage tab = chromium.web().open(web.url() + segmentUrl + "?from=10000&to=20000&t=15000")) {
            drawn(tab.page());
            String foxglove = tab.page().getByText("Open in Foxglove").getAttribute("href");
            String rerun = tab.page().getByText("Open in Rerun").getAttribute("href");
            assertThat(foxglove)
                    .startsWith("foxglove://open?ds=remote-file&ds.url=http%3A%2F%2F127.0.0.1%3A")
                    .contains("window.mcap%3F", "from%3D10000%26to%3D20000")
                    .containsPattern("&time=20\\d\\d-\\d\\d-\\d\\dT.*Z$");
            assertThat(rerun)
                    .startsWith("https://rerun.io/viewer?url=http%3A%2F%2F127.0.0.1%3A")
                    .contains("%23when%3D");
        }
    }

    @Test
    void aComparisonGivesItsVerdictInWordsAndShapeWithTheSegmentsThatMoved() {
        try (WebPage tab = chromium.web()
                .open(web.url() + "/compare?metric=platoon_safety&base=run:pages-old&head=run:pages-new")) {
            Page page = tab.page();
            assertThat(page.getByText("Verdict: worse")).isVisible();
            assertThat(page.locator(".verdict-sign")).hasText("▼");
            assertThat(page.getByText("paired by scenario_id, seed: 24 pairs")).isVisible();
            assertThat(page.locator("svg.boxes").first()).isVisible();
            tab.isSound().picture("page-compare");

            page.getByText("Link that stays true").click();
            assertThat(page).hasURL(Pattern.compile(".*base=run%3Apages-old.*head=run%3Apages-new.*"));
            page.locator("summary", new Page.LocatorOptions().setHasText("Worst by headway_p50_s"))
                    .click();
            page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Worst by headway_p50_s"))
                    .last()
                    .getByRole(AriaRole.LINK)
                    .first()
                    .click();
            assertThat(page).hasURL(Pattern.compile(".*/datasets/pages_new/segments/.*"));
        }
    }

    @Test
    void aComparisonWithoutAnAnswerSaysWhatTheCommandSays() throws Exception {
        try (WebPage tab = chromium.web()
                .open(web.url() + "/compare?metric=platoon_safety&base=run:pages-odl&head=run:pages-new")) {
            assertThat(tab.page().getByText("RUN_NOT_FOUND")).isVisible();
            assertThat(tab.page().getByText("did you mean pages-old")).isVisible();
            assertThat(tab.page().getByLabel("Base")).hasValue("run:pages-odl");
        }
        assertThat(web.get("/compare?metric=platoon_safety&base=run:pages-odl&head=run:pages-new")
                        .statusCode())
                .isEqualTo(404);
        JsonNode done = json("/compare?metric=platoon_safety&base=run:pages-old&head=run:pages-new");
        assertThat(done.get("verdict").asText()).isEqualTo("worse");
    }

    @Test
    void aDatasetsPageLeadsToSegmentsByTags() throws Exception {
        try (WebPage tab = chromium.web().open(web.url() + "/datasets/pages_old?limit=10")) {
            Page page = tab.page();
            Locator segments = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Segments"));
            assertThat(segments.getByRole(AriaRole.ROW)).hasCount(11);
            tab.isSound().picture("page-dataset");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next 10"))
                    .click();
            assertThat(segments.getByRole(AriaRole.ROW)).hasCount(11);
            assertThat(page).hasURL(Pattern.compile(".*after=.*"));
        }
        JsonNode tags = json("/datasets/pages_old");
        String weather = "";
        long count = 0;
        for (JsonNode tag : tags.get("tags")) {
            if (tag.get("name").asText().equals("weather")) {
                weather = tag.get("values").fieldNames().next();
                count = tag.get("values").get(weather).asLong();
            }
        }
        assertThat(json("/datasets/pages_old?tag=weather:" + weather).get("segments"))
                .hasSize((int) count);
        assertThat(json("/datasets/pages_old?segment=" + segment).get("segments"))
                .hasSize(1);
    }

    @Test
    void publicationsThatReadAnotherRecordingAreStale() throws Exception {
        drive("pages_stale", "4.2.0", 8804, 2);
        run("pages-stale", "pages_stale", Map.of());
        Path folder = lab.directory.recordings().resolve("pages_stale_fixed");
        new FleetSimulator(2)
                .simulate(
                        new SimulatorOptions(SimulatorOptions.Kind.PLATOON, 2, 8804, 1, 3, "4.3.0"),
                        folder,
                        (written, rows) -> {});
        Dataset fixed = lab.change("pages_stale", ImportAction.REPLACE, folder);

        try (WebPage tab = chromium.web().open(web.url() + "/datasets/pages_stale")) {
            assertThat(tab.page().getByRole(AriaRole.HEADING, heading("Stale publications")))
                    .isVisible();
            tab.isSound();
            tab.open(web.url() + "/datasets/pages_stale/segments/"
                    + lab.segments(fixed).getFirst());
            assertThat(tab.page()
                            .getByText("where this recording had other content")
                            .first())
                    .isVisible();
        }
    }

    @Test
    void hostileNamesAreShownAsText() throws Exception {
        String id = "<script>alert('x')\"&{7*7}";
        Path file = lab.directory.recordings().resolve("pages_hostile").resolve("h.parquet");
        Files.createDirectories(file.getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT '" + id.replace("'", "''") + "' AS segment_id, i * 100 AS t_ms, 1 AS"
                    + " position, 'car' AS vehicle, 10.0 + i AS \"speed <b>\" FROM range(50) AS r(i)) TO '" + file
                    + "' (FORMAT parquet)");
        }
        lab.change("pages_hostile", ImportAction.IMPORT, file.getParent());
        String path = "/datasets/pages_hostile/segments/" + encoded(id);
        try (WebPage tab = chromium.web().open(web.url() + path)) {
            drawn(tab.page());
            assertThat(tab.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText(id);
            tab.isSound();
        }
        try (WebPage tab = chromium.web().open(web.url() + "/datasets/pages_hostile")) {
            tab.isSound();
        }
        try (WebPage tab = chromium.web().open(web.url() + "/datasets/pages_old/segments/" + segment)) {
            drawn(tab.page());
            assertThat(tab.page().getByText(HOSTILE).first()).isVisible();
        }
        HttpResponse<String> csv = web.get(path + "/window.csv");
        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                .matches("attachment; filename=\"[A-Za-z0-9_.-]+\"");
    }

    static Stream<String> attacks() {
        List<String> values = List.of(
                "'; DROP TABLE run; --",
                "x') UNION ALL SELECT 1 --`\\",
                "<script>alert(1)</script>{7*7}",
                "a\r\nSet-Cookie: stolen=1",
                "../../../etc/passwd\u0000",
                "9999999999999999999999");
        List<String> paths = new ArrayList<>();
        for (String value : values) {
            String word = encoded(value);
            for (String name : List.of("dataset", "channel", "run", "version", "tag", "by", "measure", "as_of")) {
                paths.add("/metrics/platoon_safety?dataset=pages_old&" + name + "=" + word);
            }
            paths.add("/metrics/platoon_safety?dataset=pages_old&tag=weather%3A" + word);
            paths.add("/metrics/" + word);
            for (String name : List.of("version", "run", "channel", "as_of", "from", "to", "t", "chart", "px")) {
                paths.add("/datasets/pages_old/segments/" + segmentId() + "?" + name + "=" + word);
                paths.add("/datasets/pages_old/segments/" + segmentId() + "/window.csv?" + name + "=" + word);
            }
            paths.add("/datasets/pages_old/segments/" + segmentId() + "/window.csv?table=" + word);
            paths.add("/datasets/pages_old/segments/" + segmentId() + "/window." + word);
            paths.add("/datasets/pages_old/segments/" + word);
            paths.add("/datasets/" + word);
            for (String name : List.of("version", "tag", "segment", "after", "limit")) {
                paths.add("/datasets/pages_old?" + name + "=" + word);
            }
            for (String name :
                    List.of("metric", "base", "head", "pair", "cluster", "stratify", "measure", "alpha", "seed")) {
                paths.add("/compare?metric=platoon_safety&base=run:pages-old&head=run:pages-new&" + name + "=" + word);
            }
        }
        return paths.stream();
    }

    /** One test for all, because each is quick and there are hundreds. */
    @Test
    void nothingThatIsTypedIntoAnAddressIsRunOrShownAsCode() throws Exception {
        List<String> broken = new ArrayList<>();
        for (String path : attacks().toList()) {
            HttpResponse<String> answer = web.get(path, "Accept", "text/html");
            boolean known = answer.statusCode() == 200 || answer.statusCode() == 400 || answer.statusCode() == 404;
            if (!known
                    || answer.body().contains("<script>alert")
                    || answer.headers().firstValue("Set-Cookie").isPresent()
                    || answer.body().contains("root:x:0")) {
                broken.add(answer.statusCode() + " " + path + "\n"
                        + answer.body().replaceAll("(?s).*problem-message", ""));
            }
        }

        assertThat(broken).isEmpty();
        assertThat(lab.ledger.find("pages-old")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics/platoon_safety?run=pages-old",
                "/metrics/ttc?run=pages-old",
                "/datasets/pages_old",
                "/datasets/pages_old/segments/SEGMENT?run=pages-old",
                "/datasets/pages_old/segments/SEGMENT/series?run=pages-old&px=1000"
            })
    void aPageIsThereQuickly(String path) throws Exception {
        String url = path.replace("SEGMENT", segment);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            assertThat(web.get(url, "Accept", "text/html").statusCode()).isEqualTo(200);
            best = Math.min(best, System.nanoTime() - begin);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(1_500));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNotThereIsToldWithWhatMayBeMeant(String path, int status, String words) throws Exception {
        HttpResponse<String> answer = web.get(path, "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).at("/error/message").asText()).contains(words);
    }

    static Stream<Arguments> whatIsNotThereIsToldWithWhatMayBeMeant() {
        return Stream.of(
                Arguments.of("/metrics/platoon_safty", 404, "did you mean platoon_safety?"),
                Arguments.of("/metrics/platoon_safety?dataset=pages_odl", 404, "did you mean pages_old"),
                Arguments.of("/metrics/platoon_safety?dataset=pages_old&by=wether", 400, "did you mean weather?"),
                Arguments.of("/metrics/platoon_safety?run=a&version=1.0", 400, "exclude each other"),
                Arguments.of("/metrics/platoon_safety?tag=rain", 400, "write name:value"),
                Arguments.of("/datasets/pages_odl", 404, "did you mean pages_old"),
                Arguments.of("/datasets/pages_old/segments/none", 404, "holds no segment 'none'"),
                Arguments.of(
                        "/datasets/pages_old/segments/" + segmentId() + "?chart=main.speed", 400, "main.speed_mps"),
                Arguments.of("/datasets/pages_old/segments/" + segmentId() + "?from=9&to=3", 400, "swap from and to"),
                Arguments.of(
                        "/datasets/pages_old/segments/" + segmentId() + "/window.mp4",
                        400,
                        "choose mcap, csv or parquet"));
    }

    private static String segmentId() {
        return segment == null ? "none" : segment;
    }

    private static void drawn(Page page) {
        page.waitForFunction("() => { const c = document.querySelector('#charts'); const u = new URL(location.href);"
                + " return c && c.getAttribute('aria-busy') === 'false' && c.dataset.shown && (!u.searchParams.get('from')"
                + " || c.dataset.shown.startsWith(u.searchParams.get('from') + '-')); }");
    }

    /** Charts that were drawn again for the width of the window. */
    private static void wide(Page page) {
        page.waitForFunction("() => [...document.querySelectorAll('.u-over')].length > 0 && [...document"
                + ".querySelectorAll('.u-over')].every((one) => one.clientWidth > 900)");
        drawn(page);
    }

    private static Page.GetByRoleOptions heading(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = web.get(path, "Accept", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** What must not change under a pinned link. */
    private static JsonNode figures(JsonNode answer) {
        ObjectNode figures = answer.deepCopy();
        figures.remove(List.of("source", "publications", "versions"));
        return figures;
    }

    private static Dataset drive(String dataset, String release) {
        return drive(dataset, release, 8801, SEGMENTS);
    }

    private static Dataset drive(String dataset, String release, long seed, int segments) {
        Path folder = lab.directory.recordings().resolve(dataset);
        new FleetSimulator(2)
                .simulate(
                        new SimulatorOptions(SimulatorOptions.Kind.PLATOON, segments, seed, 1, 3, release),
                        folder,
                        (written, rows) -> {});
        return lab.change(dataset, ImportAction.IMPORT, folder);
    }

    private static void run(String runId, String dataset, Map<String, Object> parameters) {
        RunInput plain = Lab.input(lab.bundles.examples().digest(), dataset, Purpose.ADHOC, 10_000_000);
        lab.runs.succeed(
                runId,
                new RunInput(
                        plain.graph(),
                        plain.version(),
                        plain.bundle(),
                        plain.dataset(),
                        parameters,
                        plain.purpose(),
                        null,
                        10_000_000L));
    }

    private static long duckdb(String what, String condition) throws Exception {
        return (long) duckdbSum(what, condition);
    }

    private static double duckdbSum(String what, String condition) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(
                        "SELECT " + what + " FROM read_parquet('" + lab.file(old, segment) + "') WHERE " + condition)) {
            assertThat(result.next()).isTrue();
            return result.getDouble(1);
        }
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(String.valueOf(row.get(column)));
    }

    private static org.assertj.core.data.Percentage near() {
        return org.assertj.core.data.Percentage.withPercentage(1e-7);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
