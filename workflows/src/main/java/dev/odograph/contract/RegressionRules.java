package dev.odograph.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How a head is judged by its base.
 *
 * @param alpha chance of a false finding over all measures; above 0 and at most 0.5
 * @param correction what is done about many measures: {@code holm}, {@code bh} or {@code none}
 * @param tolerance relative change that nobody minds, of measures that declare none; from 0 and below 1
 * @param seed seed of all random draws
 * @param undecidedFails whether a measure that the data do not decide is more than a notice
 * @param repeats how often outputs of the head are computed again, to find steps that give other rows for the same
 *     input; 0 for never, at most {@value #MOST_REPEATS}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RegressionRules(
        double alpha, String correction, double tolerance, long seed, boolean undecidedFails, int repeats) {
    /** More tell hardly more. */
    public static final int MOST_REPEATS = 20;

    /** What holds where nothing is said. */
    public static final RegressionRules DEFAULT = new RegressionRules(0.05, "holm", 0.01, 1, false, 0);

    public RegressionRules {
        correction = correction == null ? DEFAULT.correction() : correction;
    }
}
