package dev.odograph.compare;

import dev.odograph.compare.MeasureComparison.Distribution;
import dev.odograph.compare.MeasureComparison.Moved;
import dev.odograph.spec.Measure;
import dev.odograph.spec.Measure.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which pairs, clusters and segments of one measure stand out, and how its values are spread. */
final class Outliers {
    private static final double[] PROBABILITIES = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

    private final Observations base;
    private final Observations head;
    private final int index;
    private final Measure measure;
    private final List<Moved> moved = new ArrayList<>();
    private final boolean paired;

    Outliers(Observations base, Observations head, Design design, int index, Measure measure) {
        this.base = base;
        this.head = head;
        this.index = index;
        this.measure = measure;
        this.paired = design.pairing().isPaired();
        if (paired) {
            design.pairing().pairs().forEach(pair -> add(pair.name(), pair.base(), pair.head()));
        } else {
            design.members().forEach(member -> add(member.name(), member.base(), member.head()));
        }
    }

    /** What got worse most; without pairs, the worst of the head's segments. */
    List<Moved> worst(int top) {
        if (measure.direction() == Direction.NONE) {
            return List.of();
        }
        double sign = measure.direction() == Direction.LOWER_IS_BETTER ? -1 : 1;
        if (paired) {
            return moved.stream()
                    .filter(one -> sign * change(one) < 0)
                    .sorted(Comparator.comparingDouble(one -> sign * change(one)))
                    .limit(top)
                    .toList();
        }
        List<Moved> segments = new ArrayList<>();
        for (int i = 0; i < head.segments().size(); i++) {
            Double value = value(head, List.of(i));
            if (value != null) {
                String id = head.segments().get(i).segmentId();
                segments.add(new Moved(id, null, value, null, null, id));
            }
        }
        return segments.stream()
                .sorted(Comparator.comparingDouble(one -> sign * one.head()))
                .limit(top)
                .toList();
    }

    List<Moved> mostChanged(int top) {
        return moved.stream()
                .filter(one -> change(one) != 0)
                .sorted(Comparator.comparingDouble(one -> -Math.abs(change(one))))
                .limit(top)
                .toList();
    }

    Distribution distribution() {
        double[] differences =
                paired ? moved.stream().mapToDouble(Outliers::change).toArray() : new double[0];
        return new Distribution(quantiles(values(base)), quantiles(values(head)), quantiles(differences));
    }

    private void add(String name, List<Integer> ofBase, List<Integer> ofHead) {
        Double before = value(base, ofBase);
        Double after = value(head, ofHead);
        if (before != null && after != null) {
            moved.add(new Moved(
                    name,
                    before,
                    after,
                    after - before,
                    base.segments().get(ofBase.getFirst()).segmentId(),
                    head.segments().get(ofHead.getFirst()).segmentId()));
        }
    }

    private @Nullable Double value(Observations side, List<Integer> segments) {
        double numerator = 0;
        double denominator = 0;
        for (int segment : segments) {
            if (side.denominator(index, segment) > 0) {
                numerator += side.numerator(index, segment);
                denominator += side.denominator(index, segment);
            }
        }
        return denominator > 0 ? measure.scale() * numerator / denominator : null;
    }

    private double[] values(Observations side) {
        double[] values = new double[side.segments().size()];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            Double value = value(side, List.of(i));
            if (value != null) {
                values[count++] = value;
            }
        }
        return Arrays.copyOf(values, count);
    }

    private static double change(Moved one) {
        Double change = one.change();
        return change == null ? 0 : change;
    }

    private static List<Double> quantiles(double[] values) {
        return Arrays.stream(Intervals.quantiles(values, PROBABILITIES)).boxed().toList();
    }
}
