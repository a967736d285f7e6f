package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.step.Violation;
import dev.odograph.step.Violation.Outcome;
import dev.odograph.store.lineage.RunReport.BrokenRule;
import dev.odograph.store.lineage.RunReport.StageCount;
import dev.odograph.store.lineage.RunViolation;
import dev.odograph.store.lineage.RunViolations;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules of checks in whole runs: what warns is seen beside the results, what fails says which rows, freshness is pinned. */
class ContractsIT {
    private static final int SEGMENTS = 3;
    private static final String GRAPH = """
            import dev.odograph.graph.*;
            import java.time.Duration;

            public final class Contracts implements GraphDefinition {
                public record Row(@Key String segmentId, @Key int position, @Key long tMs, double speedMps) {}

                @Override
                public void define(Graph g) {
                    g.parameter("as_of", "");
                    Table<Row> samples = g.source("samples", Row.class);
                    Table<Row> valid = g.check("valid", samples, c -> c
                            .range("speed_mps", 0, 1)SEVERITY
                            .rowCount(1, 10_000_000)
                            .sql("stands", SqlText.sql("SELECT * FROM samples WHERE speed_mps < -1"))
                            .fresh(Duration.ofDays(1), "as_of").warn());
                    g.metric("valid", "1.0", valid);
                }
            }
            """;

    private static Lab lab;
    private static RunViolations violations;

    @BeforeAll
    static void recordings() {
        lab = Lab.open();
        violations = new RunViolations(lab.stores.postgres());
        lab.simulated("contracts", SEGMENTS, 77);
    }

    @Test
    void whatWarnsIsSeenBesideTheResultsAndAgainWhereTheyAreReused() {
        RunInput input = input(".warn()", "");
        lab.runs.succeed("contracts-first", input);
        lab.runs.succeed("contracts-again", input);

        assertThat(lab.runs.report("contracts-again").stages())
                .allSatisfy(stage -> assertThat(stage.executed()).isZero());
        for (String runId : List.of("contracts-first", "contracts-again")) {
            BrokenRule range = rule(runId, "range speed_mps");
            assertThat(range.outcome()).isEqualTo(Outcome.WARNED);
            assertThat(range.segments()).isEqualTo(SEGMENTS);
            assertThat(range.violations()).isPositive().isLessThanOrEqualTo(range.rows());
            assertThat(violations.list(runId, 100))
                    .extracting(RunViolation::violation)
                    .filteredOn(violation -> violation.rule().equals("range speed_mps"))
                    .hasSize(SEGMENTS)
                    .allSatisfy(violation -> assertThat(violation.samples()).hasSize(5));
        }
    }

    @Test
    void whatFailsIsKeptWithTheRowsThatBreakIt() {
        lab.runs.start("contracts-strict", input("", ""));
        ApplicationFailure failure = lab.runs.failed("contracts-strict");

        assertThat(failure.getOriginalMessage()).contains("rule range on \"speed_mps\" fails for");
        List<Violation> found = violations.list("contracts-strict", 100).stream()
                .map(RunViolation::violation)
                .filter(violation -> violation.outcome() == Outcome.FAILED)
                .toList();
        assertThat(found).hasSize(SEGMENTS).allSatisfy(violation -> {
            assertThat(violation.rule()).isEqualTo("range speed_mps");
            assertThat(violation.samples()).isNotEmpty();
        });
    }

    @Test
    void freshnessIsJudgedAgainstAParameterAndChangesNoKey() {
        lab.runs.succeed("contracts-fresh", input(".warn()", "1999-01-01T00:00:00Z"));
        lab.runs.succeed("contracts-stale", input(".warn()", "2100-01-01T00:00:00Z"));

        assertThat(lab.runs.report("contracts-fresh").brokenRules())
                .extracting(BrokenRule::rule)
                .doesNotContain("fresh");
        assertThat(rule("contracts-stale", "fresh").violations()).isEqualTo(SEGMENTS);
        assertThat(lab.runs.report("contracts-stale").stages())
                .extracting(StageCount::executed)
                .containsOnly(0L);
    }

    private static BrokenRule rule(String runId, String rule) {
        return lab.runs.report(runId).brokenRules().stream()
                .filter(broken -> broken.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static RunInput input(String severity, String asOf) {
        Bundle bundle = lab.bundles.author("Contracts", GRAPH.replace("SEVERITY", severity), List.of());
        return new RunInput(
                "contracts", null, bundle.digest(), "contracts", Map.of("as_of", asOf), Purpose.ADHOC, null, 1L);
    }
}
