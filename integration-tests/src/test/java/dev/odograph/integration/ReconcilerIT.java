package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.cli.Watching;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.dataset.Dataset;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.housekeeping.Reconciler;
import dev.odograph.worker.Housekeeping;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose workflow is gone is settled; one that is slow, or that a Reset opened again, is left alone. */
class ReconcilerIT {
    private final Lab lab = Lab.open();

    @TempDir
    private Path directory;

    @Test
    void aTerminatedRunIsSettledAndOneThatGoesOnIsNot() {
        Reconciler reconciler = Housekeeping.reconciler(lab.stores, lab.temporal.client(), Duration.ZERO);
        var stub = begin("terminated", 81);

        assertThat(reconciler.reconcile("terminated")).as("while it is slow").isFalse();
        assertThat(lab.ledger.run("terminated").status()).isEqualTo(RunStatus.RUNNING);
        lab.runs.reset("terminated", task -> true, false);
        assertThat(reconciler.reconcile("terminated")).as("after a Reset").isFalse();
        assertThat(lab.ledger.run("terminated").status()).isEqualTo(RunStatus.RUNNING);

        stub.terminate("a test ends it");

        Reconciler patient = Housekeeping.reconciler(lab.stores, lab.temporal.client(), Duration.ofHours(1));
        assertThat(patient.reconcile("terminated")).as("within the grace").isFalse();
        assertThat(reconciler.reconcile("terminated")).isTrue();
        assertThat(reconciler.reconcile("terminated")).as("a second time").isFalse();
        assertThat(lab.ledger.run("terminated")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(RunStatus.FAILED);
            assertThat(run.failureCode()).isEqualTo("RUN_TERMINATED");
            assertThat(run.failureMessage()).contains("\"terminated\"", "a test ends it", "Reset", "--run-id");
        });
    }

    @Test
    void whoeverWatchesATerminatedRunIsToldAndGetsExitCodeOne() {
        var stub = begin("watched_to_its_end", 82);
        Watching watching = new Watching(lab.stores, lab.temporal.client(), "watched_to_its_end");
        Runs.until("watching", watching::underWay);

        stub.terminate("a test ends it");

        Runs.until("the end of watching", watching::ended);
        assertThat(watching.code()).isEqualTo(1);
        assertThat(watching.out())
                .contains("watched_to_its_end", "FAILED", "was terminated in Temporal", "a test ends it");
        assertThat(lab.ledger.run("watched_to_its_end").failureCode()).isEqualTo("RUN_TERMINATED");
    }

    private io.temporal.client.WorkflowStub begin(String runId, long seed) {
        Dataset dataset = lab.simulated(runId, 1, seed);
        Path begun = directory.resolve("begun");
        Bundle pausing = lab.bundles.withPause(lab.segments(dataset).getLast(), begun);
        lab.runs.start(runId, Lab.input(pausing.digest(), runId, Purpose.ADHOC, 1));
        lab.runs.begun(runId, begun);
        return lab.temporal.client().newUntypedWorkflowStub(runId);
    }
}
