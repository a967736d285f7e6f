package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunOutcome;
import dev.odograph.contract.RunStatus;
import dev.odograph.contract.Waiver;
import dev.odograph.dataset.ImportAction;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.store.lineage.RunReport;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph's quarantine budget decides what a run may do without: 0.5 % of 1,000 segments are 5. */
class QuarantineIT {
    private static final int SEGMENTS = 1_000;
    private static final String GRAPH = """
            import dev.odograph.graph.*;

            public final class Budget implements GraphDefinition {
                public record Row(@Key String segmentId, @Key @Unit("ms") long tMs) {}

                @Override
                public void define(Graph g) {
                    g.owner("safety");
                    g.quarantine(0.005);
                    Table<Row> samples = g.source("samples", Row.class);
                    String strict = "SELECT segment_id, CASE WHEN t_ms < 0 THEN error('a clock runs backwards') ELSE t_ms END"
                            + " AS t_ms FROM samples";
                    Table<Row> strictly = g.sql("strictly", Row.class, SqlText.sql(strict), samples);
                    g.metric("strictly", "1.0", strictly);
                }
            }
            """;

    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @Test
    void twoPoisonedSegmentsOfAThousandAreWaived() throws SQLException, IOException {
        RunOutcome outcome = run("within-budget", List.of(17, 901));

        assertThat(lab.runs.succeeded("within-budget").missing()).isZero();
        assertThat(outcome.summary()).contains("quarantine budget of graph budget");
        RunReport report = lab.runs.report("within-budget");
        MetricCoverage coverage = report.coverage().getFirst();
        assertThat(coverage.done().segments()).isEqualTo(998);
        assertThat(coverage.planned().segments()).isEqualTo(SEGMENTS);
        assertThat(report.waivers())
                .singleElement()
                .satisfies(waiver -> assertThat(waiver.segments()).isEqualTo(2));
        assertThat(lab.results.seen("within-budget").get("strictly").rows()).isEqualTo(998);
    }

    @Test
    void sixPoisonedSegmentsOfAThousandPark() throws SQLException, IOException {
        start("above-budget", List.of(3, 200, 201, 444, 702, 999));
        lab.runs.parked("above-budget");

        assertThat(lab.ledger.run("above-budget").status()).isEqualTo(RunStatus.PARKED);
        // An operator may do what the budget may not.
        while (lab.ledger.run("above-budget").status() != RunStatus.SUCCEEDED) {
            lab.runs.handle("above-budget").waive(new Waiver("Ada", "known clocks", List.of()));
            Runs.until(
                    "parked again or done",
                    () -> lab.ledger.run("above-budget").status() == RunStatus.SUCCEEDED || isParked("above-budget"));
        }
        assertThat(lab.runs.report("above-budget").coverage().getFirst().done().segments())
                .isEqualTo(994);
    }

    private boolean isParked(String runId) {
        try {
            return lab.runs.handle(runId).retryPlan().execute() > 0;
        } catch (io.temporal.client.WorkflowQueryException e) {
            return false;
        }
    }

    private RunOutcome run(String runId, List<Integer> poisoned) throws SQLException, IOException {
        start(runId, poisoned);
        return lab.runs.succeeded(runId);
    }

    private void start(String runId, List<Integer> poisoned) throws SQLException, IOException {
        Path folder = directory.resolve(runId);
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            Files.createDirectory(folder);
            for (int i = 0; i < SEGMENTS; i++) {
                statement.execute("COPY (SELECT 'drive-" + i + "' AS segment_id, " + (poisoned.contains(i) ? -1 : i)
                        + "::BIGINT AS t_ms) TO '" + folder.resolve("drive-" + i + ".parquet") + "' (FORMAT parquet)");
            }
        }
        String dataset = runId.replace('-', '_');
        lab.change(dataset, ImportAction.IMPORT, folder);
        Bundle bundle = lab.bundles.author("Budget", GRAPH, List.of());
        lab.runs.start(
                runId, new RunInput("budget", null, bundle.digest(), dataset, Map.of(), Purpose.PRODUCTION, null, 50L));
    }
}
