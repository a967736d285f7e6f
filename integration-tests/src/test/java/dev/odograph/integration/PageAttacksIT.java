package dev.odograph.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.odograph.browser.Chromium;
import dev.odograph.browser.WebPage;
import dev.odograph.dataset.ImportAction;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is typed into addresses, and what recordings are named, is shown as text and answered as a mistake. */
class PageAttacksIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static PagesLab pages;
    private static Lab lab;
    private static WebProcess web;
    private static Chromium chromium;
    private static String segment;

    @BeforeAll
    static void openThePages() throws IOException {
        pages = PagesLab.open();
        lab = pages.lab;
        web = pages.web;
        chromium = pages.chromium;
        segment = pages.segment;
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
        String path = "/datasets/pages_hostile/segments/" + PagesLab.encoded(id);
        try (WebPage tab = chromium.web().open(web.url() + path)) {
            PagesLab.drawn(tab.page());
            assertThat(tab.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText(id);
            tab.isSound();
        }
        try (WebPage tab = chromium.web().open(web.url() + "/datasets/pages_hostile")) {
            tab.isSound();
        }
        try (WebPage tab = chromium.web().open(web.url() + "/datasets/pages_old/segments/" + segment)) {
            PagesLab.drawn(tab.page());
            assertThat(tab.page().getByText(PagesLab.HOSTILE).first()).isVisible();
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
            String word = PagesLab.encoded(value);
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
}
