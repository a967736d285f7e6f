package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker tells Prometheus what it did, in the words that dashboard, alerts and reference use. */
class MonitoringIT {
    private static final Pattern NAME = Pattern.compile("\\b(odograph|jvm|process|http_server)_[a-z_]+\\b");
    private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum)$");

    private static Lab lab;
    private static WebProcess worker;
    private static String scraped;

    @BeforeAll
    static void work() throws IOException, InterruptedException {
        lab = Lab.open();
        lab.simulated("monitored", 2, 5301);
        lab.stopWorker();
        // Without a version, as the lab's own worker is: runs after this test are its again.
        worker = WebProcess.start(lab.directory.home(), Map.of("ODOGRAPH_ROLES", "worker,api", "ODOGRAPH_APP", ""));
        lab.runs.succeed("monitored-first", lab.input("monitored"));
        lab.runs.succeed("monitored-again", lab.input("monitored"));
        var refused = worker.get("/api/runs/nobody");
        assertThat(refused.statusCode()).isEqualTo(404);
        Runs.until("the gauges are read", () -> scrape().contains("odograph_runs{"));
        scraped = scrape();
    }

    @AfterAll
    static void stop() {
        worker.close();
        lab.startWorker();
    }

    @Test
    void whatWasComputedAndReusedIsCounted() {
        int outputs = lab.runs.executedSince("monitored-first", 1).size();

        assertThat(sum("odograph_stage_seconds_count\\{graph=\"car_following\",outcome=\"computed\".*"))
                .isEqualTo(outputs);
        assertThat(sum("odograph_memo_hits_total\\{graph=\"car_following\"\\}"))
                .isEqualTo(lab.runs.planned("monitored-again"));
        assertThat(sum("odograph_stage_wait_seconds_count")).isGreaterThanOrEqualTo(outputs);
        assertThat(sum("odograph_stage_rows_total\\{.*")).isPositive();
        assertThat(sum("odograph_stage_size_bytes_total\\{.*")).isPositive();
        assertThat(sum("odograph_batch_seconds_count\\{step=\"commit\"\\}")).isEqualTo(outputs);
        assertThat(sum("odograph_batch_seconds_count\\{step=\"insert\"\\}"))
                .isEqualTo(sum("odograph_batch_seconds_count\\{step=\"verify\"\\}"))
                .isPositive();
    }

    @Test
    void whatWaitsIsRead() {
        assertThat(scraped).containsPattern("odograph_runs\\{status=\"parked\"\\} [0-9.]+");
        Runs.until("the mirror is up to date", () -> scrape().contains("odograph_mirror_behind 0.0"));
    }

    @Test
    void figuresOfTemporalsSdkAreThere() {
        assertThat(scraped).contains("temporal_activity_schedule_to_start_latency", "temporal_worker_task_slots_used");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "charts/odograph/files/dashboard.json",
                "charts/odograph/files/alerts.yaml",
                "docs/reference/monitoring.md"
            })
    void everyFigureThatIsNamedIsServed(String file) throws IOException {
        String text =
                Files.readString(Path.of(System.getenv("ODOGRAPH_CHECKOUT")).resolve(file));
        Set<String> named = new TreeSet<>(NAME.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name -> !name.endsWith("_"))
                .map(name -> SUFFIX.matcher(name).replaceAll(""))
                .toList());
        // Counted only where something fails, and read as labels of the scrape.
        named.removeAll(Set.of("odograph_stage_failures_total"));

        assertThat(named).isNotEmpty().allMatch(name -> scraped.contains("\n" + name));
    }

    @Test
    void aStepThatFailsIsCountedByItsCode() throws IOException {
        var broken = lab.bundles.withSql(
                "exposure.sql",
                sql -> "SELECT * REPLACE (CAST('x' || segment_id AS DOUBLE) AS distance_km) FROM (\n" + sql + "\n)");
        lab.runs.start(
                "monitored-broken",
                Lab.input(broken.digest(), "monitored", dev.odograph.contract.Purpose.ADHOC, 1_000_000));
        var unused = lab.runs.failed("monitored-broken");

        assertThat(scrape())
                .containsPattern("odograph_stage_failures_total\\{category=\"user\",code=\"SQL_INVALID\","
                        + "graph=\"car_following\",stage=\"exposure\"\\} 1.0");
    }

    private static String scrape() {
        try {
            return worker.get("/q/metrics").body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static double sum(String metric) {
        return Pattern.compile("(?m)^" + metric + " ([0-9.E+]+)$")
                .matcher(scraped)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }
}
