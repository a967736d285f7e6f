package dev.odograph.compare;

import dev.odograph.spec.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Made-up comparisons of which the truth is known. Each set has a seed of its own; the same seed gives the same set. */
final class Calibration {
    private static final int SEGMENTS_EACH = 20;
    private static final double RATE_PER_KM = 0.02;

    private Calibration() {}

    /**
     * Two fleets with hard brakes at random, each vehicle at a rate of its own.
     *
     * @param vehicles a side
     * @param shared whether the same vehicles drive on both sides
     * @param spread standard deviation of the logarithm of a vehicle's rate
     * @param lift factor on the rate of the head
     */
    static MeasureComparison fleets(
            long seed, int vehicles, boolean shared, double spread, double lift, CompareOptions options) {
        return Comparer.compare(List.of(sides(seed, vehicles, shared, spread, lift)), options)
                .getFirst()
                .measures()
                .getFirst();
    }

    /** The units of two such fleets without a change. */
    static Units units(long seed, int vehicles, boolean shared, double spread) {
        Comparer.Sides sides = sides(seed, vehicles, shared, spread, 1);
        return Design.of(sides.base(), sides.head(), CompareOptions.DEFAULT).units(sides.base(), sides.head(), 0);
    }

    private static Comparer.Sides sides(long seed, int vehicles, boolean shared, double spread, double lift) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] own = new double[vehicles];
        for (int i = 0; i < vehicles; i++) {
            own[i] = Math.exp(spread * random.nextGaussian());
        }
        Observations base = fleet("base", random, own, 1, shared);
        if (!shared) {
            for (int i = 0; i < vehicles; i++) {
                own[i] = Math.exp(spread * random.nextGaussian());
            }
        }
        Observations head = fleet("head", random, own, lift, shared);
        Measure rate = Measure.rate("hard_brakes", "distance_km", 1_000).lowerIsBetter();
        return new Comparer.Sides("m", List.of(rate), List.of(""), base, head);
    }

    private static Observations fleet(String side, SplittableRandom random, double[] own, double lift, boolean shared) {
        List<SegmentFacts> segments = Samples.fleet(side, own.length, SEGMENTS_EACH, Map.of());
        if (shared) {
            segments = segments.stream()
                    .map(segment -> SegmentFacts.of(
                            segment.segmentId(),
                            segment.contentDigest(),
                            Map.of("vehicle", String.valueOf(segment.vehicle()).substring(4))))
                    .toList();
        }
        double[] brakes = new double[segments.size()];
        double[] km = new double[segments.size()];
        for (int i = 0; i < brakes.length; i++) {
            km[i] = 5 + 20 * random.nextExponential();
            brakes[i] = poisson(random, RATE_PER_KM * lift * own[i / SEGMENTS_EACH] * km[i]);
        }
        return new Observations(side, List.of("m"), segments, List.of(brakes), List.of(km));
    }

    /**
     * Two simulations of the same scenarios, measured by their mean headway and by two numbers more.
     *
     * @param spread standard deviation of the difference of a pair, as a part of the mean
     * @param ofScenario the part of that variance that all seeds of a scenario share
     * @param shift by which the mean headway of the head is longer, as a part
     */
    static MetricComparison pairs(
            long seed,
            int scenarios,
            int seeds,
            double spread,
            double ofScenario,
            double shift,
            CompareOptions options) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = scenarios * seeds;
        List<double[]> base = new ArrayList<>();
        List<double[]> head = new ArrayList<>();
        List<double[]> ones = new ArrayList<>();
        for (int measure = 0; measure < 3; measure++) {
            double[] before = new double[count];
            double[] after = new double[count];
            double common = 0;
            for (int i = 0; i < count; i++) {
                before[i] = 1.5 * Math.exp(0.3 * random.nextGaussian());
                if (i % seeds == 0) {
                    common = random.nextGaussian();
                }
                double noise = Math.sqrt(ofScenario) * common + Math.sqrt(1 - ofScenario) * random.nextGaussian();
                after[i] = before[i] + 1.5 * (spread * noise + (measure == 0 ? shift : 0));
            }
            base.add(before);
            head.add(after);
            double[] one = new double[count];
            java.util.Arrays.fill(one, 1);
            ones.add(one);
        }
        List<String> names = List.of("headway_s", "second", "third");
        List<Measure> measures =
                names.stream().map(name -> Measure.mean(name).higherIsBetter()).toList();
        return Comparer.compare(
                        List.of(new Comparer.Sides(
                                "m",
                                measures,
                                List.of("", "", ""),
                                new Observations("base", names, Samples.scenarios("b", scenarios, seeds), base, ones),
                                new Observations("head", names, Samples.scenarios("h", scenarios, seeds), head, ones))),
                        options)
                .getFirst();
    }

    static CompareOptions options(double alpha) {
        return options(alpha, null, CompareOptions.DEFAULT.permutations());
    }

    static CompareOptions options(double alpha, @Nullable String cluster, int permutations) {
        CompareOptions usual = CompareOptions.DEFAULT;
        return new CompareOptions(
                null,
                cluster,
                List.of(),
                List.of(),
                alpha,
                Correction.HOLM,
                usual.tolerance(),
                1,
                usual.bootstraps(),
                permutations,
                0);
    }

    private static int poisson(SplittableRandom random, double mean) {
        int count = 0;
        for (double time = random.nextExponential(); time < mean; time += random.nextExponential()) {
            count++;
        }
        return count;
    }
}
