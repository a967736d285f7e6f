package dev.odograph.compare;

import java.util.function.ToDoubleFunction;

/** Acceleration for BCa intervals from leaving out one unit at a time, for several samples as SciPy computes it. */
final class Jackknife {
    private Jackknife() {}

    /** The acceleration of a statistic; NaN where no unit moves it. */
    static double acceleration(Units units, ToDoubleFunction<Sums> statistic) {
        Sums sums = Sums.all(units);
        double[] moments = new double[2];
        group(0, units.both, sums, statistic, moments);
        group(units.both, units.both + units.baseOnly, sums, statistic, moments);
        group(units.both + units.baseOnly, units.count(), sums, statistic, moments);
        return moments[0] / (6 * Math.pow(moments[1], 1.5));
    }

    private static void group(int from, int to, Sums sums, ToDoubleFunction<Sums> statistic, double[] moments) {
        int count = to - from;
        if (count < 2) {
            return;
        }
        double[] without = new double[count];
        double mean = 0;
        for (int i = 0; i < count; i++) {
            sums.add(from + i, -1);
            sums.rates();
            without[i] = statistic.applyAsDouble(sums);
            sums.add(from + i, 1);
            mean += without[i] / count;
        }
        double squares = 0;
        double cubes = 0;
        for (double value : without) {
            double influence = (count - 1) * (mean - value);
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        moments[0] += cubes / Math.pow(count, 3);
        moments[1] += squares / ((double) count * count);
    }
}
