package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.store.lineage.OutputState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A run that someone waits for goes before one that may take its time. */
class PriorityIT {
    private static final int MANY = 40;

    private final Lab lab = Lab.open();

    @Test
    void aCiRunOvertakesABackfillUnderWayAndOneOfItsOwnPriorityDoesNot() {
        String bundle = lab.bundles.examples().digest();
        lab.simulated("years", MANY, 1091);
        lab.simulated("sample", 2, 1092);
        lab.simulated("control", 2, 1093);
        lab.runs.start("backfill", Lab.input(bundle, "years", Purpose.BACKFILL, 1));
        Runs.until("a backfill under way", () -> lab.runs.committed("backfill").size() > 5);

        long during = letGoFirst("gate", Lab.input(bundle, "sample", Purpose.CI, 1));
        // Four stages follow one another, and each queues behind some 30 stages of the backfill.
        long without = letGoFirst("control", Lab.input(bundle, "control", Purpose.BACKFILL, 1));

        System.out.println("PriorityIT: stages of the backfill that ended meanwhile: " + during + " during the gate, "
                + without + " during a run without priority");
        assertThat(during).isLessThan(without / 2);
        lab.runs.succeeded("backfill");
    }

    /** How many stages of the backfill ended while a run was under way. */
    private long letGoFirst(String runId, RunInput input) {
        int before = lab.runs.committed("backfill").size();
        lab.runs.succeed(runId, input);
        Instant end = lab.runs.committed(runId).stream()
                .map(OutputState::finishedAt)
                .max(Instant::compareTo)
                .orElseThrow();
        return lab.runs.committed("backfill").stream()
                        .filter(output -> output.finishedAt().isBefore(end))
                        .count()
                - before;
    }
}
