package dev.odograph.compare;

import dev.odograph.compare.MeasureComparison.Effect;
import dev.odograph.spec.Measure.Direction;
import java.util.Locale;

/**
 * A verdict with its reason.
 *
 * <ul>
 *   <li>worse or better: the adjusted p-value is at most alpha, and the effect is larger than the tolerance
 *   <li>same: the whole interval lies within the tolerance, whether or not a change was found in it
 *   <li>undecided: everything else, and every larger change of a measure without a direction
 * </ul>
 */
record Judgement(Verdict verdict, boolean changed, String reason) {
    static Judgement of(
            Inference seen,
            double adjusted,
            double alpha,
            double tolerance,
            Direction direction,
            Effect detectable,
            String unit) {
        boolean changed = adjusted <= alpha;
        double rounding = 1e-12 * (Math.abs(seen.base()) + Math.abs(seen.head()));
        if (Math.abs(seen.low()) <= tolerance + rounding && Math.abs(seen.high()) <= tolerance + rounding) {
            return new Judgement(
                    Verdict.SAME,
                    changed,
                    seen.low() == 0 && seen.high() == 0
                            ? "no " + unit + " changed"
                            : "the interval lies within the tolerance" + (changed ? ", though there is a change" : ""));
        }
        if (!changed) {
            return new Judgement(
                    Verdict.UNDECIDED,
                    false,
                    "no change was found, and one as large as the tolerance is not excluded; " + least(detectable));
        }
        if (Math.abs(seen.effect()) <= tolerance) {
            return new Judgement(Verdict.UNDECIDED, true, "it changed, but the change may be within the tolerance");
        }
        if (direction == Direction.NONE) {
            return new Judgement(
                    Verdict.UNDECIDED, true, "it changed, and the metric does not declare which way is better");
        }
        boolean better = seen.effect() > 0 == (direction == Direction.HIGHER_IS_BETTER);
        return new Judgement(
                better ? Verdict.BETTER : Verdict.WORSE,
                true,
                direction == Direction.HIGHER_IS_BETTER ? "higher is better" : "lower is better");
    }

    private static String least(Effect detectable) {
        Double relative = detectable.relative();
        return "from "
                + (relative == null
                        ? String.format(Locale.ROOT, "%.3g", detectable.absolute())
                        : String.format(Locale.ROOT, "%.2g %%", 100 * Math.abs(relative)))
                + " on, 8 of 10 are found";
    }
}
