package dev.odograph.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.browser.Chromium;
import dev.odograph.browser.WebPage;
import dev.odograph.dataset.Dataset;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A window of a segment is taken to other programs with the rows that the page shows. */
class PageWindowsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Lab lab;
    private static WebProcess web;
    private static Chromium chromium;
    private static Dataset old;
    private static String segment;

    @BeforeAll
    static void openThePages() throws IOException {
        PagesLab pages = PagesLab.open();
        lab = pages.lab;
        web = pages.web;
        chromium = pages.chromium;
        old = pages.old;
        segment = pages.segment;
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
            PagesLab.drawn(tab.page());
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
}
