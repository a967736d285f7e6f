package dev.odograph.compare;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Confidence intervals from bootstrap samples. */
final class Intervals {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    /** Linear between order statistics, as NumPy and SciPy do it. */
    private static final Quantile QUANTILE =
            Quantile.withDefaults().with(Quantile.EstimationMethod.HF7).withCopy(true);

    private Intervals() {}

    /** Quantiles of the samples (Efron 1979). */
    static double[] percentile(double[] samples, double alpha) {
        return between(samples, alpha / 2, 1 - alpha / 2);
    }

    /**
     * Quantiles corrected for bias and acceleration (Efron 1987). Plain ones where the correction is not defined: where
     * the estimate lies outside of all samples, or no unit moves it.
     *
     * @param acceleration of {@link Jackknife}
     */
    static double[] bca(double[] samples, double estimate, double acceleration, double alpha) {
        double below = 0;
        for (double sample : samples) {
            below += sample < estimate ? 1 : sample == estimate ? 0.5 : 0;
        }
        double share = below / samples.length;
        if (share <= 0 || share >= 1 || !Double.isFinite(acceleration)) {
            return percentile(samples, alpha);
        }
        double bias = NORMAL.inverseCumulativeProbability(share);
        return between(samples, shifted(bias, acceleration, alpha / 2), shifted(bias, acceleration, 1 - alpha / 2));
    }

    private static double shifted(double bias, double acceleration, double probability) {
        double z = bias + NORMAL.inverseCumulativeProbability(probability);
        return NORMAL.cumulativeProbability(bias + z / (1 - acceleration * z));
    }

    private static double[] between(double[] samples, double low, double high) {
        return QUANTILE.evaluate(samples, low, high);
    }

    /** Quantiles of values that are not in order. */
    static double[] quantiles(double[] values, double... probabilities) {
        return values.length == 0 ? Arrays.copyOf(new double[0], 0) : QUANTILE.evaluate(values, probabilities);
    }
}
