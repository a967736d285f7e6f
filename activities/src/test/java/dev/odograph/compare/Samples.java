package dev.odograph.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sides of comparisons, made of numbers. */
final class Samples {
    private Samples() {}

    /** Pairs of plain values. */
    static Units pairs(double[] base, double[] head) {
        double[] ones = new double[base.length];
        java.util.Arrays.fill(ones, 1);
        return new Units(base.length, 0, 0, 1, base, ones, head, ones.clone());
    }

    /** Clusters of one side each, with numerators and denominators. */
    static Units clusters(double[] baseA, double[] baseB, double[] headA, double[] headB) {
        int count = baseA.length + headA.length;
        double[][] sums = new double[4][count];
        System.arraycopy(baseA, 0, sums[0], 0, baseA.length);
        System.arraycopy(baseB, 0, sums[1], 0, baseA.length);
        System.arraycopy(headA, 0, sums[2], baseA.length, headA.length);
        System.arraycopy(headB, 0, sums[3], baseA.length, headA.length);
        return new Units(0, baseA.length, headA.length, 1, sums[0], sums[1], sums[2], sums[3]);
    }

    /** One side with one measure; segments by attributes, values with denominators of 1, NaN for none. */
    static Observations side(String side, List<SegmentFacts> segments, double... values) {
        double[] numerators = values.clone();
        double[] denominators = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            boolean there = !Double.isNaN(values[i]);
            denominators[i] = there ? 1 : 0;
            numerators[i] = there ? values[i] : 0;
        }
        return new Observations(side, List.of("m"), segments, List.of(numerators), List.of(denominators));
    }

    /** Segments of scenarios with seeds 0, 1, …, under ids and digests of their own. */
    static List<SegmentFacts> scenarios(String prefix, int scenarios, int seeds) {
        List<SegmentFacts> segments = new ArrayList<>();
        for (int i = 0; i < scenarios * seeds; i++) {
            segments.add(SegmentFacts.of(
                    prefix + i,
                    prefix + "digest" + i,
                    Map.of("scenario_id", "scenario-" + i / seeds, "seed", Integer.toString(i % seeds))));
        }
        return segments;
    }

    /** Segments of vehicles, as many each. */
    static List<SegmentFacts> fleet(String prefix, int vehicles, int each, Map<String, String> tags) {
        List<SegmentFacts> segments = new ArrayList<>();
        for (int i = 0; i < vehicles * each; i++) {
            Map<String, String> attributes = new java.util.HashMap<>(tags);
            attributes.put("vehicle", prefix + i / each);
            segments.add(SegmentFacts.of(prefix + "-" + i, "digest" + prefix + i, attributes));
        }
        return segments;
    }
}
