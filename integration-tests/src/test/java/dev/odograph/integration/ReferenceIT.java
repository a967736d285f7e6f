package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunOutcome;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real platoon drives through the workflow give what an independent program computed, and a second run computes nothing. */
class ReferenceIT {
    private static final double RELATIVE = 1e-9;
    private static final String FIRST = "openacc-first";
    private static final String SECOND = "openacc-second";

    private static Lab lab;
    private static JsonNode reference;

    @BeforeAll
    static void runTheGraph() throws IOException {
        String data = System.getenv("ODOGRAPH_OPENACC");
        if (data == null) {
            System.out.println("NOTICE: ReferenceIT is skipped: set ODOGRAPH_OPENACC to the directory of the OpenACC"
                    + " recordings (segments/*.parquet and reference.json)");
        }
        assumeTrue(data != null, "ODOGRAPH_OPENACC is not set");
        reference = new ObjectMapper().readTree(Path.of(data, "reference.json").toFile());
        lab = Lab.open();
        Dataset dataset = lab.change("openacc", ImportAction.IMPORT, Path.of(data, "segments"));
        assertThat(dataset.segments()).isEqualTo(50);
        lab.runs.succeed(FIRST, Lab.input(lab.bundles.examples().digest(), "openacc", Purpose.ADHOC, 500_000));
    }

    @Test
    void everySegmentIsAsTheReferenceSays() {
        List<Map<String, String>> rows = rows("platoon_safety");

        assertThat(rows).hasSize(reference.path("segments").size()).hasSize(50);
        rows.forEach(row -> {
            String segment = row.get("segment_id");
            assertSame(
                    "platoon_safety", segment, row, reference.path("segments").path(segment), 11);
        });
    }

    @Test
    void fleetTotalsAreAsTheReferenceSays() {
        List<Map<String, String>> rows = rows("fleet_safety");

        assertThat(rows).hasSize(1);
        assertSame("fleet_safety", "total", rows.getFirst(), reference.path("total"), 8);
    }

    @Test
    void readersSeeAsManyRowsAsTheArtifactsHoldAndNoKeyTwice() {
        Map<String, Results.Seen> seen = lab.results.seen(FIRST);

        assertThat(seen).containsOnlyKeys("exposure", "fleet_safety", "hard_brake", "platoon_safety", "ttc");
        assertThat(Results.rows(seen)).isEqualTo(lab.results.artifactRows(FIRST));
        assertThat(seen.get("ttc").rows())
                .isEqualTo(reference.path("total").path("pairs").asLong());
        assertThat(seen.get("hard_brake").rows())
                .isEqualTo(reference.path("total").path("hard_brakes").asLong());
    }

    @Test
    void coverageStandsOnEverythingPlanned() {
        assertThat(lab.runs.report(FIRST).coverage()).hasSize(5).allSatisfy(coverage -> {
            assertThat(coverage.done().segments()).isEqualTo(50);
            assertThat(coverage.done().rows()).isEqualTo(coverage.planned().rows());
        });
    }

    @Test
    void aSecondRunExecutesNoStepAndSeesTheSameRows() {
        RunOutcome outcome =
                lab.runs.succeed(SECOND, Lab.input(lab.bundles.examples().digest(), "openacc", Purpose.ADHOC, 500_000));

        assertThat(outcome.executed()).isZero();
        assertThat(outcome.reused()).isEqualTo(outcome.outputs());
        assertThat(lab.runs.scheduledStages(lab.runs.history(FIRST))).hasSize((int) outcome.outputs());
        assertThat(lab.runs.scheduledStages(lab.runs.history(SECOND))).isEmpty();
        assertThat(lab.results.seen(SECOND)).isEqualTo(lab.results.seen(FIRST));
    }

    private static List<Map<String, String>> rows(String metric) {
        List<String> columns = lab.results.schema(FIRST, metric).columns().stream()
                .map(ColumnSpec::name)
                .toList();
        return lab.results.rows(
                ClickHouseNames.byRunView(lab.results.table(FIRST, metric)) + "(run = '" + FIRST + "')", columns);
    }

    private static void assertSame(
            String metric, String what, Map<String, String> row, JsonNode expected, int columnsCompared) {
        assertThat(expected.isObject()).as("reference of %s", what).isTrue();
        int compared = 0;
        for (ColumnSpec column : lab.results.schema(FIRST, metric).columns()) {
            JsonNode wanted = expected.path(column.name());
            if (wanted.isMissingNode()) {
                continue;
            }
            compared++;
            String value = row.get(column.name());
            if (wanted.isNull()) {
                assertThat(value).as("%s of %s", column.name(), what).isNull();
            } else if (column.type() == ColumnType.FLOAT64) {
                assertThat(Double.parseDouble(value))
                        .as("%s of %s", column.name(), what)
                        .isCloseTo(wanted.asDouble(), within(Math.abs(wanted.asDouble()) * RELATIVE));
            } else {
                assertThat(value).as("%s of %s", column.name(), what).isEqualTo(wanted.asText());
            }
        }
        assertThat(compared).as("columns of %s that the reference has", what).isGreaterThanOrEqualTo(columnsCompared);
    }
}
