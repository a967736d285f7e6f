package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import dev.odograph.store.lineage.OutputState;
import io.temporal.client.WorkflowStub;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A run that someone waits for goes before one that may take its time. */
class PriorityIT {
    private static final int MANY = 40;
    /** Four stages follow one another; each that had to queue would let some 30 stages of the backfill go first. */
    private static final int LET_GO_FIRST = 45;

    private final Lab lab = Lab.open();

    @Test
    void aCiRunOvertakesABackfillUnderWay() {
        String bundle = lab.bundles.examples().digest();
        lab.simulated("years", MANY, 1091);
        lab.simulated("sample", 2, 1092);
        WorkflowStub backfill = lab.runs.start("backfill", Lab.input(bundle, "years", Purpose.BACKFILL, 1));
        Runs.until("a backfill under way", () -> lab.runs.committed("backfill").size() > 5);
        int before = lab.runs.committed("backfill").size();

        lab.runs.succeed("gate", Lab.input(bundle, "sample", Purpose.CI, 1));

        Instant end = lab.runs.committed("gate").stream()
                .map(OutputState::finishedAt)
                .max(Instant::compareTo)
                .orElseThrow();
        long during = lab.runs.committed("backfill").stream()
                        .filter(output -> output.finishedAt().isBefore(end))
                        .count()
                - before;
        System.out.println("PriorityIT: stages of the backfill that ended during the gate: " + during);
        assertThat(during).isLessThan(LET_GO_FIRST);
        backfill.cancel();
        Runs.until("the backfill is cancelled", () -> lab.ledger.run("backfill").status() == RunStatus.CANCELLED);
    }
}
