package dev.odograph.spec;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A number by which versions, releases or runs of a metric are compared. It is one value a segment, averaged over
 * segments; or a rate, the sum of one column over all segments by the sum of another:
 *
 * <pre>{@code
 * Measure.mean("headway_p50_s").higherIsBetter().tolerance(Tolerance.relative(0.02))
 * Measure.rate("hard_brakes", "distance_km", 1_000).lowerIsBetter().named("hard_brakes_per_1000_km")
 * Measure.count("start_ms").perRecordedKm(1_000).lowerIsBetter().named("events_per_1000_km")
 * }</pre>
 *
 * Immutable; every method returns another measure.
 *
 * @param name what it goes by, unique in its metric
 * @param column the column that it reads
 * @param aggregate what becomes of several rows of one segment; of a rate, the sum or the count
 * @param per denominator of a rate: a column, or {@value #RECORDED_KM} or {@value #RECORDED_HOURS}; null for a mean
 * @param scale factor of a rate, such as 1000 for "per 1,000 km"; 1 for a mean
 * @param direction which way is better
 * @param tolerance how far it may move without anyone minding; null for what the comparison is told
 */
public record Measure(
        String name,
        String column,
        Aggregate aggregate,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String per,
        double scale,
        Direction direction,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Tolerance tolerance) {
    /** A rate's denominator: kilometres of the recording, as the dataset has them. */
    public static final String RECORDED_KM = "recording.km";
    /** A rate's denominator: hours of the recording, as the dataset has them. */
    public static final String RECORDED_HOURS = "recording.hours";

    /** What becomes of several rows of one segment. Null values are left out. */
    public enum Aggregate {
        /** Their mean. */
        @JsonProperty("mean")
        MEAN,
        /** Their sum; 0 where there are none. */
        @JsonProperty("sum")
        SUM,
        /** The least. */
        @JsonProperty("min")
        MIN,
        /** The greatest. */
        @JsonProperty("max")
        MAX,
        /** How many there are. */
        @JsonProperty("count")
        COUNT;

        /** The word for it in files and messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which way is better. */
    public enum Direction {
        /** Less is better: collisions, delays. */
        @JsonProperty("lower_is_better")
        LOWER_IS_BETTER,
        /** More is better: distances kept. */
        @JsonProperty("higher_is_better")
        HIGHER_IS_BETTER,
        /** Neither: a change is only a change. */
        @JsonProperty("none")
        NONE;

        /** The word for it in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Measure {
        requireNonNull(name, "name is null");
        requireNonNull(column, "column is null");
        requireNonNull(aggregate, "aggregate is null");
        requireNonNull(direction, "direction is null");
    }

    /** The mean over segments of a column; of a segment with several rows, of their mean. */
    public static Measure mean(String column) {
        return of(column, Aggregate.MEAN);
    }

    /** The mean over segments of a segment's sum of a column. */
    public static Measure sum(String column) {
        return of(column, Aggregate.SUM);
    }

    /** The mean over segments of a segment's least value of a column. */
    public static Measure min(String column) {
        return of(column, Aggregate.MIN);
    }

    /** The mean over segments of a segment's greatest value of a column. */
    public static Measure max(String column) {
        return of(column, Aggregate.MAX);
    }

    /** The mean over segments of the number of rows in which a column is not null. */
    public static Measure count(String column) {
        return of(column, Aggregate.COUNT);
    }

    /**
     * The sum of one column by the sum of another, over all segments.
     *
     * @param scale factor, such as 1000 for "per 1,000 km"; finite and above 0
     */
    public static Measure rate(String column, String per, double scale) {
        return of(column, Aggregate.SUM).per(per, scale);
    }

    /** The same as a rate per {@code scale} kilometres recorded, as the dataset has them; of a sum or a count. */
    public Measure perRecordedKm(double by) {
        return per(RECORDED_KM, by);
    }

    /** The same as a rate per {@code scale} hours recorded, as the dataset has them; of a sum or a count. */
    public Measure perRecordedHours(double by) {
        return per(RECORDED_HOURS, by);
    }

    /** The same as a rate by the sum of another column; of a sum or a count. */
    public Measure per(String denominator, double by) {
        String label = base() + "_per_" + (by == 1 ? "" : plain(by).replace('.', '_') + "_")
                + denominator.replace("recording.", "");
        return new Measure(label, column, aggregate, denominator, by, direction, tolerance);
    }

    /** The same, of which less is better. */
    public Measure lowerIsBetter() {
        return new Measure(name, column, aggregate, per, scale, Direction.LOWER_IS_BETTER, tolerance);
    }

    /** The same, of which more is better. */
    public Measure higherIsBetter() {
        return new Measure(name, column, aggregate, per, scale, Direction.HIGHER_IS_BETTER, tolerance);
    }

    /** The same under another name. */
    public Measure named(String other) {
        return new Measure(other, column, aggregate, per, scale, direction, tolerance);
    }

    /** The same, which may move so far without anyone minding: absolute in the measure's unit, or relative to the base. */
    public Measure tolerance(Tolerance allowed) {
        return new Measure(name, column, aggregate, per, scale, direction, allowed);
    }

    /** Whether it is a rate, and not a mean. */
    @JsonIgnore
    public boolean isRate() {
        return per != null;
    }

    /** Whether its denominator is how far or long was recorded, and not a column. */
    @JsonIgnore
    public boolean isPerRecording() {
        return RECORDED_KM.equals(per) || RECORDED_HOURS.equals(per);
    }

    /** What it is of, in words: {@code max of drac_mps2}, {@code hard_brakes per 1000 distance_km}. */
    public String words() {
        String what = aggregate == Aggregate.MEAN || (per != null && aggregate == Aggregate.SUM)
                ? column
                : aggregate.word() + " of " + column;
        return per == null ? what : what + " per " + (scale == 1 ? "" : plain(scale) + " ") + per;
    }

    private static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }

    private String base() {
        return aggregate == Aggregate.SUM ? column : name;
    }

    private static Measure of(String column, Aggregate aggregate) {
        String name = aggregate == Aggregate.MEAN ? column : aggregate.word() + "_" + column;
        return new Measure(name, column, aggregate, null, 1, Direction.NONE, null);
    }
}
