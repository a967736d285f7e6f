package dev.odograph.housekeeping;

import java.util.List;
import java.util.Map;

/**
 * What a purge removed, or would remove.
 *
 * @param purgeId number of its record in the audit; 0 for a dry run
 * @param recordings dataset and segment of each recording, also of the same content under other names
 * @param runs runs that used them; their metrics' coverage shrank
 * @param counts how much of what
 * @param leftInPlace files that the recordings were imported from and that are not ours to delete
 */
public record PurgeReport(
        long purgeId, List<String> recordings, List<String> runs, Map<String, Long> counts, List<String> leftInPlace) {
    public PurgeReport {
        recordings = List.copyOf(recordings);
        runs = List.copyOf(runs);
        leftInPlace = List.copyOf(leftInPlace);
    }
}
