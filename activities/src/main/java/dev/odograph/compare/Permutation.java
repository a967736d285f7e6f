package dev.odograph.compare;

/**
 * How often an effect as large comes about where it does not matter which side is which: a permutation test. Units on both
 * sides have their sides swapped, each by a coin; the others are dealt to the sides anew. Every arrangement is looked at
 * where there are few, else a sample of them, of which the one that was seen is always part (Phipson and Smyth 2010).
 *
 * <p>The statistic is the effect by its own standard error, so that units of unequal size and sides of unequal spread do
 * not mislead it (Janssen 1997; Chung and Romano 2013). Of pairs that count alike it is equivalent to their mean
 * difference, which is computed faster.
 */
final class Permutation {
    /** A statistic that is lower by a rounding error counts as equal. */
    private static final double TIE = 1e-12;

    private Permutation() {}

    /** The two-sided p-value; 1 where no arrangement differs. */
    static double pValue(Units units, int permutations, Draws draws) {
        return units.isPlainPairs() ? plainPairs(units, permutations, draws) : studentised(units, permutations, draws);
    }

    private static double plainPairs(Units units, int permutations, Draws draws) {
        double[] differences = new double[units.both];
        double seen = 0;
        for (int unit = 0; unit < units.both; unit++) {
            differences[unit] = units.headNumerator[unit] - units.baseNumerator[unit];
            seen += differences[unit];
        }
        double least = Math.abs(seen) * (1 - TIE);
        if (units.both < 31 && (1L << units.both) <= permutations + 1L) {
            long all = 1L << units.both;
            long asLarge = 0;
            for (long swapped = 0; swapped < all; swapped++) {
                asLarge += Math.abs(signed(differences, swapped)) >= least ? 1 : 0;
            }
            return (double) asLarge / all;
        }
        long asLarge = 1;
        for (int i = 0; i < permutations; i++) {
            asLarge += Math.abs(signed(differences, draws)) >= least ? 1 : 0;
        }
        return asLarge / (permutations + 1.0);
    }

    private static double signed(double[] differences, long swapped) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += (swapped >>> i & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }

    private static double signed(double[] differences, Draws draws) {
        double sum = 0;
        for (int from = 0; from < differences.length; from += Long.SIZE) {
            long bits = draws.bits();
            int to = Math.min(differences.length, from + Long.SIZE);
            for (int i = from; i < to; i++) {
                // The sign bit is flipped without a branch that no processor could guess.
                long flip = bits << 63;
                sum += Double.longBitsToDouble(Double.doubleToRawLongBits(differences[i]) ^ flip);
                bits >>>= 1;
            }
        }
        return sum;
    }

    /** The same without a faster path for plain pairs. */
    static double studentised(Units units, int permutations, Draws draws) {
        Arrangement arrangement = new Arrangement(units);
        double seen = Math.abs(arrangement.statistic());
        double least = seen * (1 - TIE);
        long all = arrangements(units, permutations + 1L);
        if (all <= permutations + 1L) {
            long asLarge = 0;
            long swaps = 1L << units.both;
            long dealt = (1L << units.baseOnly) - 1;
            for (long i = 0; i < all / swaps; i++) {
                for (long swapped = 0; swapped < swaps; swapped++) {
                    arrangement.set(swapped, dealt);
                    asLarge += Math.abs(arrangement.statistic()) >= least ? 1 : 0;
                }
                dealt = nextOfEqualBits(dealt);
            }
            return (double) asLarge / all;
        }
        long asLarge = 1;
        for (int i = 0; i < permutations; i++) {
            arrangement.deal(draws);
            asLarge += Math.abs(arrangement.statistic()) >= least ? 1 : 0;
        }
        return asLarge / (permutations + 1.0);
    }

    /** The number of arrangements; {@code enough} + 1 where there are more, or too many units to number them. */
    private static long arrangements(Units units, long enough) {
        int alone = units.baseOnly + units.headOnly;
        if (units.both >= 31 || alone > 62) {
            return enough + 1;
        }
        double count = 1L << units.both;
        for (int i = 0; i < units.baseOnly; i++) {
            count = count * (alone - i) / (i + 1);
        }
        return count > enough ? enough + 1 : Math.round(count);
    }

    /** The next larger number with as many bits (Gosper's hack); 0 stays 0. */
    private static long nextOfEqualBits(long bits) {
        if (bits == 0) {
            return 0;
        }
        long lowest = bits & -bits;
        long ripple = bits + lowest;
        return ((ripple ^ bits) >>> 2) / lowest | ripple;
    }
}
