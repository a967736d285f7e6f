package dev.odograph.compare;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What the numbers say of one measure, before many measures are looked at together.
 *
 * @param base the base's rate, standardised
 * @param head the head's rate, standardised
 * @param effect head less base
 * @param relative effect as a part of the base; NaN where the base is 0
 * @param standardError of the effect
 * @param low lower end of the effect's interval
 * @param high upper end of it
 * @param relativeLow lower end of the relative effect's interval; NaN where the base is 0
 * @param relativeHigh upper end of it
 * @param pValue two-sided, of the permutation test
 */
record Inference(
        double base,
        double head,
        double effect,
        double relative,
        double standardError,
        double low,
        double high,
        double relativeLow,
        double relativeHigh,
        double pValue) {
    private static final double POWER = 0.8;

    /** Draws from streams that the name determines: another measure beside this one changes nothing here. */
    static Inference of(Units units, String name, CompareOptions options) {
        Sums sums = Sums.all(units);
        Bootstrap bootstrap = Bootstrap.of(units, options.bootstraps(), new Draws(options.seed(), name + "/bootstrap"));
        double[] interval = interval(
                bootstrap.effects().values(),
                sums.effect(),
                Jackknife.acceleration(units, Sums::effect),
                options.alpha());
        double[] relative = Double.isNaN(sums.relativeEffect())
                ? new double[] {Double.NaN, Double.NaN}
                : interval(
                        bootstrap.relative().values(),
                        sums.relativeEffect(),
                        Jackknife.acceleration(units, Sums::relativeEffect),
                        options.alpha());
        return new Inference(
                sums.base(),
                sums.head(),
                sums.effect(),
                sums.relativeEffect(),
                bootstrap.standardError(),
                interval[0],
                interval[1],
                relative[0],
                relative[1],
                Permutation.pValue(units, options.permutations(), new Draws(options.seed(), name + "/permutation")));
    }

    private static double[] interval(double[] samples, double estimate, double acceleration, double alpha) {
        return samples.length < 2
                ? new double[] {Double.NaN, Double.NaN}
                : Intervals.bca(samples, estimate, acceleration, alpha);
    }

    /** The same of a rate per {@code scale}. */
    Inference scaled(double scale) {
        return new Inference(
                scale * base,
                scale * head,
                scale * effect,
                relative,
                scale * standardError,
                scale * low,
                scale * high,
                relativeLow,
                relativeHigh,
                pValue);
    }

    /**
     * The least effect that a comparison like this one finds in 8 of 10 cases, at {@code alpha} for one measure alone.
     */
    double minimumDetectable(Units units, double alpha) {
        int freedom = units.count() - (units.both == units.count() ? 1 : 2);
        double significance = freedom < 1
                ? Double.POSITIVE_INFINITY
                : TDistribution.of(freedom).inverseSurvivalProbability(alpha / 2);
        return (significance + NormalDistribution.of(0, 1).inverseCumulativeProbability(POWER)) * standardError;
    }
}
