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
import dev.odograph.dataset.Corrections;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An analyst goes from a question to a link that stays true, on two releases of which the later keeps less distance. */
class PagesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static PagesLab pages;
    private static Lab lab;
    private static WebProcess web;
    private static Chromium chromium;
    private static Dataset old;
    private static String segment;

    @BeforeAll
    static void openThePages() throws IOException {
        pages = PagesLab.open();
        lab = pages.lab;
        web = pages.web;
        chromium = pages.chromium;
        old = pages.old;
        segment = pages.segment;
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
            PagesLab.drawn(page);
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

            JsonNode filtered = pages.json(page.url().substring(web.url().length()));
            JsonNode all = pages.json("/metrics/platoon_safety?dataset=pages_old&by=weather");

            assertThat(all.at("/whole/segments").asInt()).isEqualTo(PagesLab.SEGMENTS);
            int expected = 0;
            for (JsonNode slice : all.get("slices")) {
                expected += slice.get("name").asText().equals(weather)
                        ? slice.get("segments").asInt()
                        : 0;
            }
            assertThat(filtered.at("/whole/segments").asInt())
                    .isEqualTo(expected)
                    .isLessThan(PagesLab.SEGMENTS);
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
        JsonNode answer = pages.json("/metrics/platoon_safety?run=pages-old&measure=min_ttc_s");
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
        pages.drive("pages_pinned", "4.2.0", 8803, 6);
        pages.run("pages-first", "pages_pinned", Map.of());
        try (WebPage tab = chromium.web().open(web.url() + "/metrics/platoon_safety?dataset=pages_pinned&by=weather")) {
            Page page = tab.page();
            page.getByText("Link that stays true").click();
            assertThat(page).hasURL(Pattern.compile(".*run=pages-first.*"));
            String link = page.url().substring(web.url().length());
            JsonNode before = pages.json(link);
            assertThat(before.at("/source/other_run").isNull()).isTrue();

            pages.run("pages-second", "pages_pinned", Map.of("hard_brake_mps2", -1.0));
            Dataset dataset = lab.stores.datasets().load(dev.odograph.dataset.DatasetName.of("pages_pinned"), null);
            new Corrections(DSL.using(lab.stores.pool(), SQLDialect.POSTGRES))
                    .tag(dataset, lab.segments(dataset).getFirst(), "weather", "hail");

            JsonNode after = pages.json(link);
            assertThat(figures(after)).isEqualTo(figures(before));
            assertThat(after.at("/source/other_run").asText()).isEqualTo("pages-second");
            assertThat(after.at("/source/other_is_newer").asBoolean()).isTrue();
            JsonNode now = pages.json("/metrics/platoon_safety?dataset=pages_pinned&by=weather");
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
            PagesLab.drawn(page);
            assertThat(page.locator(".chart canvas")).hasCount(8);
            assertThat(page.getByText("cut-in").first()).isVisible();
            tab.isSound();
            wide(page);
            tab.picture("page-segment");

            page.locator("#charts").focus();
            page.keyboard().press("+");
            assertThat(page).hasURL(Pattern.compile(".*from=\\d+&to=\\d+.*"));
            PagesLab.drawn(page);
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
            PagesLab.drawn(page);
            page.goBack();
            assertThat(page).hasURL(zoomed);
            page.keyboard().press("0");
            assertThat(page).not().hasURL(Pattern.compile(".*from=.*"));
            page.keyboard().press("n");
            assertThat(page).hasURL(Pattern.compile(".*t=\\d+.*"));
            PagesLab.drawn(page);
        }
    }

    @Test
    void cursorsAreLinkedOverAllCharts() {
        try (WebPage tab = chromium.web().open(web.url() + "/datasets/pages_old/segments/" + segment)) {
            Page page = tab.page();
            PagesLab.drawn(page);
            BoundingBox box = page.locator(".u-over").first().boundingBox();
            page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);

            page.waitForFunction("() => new Set([...document.querySelectorAll('.chart .u-series:first-child .u-value')]"
                    + ".map((one) => one.textContent)).size === 1 && !document.querySelector('.chart .u-value')"
                    + ".textContent.includes('–')");
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
        JsonNode done = pages.json("/compare?metric=platoon_safety&base=run:pages-old&head=run:pages-new");
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
        JsonNode tags = pages.json("/datasets/pages_old");
        String weather = "";
        long count = 0;
        for (JsonNode tag : tags.get("tags")) {
            if (tag.get("name").asText().equals("weather")) {
                weather = tag.get("values").fieldNames().next();
                count = tag.get("values").get(weather).asLong();
            }
        }
        assertThat(pages.json("/datasets/pages_old?tag=weather:" + weather).get("segments"))
                .hasSize((int) count);
        assertThat(pages.json("/datasets/pages_old?segment=" + segment).get("segments"))
                .hasSize(1);
    }

    @Test
    void publicationsThatReadAnotherRecordingAreStale() throws Exception {
        pages.drive("pages_stale", "4.2.0", 8804, 2);
        pages.run("pages-stale", "pages_stale", Map.of());
        Path folder = lab.recordings("pages_stale_fixed", 2, 8804, 1, "4.3.0");
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

    /** Charts that were drawn again for the width of the window. */
    private static void wide(Page page) {
        page.waitForFunction("() => [...document.querySelectorAll('.u-over')].length > 0 && [...document"
                + ".querySelectorAll('.u-over')].every((one) => one.clientWidth > 900)");
        PagesLab.drawn(page);
    }

    private static Page.GetByRoleOptions heading(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    /** What must not change under a pinned link. */
    private static JsonNode figures(JsonNode answer) {
        ObjectNode figures = answer.deepCopy();
        figures.remove(List.of("source", "publications", "versions"));
        return figures;
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(String.valueOf(row.get(column)));
    }

    private static org.assertj.core.data.Percentage near() {
        return org.assertj.core.data.Percentage.withPercentage(1e-7);
    }
}
