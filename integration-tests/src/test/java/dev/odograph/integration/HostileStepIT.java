package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunStatus;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.ImportAction;
import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.kernel.HostileKernels;
import dev.odograph.store.lineage.OutputState;
import dev.odograph.store.lineage.OutputStatus;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Author code that crashes costs its own partition, and is named. */
class HostileStepIT {
    private static final String GRAPH = """
            import dev.odograph.graph.*;
            import java.util.Map;

            public final class Hostile implements GraphDefinition {
                public record Row(@Key String segmentId, @Key @Unit("ms") long tMs) {}

                @Override
                public void define(Graph g) {
                    g.parameter("segment", "none");
                    Table<Row> samples = g.source("samples", Row.class);
                    String kernel = "libodograph_hostile.so/hostile_segfault";
                    Table<Row> crashes =
                            g.kernel("crashes", Row.class, kernel, Map.of("segment_id", "$segment"), samples);
                    g.metric("survivors", "1.0", crashes);
                }
            }
            """;

    private final Lab lab = Lab.open();

    @Test
    void aKernelThatCrashesItsHostFailsTheRunAfterThreeAttemptsAndLeavesTheOthersCommitted() {
        Path folder = lab.directory.recordings().resolve("hostile");
        new FleetSimulator(2)
                .simulate(
                        new SimulatorOptions(SimulatorOptions.Kind.PLATOON, 4, 51, 1, 1),
                        folder,
                        (written, rows) -> {});
        Dataset dataset = lab.change("hostile", ImportAction.IMPORT, folder);
        String victim = lab.segments(dataset).get(2);
        Bundle bundle = lab.bundles.author("Hostile", GRAPH, List.of(HostileKernels.path()));

        lab.runs.start(
                "hostile",
                new RunInput(
                        "hostile",
                        null,
                        bundle.digest(),
                        "hostile",
                        Map.of("segment", victim),
                        Purpose.ADHOC,
                        null,
                        1L));
        ApplicationFailure failure = lab.runs.failed("hostile");

        assertThat(failure.getType()).isEqualTo("RUN_INCOMPLETE");
        assertThat(lab.ledger.run("hostile").status()).isEqualTo(RunStatus.FAILED);
        OutputState crashed = lab.runs.outputs("hostile").stream()
                .filter(output -> output.status() == OutputStatus.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(crashed.code()).isEqualTo("STEP_HOST_CRASHED");
        assertThat(crashed.attempt()).isEqualTo(3);
        assertThat(crashed.segmentId()).isEqualTo(victim);
        assertThat(crashed.message()).contains("\"crashes\"", "\"" + victim + "\"", "SIGSEGV");
        assertThat(failure.getOriginalMessage()).contains("STEP_HOST_CRASHED", victim, "SIGSEGV");
        assertThat(lab.runs.committed("hostile")).hasSize((int) lab.runs.planned("hostile") - 1);
        assertThat(Results.rows(lab.results.seen("hostile")))
                .as("rows of the other three segments")
                .isEqualTo(lab.results.artifactRows("hostile"))
                .hasEntrySatisfying("survivors", rows -> assertThat(rows).isBetween(1_700L, 1_800L));
    }
}
