package dev.odograph.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.odograph.spec.Measure.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one measure. Numbers are in the measure's unit; relative ones are parts of the base's value, null where
 * that is 0.
 *
 * @param measure its name
 * @param what what it is of, in words
 * @param unit unit of its column; null for none
 * @param direction which way is better
 * @param tolerance how far it may move without anyone minding, in the measure's unit
 * @param base the base's value
 * @param head the head's value
 * @param units pairs or clusters that the comparison stands on
 * @param effect head less base; null where there is too little to compare
 * @param interval where the effect lies, with what the sample leaves open; null likewise
 * @param pValue chance of an effect as large if it did not matter which side is which; null likewise
 * @param adjustedPValue the same with all measures of the comparison in mind; null likewise
 * @param changed whether the adjusted p-value is at most alpha
 * @param minimumDetectable the least effect that is found in 8 of 10 such comparisons; null likewise
 * @param verdict what it comes to
 * @param reason why, in a sentence
 * @param worst pairs that got worse most, or segments of the head that are worst; none without a direction
 * @param mostChanged pairs or clusters that changed most
 * @param distribution quantiles of both sides and of the differences, for charts
 */
public record MeasureComparison(
        String measure,
        String what,
        @Nullable String unit,
        Direction direction,
        double tolerance,
        Value base,
        Value head,
        UnitCount units,
        @Nullable Effect effect,
        @Nullable Interval interval,
        @JsonProperty("p_value") @Nullable Double pValue,
        @JsonProperty("adjusted_p_value") @Nullable Double adjustedPValue,
        boolean changed,
        @Nullable Effect minimumDetectable,
        Verdict verdict,
        String reason,
        List<Moved> worst,
        List<Moved> mostChanged,
        Distribution distribution) {
    public MeasureComparison {
        worst = List.copyOf(worst);
        mostChanged = List.copyOf(mostChanged);
    }

    /**
     * One side.
     *
     * @param value its value over what is compared; null where there is none
     * @param segments segments with a value
     * @param withoutValue segments that have none
     */
    public record Value(@Nullable Double value, long segments, long withoutValue) {}

    /**
     * What was resampled.
     *
     * @param paired pairs, or clusters on both sides
     * @param base clusters of the base alone
     * @param head clusters of the head alone
     */
    public record UnitCount(int paired, int base, int head) {}

    /**
     * A change.
     *
     * @param absolute in the measure's unit
     * @param relative as a part of the base's value; null where that is 0
     */
    public record Effect(double absolute, @Nullable Double relative) {}

    /**
     * A confidence interval.
     *
     * @param level such as 0.95
     * @param low lower end
     * @param high upper end
     * @param relativeLow lower end of the relative effect's; null where the base is 0
     * @param relativeHigh upper end of it
     */
    public record Interval(
            double level,
            double low,
            double high,
            @Nullable Double relativeLow,
            @Nullable Double relativeHigh) {}

    /**
     * A pair, cluster or segment that stands out.
     *
     * @param name the pair's key, the cluster's name or the segment's id
     * @param base its value in the base; null where it has none
     * @param head its value in the head
     * @param change head less base; null where there is no base
     * @param baseSegment id of a segment of the base; null likewise
     * @param headSegment id of a segment of the head
     */
    public record Moved(
            String name,
            @Nullable Double base,
            double head,
            @Nullable Double change,
            @Nullable String baseSegment,
            String headSegment) {}

    /**
     * Quantiles 0, 5, 25, 50, 75, 95 and 100 % of the values of single segments; empty where there are none.
     *
     * @param base of the base
     * @param head of the head
     * @param differences of head less base, over pairs
     */
    public record Distribution(List<Double> base, List<Double> head, List<Double> differences) {
        public Distribution {
            base = List.copyOf(base);
            head = List.copyOf(head);
            differences = List.copyOf(differences);
        }
    }
}
