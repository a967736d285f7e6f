package dev.odograph.compare;

import java.util.Arrays;

/**
 * Effects of samples drawn with replacement from the units: those on both sides together, those of one side apart, as the
 * sides were sampled (Efron and Tibshirani 1993; of clusters, Davison and Hinkley 1997, 3.8).
 *
 * @param effects effects in the order of drawing, without samples that have no stratum on both sides
 * @param relative relative effects, likewise without those whose base is 0
 */
record Bootstrap(Replicates effects, Replicates relative) {
    /** Values of a statistic over samples; the array is not to be changed. */
    static final class Replicates {
        private final double[] values;

        Replicates(double[] values) {
            this.values = values;
        }

        double[] values() {
            return values;
        }
    }

    static Bootstrap of(Units units, int samples, Draws draws) {
        return of(units, samples, draws, units.strata == 1);
    }

    /** The same; without strata there is a faster path, which draws the same samples. */
    static Bootstrap of(Units units, int samples, Draws draws, boolean quick) {
        double[] cells = units.cells();
        double[] effects = new double[samples];
        double[] relative = new double[samples];
        Sums sums = new Sums(units);
        int kept = 0;
        int keptRelative = 0;
        for (int sample = 0; sample < samples; sample++) {
            if (quick) {
                drawQuickly(units, cells, sums, draws);
            } else {
                sums.clear();
                draw(units.both, 0, sums, draws);
                draw(units.baseOnly, units.both, sums, draws);
                draw(units.headOnly, units.both + units.baseOnly, sums, draws);
            }
            sums.rates();
            if (Double.isFinite(sums.effect())) {
                effects[kept++] = sums.effect();
                double part = sums.relativeEffect();
                if (Double.isFinite(part)) {
                    relative[keptRelative++] = part;
                }
            }
        }
        return new Bootstrap(
                new Replicates(Arrays.copyOf(effects, kept)), new Replicates(Arrays.copyOf(relative, keptRelative)));
    }

    private static void draw(int count, int from, Sums sums, Draws draws) {
        for (int i = 0; i < count; i++) {
            sums.add(from + draws.below(count), 1);
        }
    }

    private static void drawQuickly(Units units, double[] cells, Sums sums, Draws draws) {
        double baseA = 0;
        double baseB = 0;
        double headA = 0;
        double headB = 0;
        for (int i = 0; i < units.both; i++) {
            int at = 4 * draws.below(units.both);
            baseA += cells[at];
            baseB += cells[at + 1];
            headA += cells[at + 2];
            headB += cells[at + 3];
        }
        for (int i = 0; i < units.baseOnly; i++) {
            int at = 4 * (units.both + draws.below(units.baseOnly));
            baseA += cells[at];
            baseB += cells[at + 1];
        }
        for (int i = 0; i < units.headOnly; i++) {
            int at = 4 * (units.both + units.baseOnly + draws.below(units.headOnly));
            headA += cells[at + 2];
            headB += cells[at + 3];
        }
        sums.set(baseA, baseB, headA, headB);
    }

    /** Standard deviation of the effects: the standard error of the effect. */
    double standardError() {
        double[] values = effects.values();
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
