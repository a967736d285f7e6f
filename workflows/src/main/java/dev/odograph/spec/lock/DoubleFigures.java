package dev.odograph.spec.lock;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Tolerance;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Figures of one double column: what a change within a tolerance moves by no more than the tolerance.
 *
 * @param column its name
 * @param nulls absent values
 * @param nans NaN and infinities
 * @param min least finite value; 0 where there is none
 * @param mean mean of the finite values, added in the order of the key; 0 where there is none
 * @param max greatest finite value; 0 where there is none
 */
record DoubleFigures(String column, long nulls, long nans, double min, double mean, double max) {
    private static final Pattern FORM =
            Pattern.compile("(\\S+): (\\d+) null, (\\d+) nan, min (\\S+), mean (\\S+), max (\\S+)");

    String text() {
        return column + ": " + nulls + " null, " + nans + " nan, min " + min + ", mean " + mean + ", max " + max;
    }

    static DoubleFigures parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    "the lock file has figures \"" + text + "\", which cannot be read: restore the committed file");
        }
        return new DoubleFigures(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                Double.parseDouble(matcher.group(4)),
                Double.parseDouble(matcher.group(5)),
                Double.parseDouble(matcher.group(6)));
    }

    /** Whether these may come of the same values, each moved within the tolerance. */
    boolean within(Tolerance tolerance, DoubleFigures after) {
        double reach = tolerance.absolute() + tolerance.relative() * Math.max(Math.abs(min), Math.abs(max));
        return nulls == after.nulls
                && nans == after.nans
                && near(min, after.min, reach)
                && near(mean, after.mean, reach)
                && near(max, after.max, reach);
    }

    private static boolean near(double before, double after, double reach) {
        return Math.abs(after - before) <= reach;
    }

    /** Adds values one by one. */
    static final class Sum {
        private final String column;
        private long nulls;
        private long nans;
        private long count;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double total;

        Sum(String column) {
            this.column = column;
        }

        void add(@Nullable Object value) {
            if (!(value instanceof Double number)) {
                nulls++;
            } else if (!Double.isFinite(number)) {
                nans++;
            } else {
                count++;
                min = Math.min(min, number);
                max = Math.max(max, number);
                total += number;
            }
        }

        DoubleFigures figures() {
            return count == 0
                    ? new DoubleFigures(column, nulls, nans, 0, 0, 0)
                    : new DoubleFigures(column, nulls, nans, min, total / count, max);
        }
    }
}
