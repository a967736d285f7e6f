package dev.odograph.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Times work several times and prints median and spread. */
final class Medians {
    /** Work that is timed. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private Medians() {}

    /** Runs once to warm up, then {@code times} times; prints and returns the median in milliseconds. */
    static double print(String what, int times, Work work) throws Exception {
        work.run();
        double[] ms = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            ms[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(ms);
        double median = ms[times / 2];
        System.out.printf(
                Locale.ROOT, "%-58s %9.1f ms  (%.1f to %.1f)%n", what, median, ms[0], ms[(int) (times * 0.95)]);
        return median;
    }
}
