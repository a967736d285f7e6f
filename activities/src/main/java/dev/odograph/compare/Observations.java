package dev.odograph.compare;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;

/**
 * One side of a comparison: its segments, and of each measure a numerator and a denominator for each segment. A segment
 * that has no value counts with a denominator of 0. Not changed once made.
 */
public final class Observations {
    private final String side;
    private final List<SegmentFacts> segments;
    private final List<double[]> numerators;
    private final List<double[]> denominators;

    /**
     * A side. Arrays are not copied and not to be changed after.
     *
     * @param side {@code base} or {@code head}, for messages
     * @param numerators of each measure, one number a segment
     * @param denominators likewise; 1 for the value of a mean, 0 where there is no value
     * @throws OdographException VALUE_NOT_FINITE where a number is NaN or infinite
     */
    public Observations(
            String side,
            List<String> measures,
            List<SegmentFacts> segments,
            List<double[]> numerators,
            List<double[]> denominators) {
        this.side = side;
        this.segments = List.copyOf(segments);
        this.numerators = List.copyOf(numerators);
        this.denominators = List.copyOf(denominators);
        for (int measure = 0; measure < measures.size(); measure++) {
            for (int segment = 0; segment < segments.size(); segment++) {
                double sum = numerators.get(measure)[segment] + denominators.get(measure)[segment];
                if (!Double.isFinite(sum)) {
                    throw new OdographException(
                            ErrorCode.VALUE_NOT_FINITE,
                            "Measure " + measures.get(measure) + " is NaN or infinite in segment \""
                                    + segments.get(segment).segmentId() + "\" of the " + side
                                    + ": make the metric give null there, or leave the measure out by --measure");
                }
                if (denominators.get(measure)[segment] < 0) {
                    throw new OdographException(
                            ErrorCode.COMPARISON_INVALID,
                            "Measure " + measures.get(measure) + " divides by a negative number in segment \""
                                    + segments.get(segment).segmentId() + "\" of the " + side
                                    + ": a rate is per something that is not negative");
                }
            }
        }
    }

    String side() {
        return side;
    }

    List<SegmentFacts> segments() {
        return segments;
    }

    /** How many segments it has. */
    public int count() {
        return segments.size();
    }

    double numerator(int measure, int segment) {
        return numerators.get(measure)[segment];
    }

    double denominator(int measure, int segment) {
        return denominators.get(measure)[segment];
    }

    /** How many segments have a value of a measure. */
    long withValue(int measure) {
        long count = 0;
        for (double denominator : denominators.get(measure)) {
            count += denominator > 0 ? 1 : 0;
        }
        return count;
    }
}
