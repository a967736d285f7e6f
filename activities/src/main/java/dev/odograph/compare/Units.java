package dev.odograph.compare;

/**
 * What is resampled: independent units, each with the sums of a rate's numerator and denominator on the sides that it is
 * on, by stratum. First come the units on both sides (pairs, or vehicles that drove on both), then those of the base
 * alone, then those of the head alone. A mean is a rate with denominators that count values.
 *
 * <p>The effect is the head's rate less the base's, each standardised: strata are weighted by what both sides have of
 * their denominators. Not changed once it is used; then thread-safe.
 */
final class Units {
    final int both;
    final int baseOnly;
    final int headOnly;
    final int strata;
    /** Indexed by unit and stratum: {@code unit * strata + stratum}. */
    final double[] baseNumerator;

    final double[] baseDenominator;
    final double[] headNumerator;
    final double[] headDenominator;
    /** Weights of the strata; they sum to 1. */
    private final double[] weights;

    Units(
            int both,
            int baseOnly,
            int headOnly,
            int strata,
            double[] baseNumerator,
            double[] baseDenominator,
            double[] headNumerator,
            double[] headDenominator) {
        this.both = both;
        this.baseOnly = baseOnly;
        this.headOnly = headOnly;
        this.strata = strata;
        this.baseNumerator = baseNumerator;
        this.baseDenominator = baseDenominator;
        this.headNumerator = headNumerator;
        this.headDenominator = headDenominator;
        this.weights = weights();
    }

    int count() {
        return both + baseOnly + headOnly;
    }

    int onBase() {
        return both + baseOnly;
    }

    int onHead() {
        return both + headOnly;
    }

    boolean isOnBase(int unit) {
        return unit < both + baseOnly;
    }

    boolean isOnHead(int unit) {
        return unit < both || unit >= both + baseOnly;
    }

    double weight(int stratum) {
        return weights[stratum];
    }

    /** Base's numerator and denominator, then the head's, of each unit and stratum: side by side, for speed. */
    double[] cells() {
        double[] cells = new double[4 * baseNumerator.length];
        for (int i = 0; i < baseNumerator.length; i++) {
            cells[4 * i] = baseNumerator[i];
            cells[4 * i + 1] = baseDenominator[i];
            cells[4 * i + 2] = headNumerator[i];
            cells[4 * i + 3] = headDenominator[i];
        }
        return cells;
    }

    /** Whether only the differences of pairs count: every unit is on both sides with one and the same denominator. */
    boolean isPlainPairs() {
        if (strata != 1 || both != count() || both == 0) {
            return false;
        }
        double first = baseDenominator[0];
        for (int unit = 0; unit < both; unit++) {
            if (baseDenominator[unit] != first || headDenominator[unit] != first) {
                return false;
            }
        }
        return true;
    }

    private double[] weights() {
        double[] sums = new double[strata];
        double all = 0;
        for (int i = 0; i < baseDenominator.length; i++) {
            double exposure = baseDenominator[i] + headDenominator[i];
            sums[i % strata] += exposure;
            all += exposure;
        }
        for (int stratum = 0; stratum < strata; stratum++) {
            sums[stratum] /= all;
        }
        return sums;
    }
}
