package dev.odograph.compare;

/** Units with sides that may be exchanged, and the effect by its standard error under them. Not thread-safe. */
final class Arrangement {
    private final Units units;
    private final Sums sums;
    private final double[] cells;
    private final double[] factors;
    private final boolean[] swapped;
    /** Units of one side alone, as numbers from {@code both}; the first {@code baseOnly} of them are dealt to the base. */
    private final int[] order;

    Arrangement(Units units) {
        this.units = units;
        this.sums = new Sums(units);
        this.cells = units.cells();
        this.factors = new double[4 * units.strata];
        this.swapped = new boolean[units.count()];
        this.order = new int[units.baseOnly + units.headOnly];
        for (int i = 0; i < order.length; i++) {
            order[i] = units.both + i;
        }
    }

    /** Sets sides by the bits of two numbers: which units on both sides are swapped, which others are the base's. */
    void set(long swaps, long dealtToBase) {
        for (int unit = 0; unit < units.both; unit++) {
            swapped[unit] = (swaps >>> unit & 1) != 0;
        }
        for (int i = 0; i < order.length; i++) {
            boolean toBase = (dealtToBase >>> i & 1) != 0;
            swapped[units.both + i] = toBase != units.isOnBase(units.both + i);
        }
    }

    /** Sets sides at random. */
    void deal(Draws draws) {
        for (int unit = 0; unit < units.both; unit++) {
            swapped[unit] = draws.coin();
        }
        for (int i = 0; i < units.baseOnly; i++) {
            int other = i + draws.below(order.length - i);
            int unit = order[other];
            order[other] = order[i];
            order[i] = unit;
        }
        for (int i = 0; i < order.length; i++) {
            swapped[order[i]] = i < units.baseOnly != units.isOnBase(order[i]);
        }
    }

    /** The effect by its standard error; 0 where there is no effect, infinite where nothing spreads. */
    double statistic() {
        sums.clear();
        int strata = units.strata;
        for (int unit = 0; unit < swapped.length; unit++) {
            int ofBase = swapped[unit] ? 2 : 0;
            int at = 4 * unit * strata;
            for (int stratum = 0; stratum < strata; stratum++, at += 4) {
                sums.baseNumerator[stratum] += cells[at + ofBase];
                sums.baseDenominator[stratum] += cells[at + ofBase + 1];
                sums.headNumerator[stratum] += cells[at + 2 - ofBase];
                sums.headDenominator[stratum] += cells[at + 3 - ofBase];
            }
        }
        sums.rates();
        double effect = sums.effect();
        if (Math.abs(effect) <= 1e-14 * (Math.abs(sums.base()) + Math.abs(sums.head()))) {
            return 0;
        }
        return effect / Math.sqrt(variance());
    }

    /** Variance of the effect by the influence of each unit (the delta method), each group of units for itself. */
    private double variance() {
        int strata = units.strata;
        double share = sums.comparableShare();
        for (int stratum = 0; stratum < strata; stratum++) {
            boolean comparable = sums.isComparable(stratum);
            double weight = units.weight(stratum) / share;
            // An influence of a side is a * factor - b * factor * rate.
            factors[4 * stratum] = comparable ? -weight / sums.baseDenominator[stratum] : 0;
            factors[4 * stratum + 1] = comparable
                    ? -factors[4 * stratum] * sums.baseNumerator[stratum] / sums.baseDenominator[stratum]
                    : 0;
            factors[4 * stratum + 2] = comparable ? weight / sums.headDenominator[stratum] : 0;
            factors[4 * stratum + 3] = comparable
                    ? -factors[4 * stratum + 2] * sums.headNumerator[stratum] / sums.headDenominator[stratum]
                    : 0;
        }
        double variance = spread(0, units.both, false, units.both);
        if (order.length > 0) {
            variance += spread(units.both, swapped.length, true, units.baseOnly);
            variance += spread(units.both, swapped.length, false, units.headOnly);
        }
        return variance;
    }

    /** Spread of the influences of units from {@code from} on; of those alone on a side, of one side only. */
    private double spread(int from, int to, boolean onBase, int count) {
        double total = 0;
        double squares = 0;
        for (int unit = from; unit < to; unit++) {
            if (unit >= units.both && (units.isOnBase(unit) != swapped[unit]) != onBase) {
                continue;
            }
            double influence = influence(unit);
            total += influence;
            squares += influence * influence;
        }
        return spread(count, total, squares);
    }

    private double influence(int unit) {
        int ofBase = swapped[unit] ? 2 : 0;
        int at = 4 * unit * units.strata;
        double influence = 0;
        for (int i = 0; i < factors.length; i += 4, at += 4) {
            influence += factors[i] * cells[at + ofBase]
                    + factors[i + 1] * cells[at + ofBase + 1]
                    + factors[i + 2] * cells[at + 2 - ofBase]
                    + factors[i + 3] * cells[at + 3 - ofBase];
        }
        return influence;
    }

    private static double spread(int count, double total, double squares) {
        return count < 2 ? squares : Math.max(0, squares - total * total / count) * count / (count - 1);
    }
}
