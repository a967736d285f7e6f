package dev.odograph.compare;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to compare. ARGUMENT_INVALID names all values that are out of range.
 *
 * @param pair attributes by which segments of both sides pair; empty for no pairs; null to find out
 * @param cluster attribute whose segments depend on each other; null for what fits: the vehicle without pairs, the
 *     scenario of pairs where each has several seeds
 * @param stratify attributes by which to standardise what is not paired
 * @param measures names of the measures to compare; empty for all
 * @param alpha chance of a false finding, and one less the level of intervals; above 0 and at most 0.5
 * @param correction what is done about many measures
 * @param tolerance relative tolerance of measures that declare none; from 0 and below 1
 * @param seed seed of all random draws
 * @param bootstraps samples for intervals, 200 to 1,000,000
 * @param permutations arrangements for p-values, 200 to 1,000,000
 * @param top how many of the worst and the most changed to name, 0 to 1,000
 */
public record CompareOptions(
        @Nullable List<String> pair,
        @Nullable String cluster,
        List<String> stratify,
        List<String> measures,
        double alpha,
        Correction correction,
        double tolerance,
        long seed,
        int bootstraps,
        int permutations,
        int top) {
    /** What holds where nothing is said. */
    public static final CompareOptions DEFAULT =
            new CompareOptions(null, null, List.of(), List.of(), 0.05, Correction.HOLM, 0.01, 1, 2_000, 9_999, 5);

    public CompareOptions {
        pair = pair == null ? null : List.copyOf(pair);
        stratify = List.copyOf(stratify);
        measures = List.copyOf(measures);
        List<String> problems = new ArrayList<>();
        if (!(alpha > 0 && alpha <= 0.5)) {
            problems.add("--alpha is " + alpha + "; it must be above 0 and at most 0.5, such as 0.05");
        }
        if (!(tolerance >= 0 && tolerance < 1)) {
            problems.add("--tolerance is " + tolerance + "; it must be from 0 and below 1, such as 0.01 for 1 %");
        }
        check(problems, "--bootstraps", bootstraps, 200, 1_000_000);
        check(problems, "--permutations", permutations, 200, 1_000_000);
        check(problems, "--top", top, 0, 1_000);
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, String.join("\n", problems));
        }
    }

    private static void check(List<String> problems, String name, int value, int low, int high) {
        if (value < low || value > high) {
            problems.add("%s is %d; it must be from %d to %d".formatted(name, value, low, high));
        }
    }
}
