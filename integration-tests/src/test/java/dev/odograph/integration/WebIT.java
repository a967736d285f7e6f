package dev.odograph.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.odograph.browser.Chromium;
import dev.odograph.browser.WebPage;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
            tab.isSound();

            page.getByLabel("Status").selectOption("parked");

            assertThat(page.getByText("fits this filter")).isVisible();
            assertThat(page).hasURL(web.url() + "/?dataset=web_fleet&status=parked");
        }
    }

    @Test
    void keysLeadThroughThePage() {
        try (WebPage tab = chromium.web().open(web.url() + "/?dataset=web_fleet")) {
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
}
