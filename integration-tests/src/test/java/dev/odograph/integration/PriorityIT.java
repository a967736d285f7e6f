package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.Purpose;
import dev.odograph.store.lineage.OutputState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A run that someone waits for goes before one that may take its time. */
class PriorityIT {
    private static final int MANY = 40;
    /** A stage that had to queue behind the backfill would let some 30 of its stages go first, and stages follow stages. */
    private static final int LET_GO_FIRST = 30;

    private final Lab lab = Lab.open();

    @Test
    void aCiRunOvertakesABackfillUnderWay() {
        String bundle = lab.bundles.examples().digest();
        lab.simulated("years", MANY, 91);
        lab.simulated("sample", 2, 92);
        lab.runs.start("backfill", Lab.input(bundle, "years", Purpose.BACKFILL, 1));
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
        lab.runs.succeeded("backfill");
    }
}
