package dev.odograph.housekeeping;

import java.util.List;

/**
 * What a retention deleted, or would delete.
 *
 * @param runs ids of runs
 * @param batches batches that no run referred to; the sweeper deletes their rows
 * @param artifacts artifacts that nothing referred to
 * @param artifactBytes bytes of their files
 * @param strayFiles artifacts and temporary files on the disk that the ledger does not know
 */
public record RetentionReport(List<String> runs, int batches, int artifacts, long artifactBytes, int strayFiles) {
    public RetentionReport {
        runs = List.copyOf(runs);
    }

    /** Whether there was nothing to delete. */
    public boolean nothing() {
        return runs.isEmpty() && batches == 0 && artifacts == 0 && strayFiles == 0;
    }
}
