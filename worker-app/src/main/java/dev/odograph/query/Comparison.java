package dev.odograph.query;

import dev.odograph.compare.Correction;
import dev.odograph.compare.Verdict;
import java.util.List;

/**
 * A comparison of two sides, with all that it takes to make the same again. Its JSON form has these names in snake_case.
 *
 * @param format version of the JSON form
 * @param verdict worse if a metric is; else better if one is; same if all are; else undecided
 * @param alpha chance of a false finding
 * @param correction what was done about many measures
 * @param seed seed of all random draws
 * @param bootstraps samples for intervals
 * @param permutations arrangements for p-values
 * @param metrics the metrics, which are one family for the correction
 */
public record Comparison(
        int format,
        Verdict verdict,
        double alpha,
        Correction correction,
        long seed,
        int bootstraps,
        int permutations,
        List<ComparedMetric> metrics) {
    /** Version of the JSON form that this code writes. */
    public static final int FORMAT = 1;

    public Comparison {
        metrics = List.copyOf(metrics);
    }
}
