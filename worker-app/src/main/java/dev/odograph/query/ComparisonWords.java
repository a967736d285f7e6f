package dev.odograph.query;

import dev.odograph.compare.Correction;
import dev.odograph.compare.MeasureComparison;
import dev.odograph.compare.MeasureComparison.Effect;
import dev.odograph.compare.MeasureComparison.Interval;
import dev.odograph.compare.MetricComparison;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures of a comparison as people read them. */
public final class ComparisonWords {
    private ComparisonWords() {}

    /** A measure with its unit. */
    public static String name(MeasureComparison one) {
        return one.measure() + (one.unit() == null ? "" : " [" + one.unit() + "]");
    }

    /** A number with four digits; a dash for none. */
    public static String number(@Nullable Double value) {
        if (value == null) {
            return "–";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        int digits = size >= 1_000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** The effect as a part of the base, or as a number where the base is 0. */
    public static String change(MeasureComparison one) {
        Effect effect = one.effect();
        if (effect == null) {
            return "–";
        }
        return effect.relative() == null ? signed(effect.absolute()) : percent(effect.relative()) + " %";
    }

    /** The interval in the same terms as the change. */
    public static String interval(MeasureComparison one) {
        Interval interval = one.interval();
        if (interval == null) {
            return "–";
        }
        Double low = interval.relativeLow();
        Double high = interval.relativeHigh();
        return low == null || high == null
                ? signed(interval.low()) + " … " + signed(interval.high())
                : percent(low) + " … " + percent(high) + " %";
    }

    /** The least effect that 8 of 10 such comparisons find. */
    public static String detectable(MeasureComparison one) {
        Effect least = one.minimumDetectable();
        if (least == null) {
            return "–";
        }
        return least.relative() == null
                ? number(least.absolute())
                : percent(least.relative()).substring(1) + " %";
    }

    /** A p-value. */
    public static String p(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, value < 0.1 ? "%.4f" : "%.2f", value);
    }

    /** The level of intervals, such as {@code 95 %}. */
    public static String level(Comparison comparison) {
        return number(100 * (1 - comparison.alpha())).replaceFirst("\\.?0+$", "") + " %";
    }

    /** What a side is. */
    public static String side(ComparedSide side) {
        boolean named = side.ref().equals("run:" + side.runId()) || side.ref().equals(side.runId());
        return side.ref() + (named ? "" : ", run " + side.runId()) + ": " + side.dataset() + "@" + side.datasetVersion()
                + ", version " + side.metricVersion();
    }

    /** What a side stands on. */
    public static String coverage(ComparedSide side) {
        ComparedSide.Coverage coverage = side.coverage();
        return String.format(
                Locale.ROOT,
                "%,d segments; coverage %,d of %,d, %,.0f of %,.0f km",
                side.segments(),
                coverage.doneSegments(),
                coverage.plannedSegments(),
                coverage.doneKm(),
                coverage.plannedKm());
    }

    /** How the sides were compared. */
    public static String design(MetricComparison metric) {
        if (metric.pairedBy().isEmpty()) {
            return "not paired: ratios of sums, clustered by " + metric.cluster()
                    + (metric.strata().isEmpty() ? "" : ", standardised by " + String.join(", ", metric.strata()));
        }
        return String.format(
                Locale.ROOT,
                "paired by %s: %,d pairs; alone %,d of the base, %,d of the head%s",
                String.join(", ", metric.pairedBy()),
                metric.pairs(),
                metric.baseAlone(),
                metric.headAlone(),
                metric.cluster() == null ? "" : "; clustered by " + metric.cluster());
    }

    /** What differs between the sides. */
    public static String differs(ComparedMetric metric) {
        return metric.differs().isEmpty() ? "nothing: the same results" : String.join("; ", metric.differs());
    }

    /** How the figures came about. */
    public static String method(Comparison comparison) {
        return String.format(
                Locale.ROOT,
                "alpha %s, %s; BCa intervals of %,d bootstrap samples, p-values of %,d permutations, seed %d",
                Double.toString(comparison.alpha()),
                comparison.correction() == Correction.NONE
                        ? "no correction for many measures"
                        : comparison.correction() == Correction.HOLM
                                ? "Holm over all measures"
                                : "Benjamini-Hochberg over all measures",
                comparison.bootstraps(),
                comparison.permutations(),
                comparison.seed());
    }

    private static String percent(double part) {
        double percent = 100 * part;
        double size = Math.abs(percent);
        return String.format(Locale.ROOT, size < 10 ? "%+.2f" : size < 1_000 ? "%+.1f" : "%+.0f", percent);
    }

    private static String signed(double value) {
        return (value > 0 ? "+" : "") + number(value);
    }
}
