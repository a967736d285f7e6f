package dev.odograph.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What one round came to.
 *
 * @param runId its run
 * @param strikes faults that hit work in flight
 * @param missed faults for which the run ended too early
 * @param passes passes of the run
 * @param retried outputs that were executed by a later attempt than the first
 * @param reads how often a reader looked at all that was visible, and found it whole
 * @param parts those looks that saw some of the run's rows and not all of them
 * @param swept rows of dead writes that were deleted afterwards
 * @param took from its start to the end of its checks
 */
record Round(
        String runId,
        List<Strike> strikes,
        List<Fault> missed,
        int passes,
        long retried,
        long reads,
        long parts,
        long swept,
        Duration took) {}
