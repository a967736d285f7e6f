package dev.odograph.review;

/**
 * How often a metric is right where someone looked, by Wilson's score interval, which holds for few and for extreme counts:
 * E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
 *
 * @param right rows that are confirmed or fixed
 * @param wrong rows that are false positives
 * @param value right of all judged; NaN where none is
 * @param low lower end of the 95 % interval; 0 where none is judged
 * @param high upper end; 1 where none is judged
 */
public record Precision(long right, long wrong, double value, double low, double high) {
    private static final double Z = 1.959963984540054;

    /** Of so many right and wrong ones. */
    public static Precision of(long right, long wrong) {
        double n = (double) right + wrong;
        if (n == 0) {
            return new Precision(0, 0, Double.NaN, 0, 1);
        }
        double p = right / n;
        double centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z / (1 + Z * Z / n) * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return new Precision(right, wrong, p, Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
