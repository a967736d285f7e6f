package dev.odograph.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.odograph.contract.Purpose.ADHOC;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.odograph.browser.Chromium;
import dev.odograph.browser.WebPage;
import dev.odograph.dataset.Dataset;
import dev.odograph.host.bundle.Bundle;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as operators and programs use them, on a real stack. */
class WebIT {
    private static final String DONE = "web-done";

    private static Lab lab;
    private static WebProcess web;
    private static Chromium chromium;

    @BeforeAll
    static void openTheBrowser() throws IOException {
        lab = Lab.open();
        lab.simulated("web_fleet", 3, 4101);
        lab.runs.succeed(DONE, lab.input("web_fleet"));
        web = WebProcess.start(lab.directory.home(), Map.of());
        chromium = Chromium.open();
    }

    @AfterAll
    static void closeTheBrowser() {
        chromium.close();
        web.close();
    }

    @Test
    void theOverviewShowsRunsMetricsAndDatasetsAndKeepsItsFilterInTheAddress() {
        try (WebPage tab = chromium.web().open(web.url() + "/?dataset=web_fleet")) {
            Page page = tab.page();
            assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(DONE)))
                    .isVisible();
            assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("platoon_safety 1.0")))
                    .isVisible();
            tab.isSound().picture("page-overview");

            page.getByLabel("Status").selectOption("parked");

            assertThat(page.getByText("fits this filter")).isVisible();
            assertThat(page).hasURL(web.url() + "/?dataset=web_fleet&status=parked");
        }
    }

    @Test
    void keysLeadThroughThePage() {
        try (WebPage tab = chromium.web().open(web.url() + "/?dataset=web_fleet&sort=oldest")) {
            Page page = tab.page();
            page.keyboard().press("Tab");
            assertThat(page.getByText("Skip to content")).isFocused();
            page.keyboard().press("?");
            assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
            page.keyboard().press("Escape");
            page.keyboard().press("j");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(web.url() + "/runs/" + DONE);
        }
    }

    @Test
    void aProgramGetsTheSameAsJson() throws Exception {
        HttpResponse<String> answer = web.get("/?dataset=web_fleet", "Accept", "application/json");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).contains("\"run_id\":\"" + DONE + "\"", "\"status\":\"SUCCEEDED\"", "\"planned\":");
    }

    @Test
    void aFilterThatIsNoneIsRefusedWithTheWordsThatAre() throws Exception {
        HttpResponse<String> answer = web.get("/?status=runing", "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("ARGUMENT_INVALID", "status is \\\"runing\\\"", "did you mean running?", "succeeded");
        try (WebPage tab = chromium.web().open(web.url() + "/?limit=0")) {
            assertThat(tab.page().getByText("give a whole number from 1 to 500"))
                    .isVisible();
        }
    }

    @Test
    void aNameThatAForeignSitePointsHereIsRefused() throws Exception {
        URI url = URI.create(web.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 421")
                    .contains("for this machine only")
                    .doesNotContain(DONE);
        }
    }

    @Test
    void everythingForbidsForeignCodeAndFrames() throws Exception {
        for (String path : new String[] {"/", "/nothing", "/web/odograph.js"}) {
            HttpResponse<String> answer = web.get(path, "Accept", "text/html");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.body())
                    .doesNotContain(" style=\"", "<style", " onclick=")
                    .doesNotContainPattern("<script>");
        }
    }

    @Test
    void withoutAStoreThePageSaysSoAtOnce() throws Exception {
        try (WebProcess alone = WebProcess.start(
                lab.directory.home(), Map.of("ODOGRAPH_POSTGRES_URL", "jdbc:postgresql://127.0.0.1:1/odograph"))) {
            // The first answer of a process also loads its classes.
            assertThat(alone.get("/").statusCode()).isEqualTo(503);
            long began = System.nanoTime();
            HttpResponse<String> answer = alone.get("/", "Accept", "text/html");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("POSTGRES_UNAVAILABLE", "./odograph status");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aRunShowsItsGraphItsPartitionsAndWhatItIsMadeOf() {
        try (WebPage tab = chromium.web().open(web.url() + "/runs/" + DONE)) {
            Page page = tab.page();
            assertThat(page.locator(".graph .box-done"))
                    .hasCount(lab.runs.stageNames(DONE).size());
            assertThat(page.locator(".heat-row").first()).hasAttribute("aria-label", "samples: 3 computed");
            assertThat(page.getByText("ttc_limit_s")).isVisible();
            assertThat(page.locator(".waterfall")).not().hasCount(0);
            tab.isSound();

            page.keyboard().press("p");

            assertThat(page.locator("#partitions")).isFocused();
        }
    }

    @Test
    void aRunThatGoesOnIsShownAsItGoesOn(@TempDir Path directory) throws IOException {
        String runId = "web-live";
        Dataset dataset = lab.simulated("web_live", 3, 4102);
        Path go = directory.resolve("go");
        lab.runs.start(
                runId, Lab.input(waiting(lab.segments(dataset).getLast(), go).digest(), "web_live", ADHOC, 1));
        Runs.until("the run is planned", () -> lab.ledger.find(runId).isPresent());
        try (WebPage tab = chromium.web().open(web.url() + "/runs/" + runId)) {
            Page page = tab.page();
            page.evaluate("window.stayed = true");
            assertThat(page.locator(".box-running")).containsText("hard_brakes");
            assertThat(page.locator("tbody th").getByText("hard_brakes: ").first())
                    .isVisible();
            tab.isSound().picture("page-run-live");

            Files.createFile(go);
            lab.runs.succeeded(runId);

            assertThat(page.locator(".standing .state-succeeded")).isVisible();
            assertThat(page.locator(".box-done"))
                    .hasCount(lab.runs.stageNames(runId).size());
            assertThat((Object) page.evaluate("window.stayed")).isEqualTo(true);
        }
    }

    @Test
    void aRunThatFailedShowsCausesWithCommandsAndLeadsToTheActivity(@TempDir Path directory) throws Exception {
        String runId = "web-failed";
        Dataset dataset = lab.simulated("web_failed", 3, 4103);
        Files.move(lab.file(dataset, lab.segments(dataset).get(1)), directory.resolve("away"));
        lab.runs.start(runId, lab.input("web_failed"));
        lab.runs.failed(runId);
        try (WebPage tab = chromium.web().open(web.url() + "/runs/" + runId)) {
            Page page = tab.page();
            assertThat(page.locator(".causes")).containsText("FILE_NOT_FOUND");
            assertThat(page.locator(".wrong")).containsText("./odograph runs reproduce " + runId + " samples");
            assertThat(page.locator(".wrong")).containsText("./odograph runs retry " + runId);
            tab.isSound().picture("page-run-failed");
            String activity = page.getByText("the activity in the Temporal UI").getAttribute("href");

            HttpResponse<String> answer = web.get(activity);

            assertThat(answer.statusCode()).isEqualTo(303);
            String place = answer.headers().firstValue("Location").orElse("");
            assertThat(place).startsWith(lab.endpoints.temporalUiUrl()).contains(runId, "/history/events/");
            page.navigate(place);
            assertThat(page.getByText("Activity Task Scheduled").first()).isVisible();
        }
    }

    @Test
    void aNameThatIsCodeIsShownAsText() {
        String runId = "web-<script>alert(1)</script>\"'&<b>";
        lab.runs.succeed(runId, lab.input("web_fleet"));
        try (WebPage tab = chromium.web().open(web.url() + "/?dataset=web_fleet")) {
            Page page = tab.page();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(runId))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText(runId);
            assertThat(page.locator(".legend").first()).isVisible();
            tab.isSound();
        }
    }

    @Test
    void aRunOfManyPartitionsIsServedInTheBlinkOfAnEye() throws Exception {
        LargeRun.fill(lab.stores.postgres(), DONE, "web-large", 100_000);
        HttpResponse<String> first = web.get("/runs/web-large");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body().length()).isLessThan(100_000);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            assertThat(web.get("/runs/web-large").statusCode()).isEqualTo(200);
            best = Math.min(best, System.nanoTime() - began);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(300));

        try (WebPage tab = chromium.web().open(web.url() + "/runs/web-large")) {
            Page page = tab.page();
            assertThat(page.locator(".heat-failed").first()).isVisible();
            tab.isSound();
            page.locator(".heat-row").nth(1).click();
            assertThat(page).hasURL(Pattern.compile(".*[?]from=[0-9]+&to=[0-9]+#partitions"));
            assertThat(page.getByText("Zoom out")).isVisible();
        }
    }

    @Test
    void aRunThatIsNotThereIsToldWithWhatMayBeMeant() throws Exception {
        HttpResponse<String> answer = web.get("/runs/web-dome", "Accept", "application/json");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("RUN_NOT_FOUND", "web-dome", "did you mean " + DONE);
        assertThat(web.get("/runs/" + DONE + "?from=9", "Accept", "application/json")
                        .body())
                .contains("ARGUMENT_INVALID", "from is \\\"9\\\"", "from 1 to 3");
        try (WebPage tab = chromium.web().open(web.url() + "/runs/web-dome")) {
            assertThat(tab.page().getByText("did you mean")).isVisible();
        }
    }

    /** The examples with a Java step that waits at a segment until a file is there. */
    private static Bundle waiting(String segmentId, Path go) {
        String wait = """
                {
                        while (context.segmentId().equals("%s") && !java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) {
                            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                        }
                """.formatted(segmentId, go);
        return lab.bundles.withJava(
                "HardBrakes", source -> source.replaceFirst("(Emitter<HardBrake> out\\) )\\{", "$1" + wait));
    }
}
