package dev.odograph.compare;

import dev.odograph.compare.MeasureComparison.Effect;
import dev.odograph.compare.MeasureComparison.Interval;
import dev.odograph.compare.MeasureComparison.UnitCount;
import dev.odograph.compare.MeasureComparison.Value;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Measure;
import dev.odograph.spec.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares two sides of one or more metrics, which are one family for {@link Correction}. Stateless and thread-safe;
 * equal input gives equal results.
 */
public final class Comparer {
    /** Below so many pairs or clusters a side, intervals are rough. */
    private static final int FEW = 20;

    private Comparer() {}

    /**
     * Both sides of one metric.
     *
     * @param metric its name, for messages and as part of what random draws depend on
     * @param measures what is compared
     * @param units unit of each measure, or an empty text
     * @param base one side
     * @param head the other
     */
    public record Sides(
            String metric, List<Measure> measures, List<String> units, Observations base, Observations head) {
        public Sides {
            measures = List.copyOf(measures);
            units = List.copyOf(units);
        }
    }

    private record Seen(
            Measure measure, Units units, @Nullable Inference inference) {}

    /**
     * Compares.
     *
     * @return one comparison a metric, in their order
     * @throws OdographException COMPARISON_INVALID where nothing pairs or clusters the segments, or a side has fewer than
     *     two pairs or clusters with a value
     */
    public static List<MetricComparison> compare(List<Sides> metrics, CompareOptions options) {
        List<Design> designs = new ArrayList<>();
        List<List<Seen>> seen = new ArrayList<>();
        for (Sides sides : metrics) {
            requireSegments(sides, sides.base());
            requireSegments(sides, sides.head());
            Design design = Design.of(sides.base(), sides.head(), options);
            designs.add(design);
            // Each measure draws from streams of its own: the order in which they are computed changes nothing.
            seen.add(IntStream.range(0, sides.measures().size())
                    .parallel()
                    .mapToObj(measure -> infer(sides, design, measure, options))
                    .toList());
            requireSomething(sides, design, seen.getLast());
        }
        double[] pValues = seen.stream()
                .flatMap(List::stream)
                .map(Seen::inference)
                .flatMapToDouble(one -> one == null
                        ? java.util.stream.DoubleStream.empty()
                        : java.util.stream.DoubleStream.of(one.pValue()))
                .toArray();
        double[] adjusted = options.correction().adjusted(pValues);
        List<MetricComparison> results = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < metrics.size(); i++) {
            List<MeasureComparison> measures = new ArrayList<>();
            for (int measure = 0; measure < seen.get(i).size(); measure++) {
                Seen one = seen.get(i).get(measure);
                double p = one.inference() == null ? Double.NaN : adjusted[next++];
                measures.add(result(metrics.get(i), designs.get(i), measure, one, p, options));
            }
            results.add(result(metrics.get(i), designs.get(i), seen.get(i), measures, options));
        }
        return List.copyOf(results);
    }

    private static Seen infer(Sides sides, Design design, int index, CompareOptions options) {
        Measure measure = sides.measures().get(index);
        Units units = design.units(sides.base(), sides.head(), index);
        boolean enough =
                units.onBase() >= 2 && units.onHead() >= 2 && Sums.all(units).comparableShare() > 0;
        if (!enough) {
            return new Seen(measure, units, null);
        }
        Inference inference = Inference.of(units, sides.metric() + "/" + measure.name(), options);
        return new Seen(measure, units, Double.isFinite(inference.low()) ? inference : null);
    }

    private static MeasureComparison result(
            Sides sides, Design design, int index, Seen seen, double adjusted, CompareOptions options) {
        Measure measure = seen.measure();
        Outliers outliers = new Outliers(sides.base(), sides.head(), design, index, measure);
        Units units = seen.units();
        UnitCount count = new UnitCount(units.both, units.baseOnly, units.headOnly);
        String unit = sides.units().get(index).isEmpty() ? null : sides.units().get(index);
        Inference plain = seen.inference();
        if (plain == null) {
            String too = design.pairing().isPaired()
                    ? "fewer than two pairs have a value on both sides"
                    : "fewer than two clusters of a side have a value, or no stratum has both sides";
            return new MeasureComparison(
                    measure.name(),
                    measure.words(),
                    unit,
                    measure.direction(),
                    0,
                    value(sides.base(), index, null),
                    value(sides.head(), index, null),
                    count,
                    null,
                    null,
                    null,
                    null,
                    false,
                    null,
                    Verdict.UNDECIDED,
                    too,
                    List.of(),
                    List.of(),
                    outliers.distribution());
        }
        Inference scaled = plain.scaled(measure.scale());
        Tolerance declared = measure.tolerance();
        double tolerance = declared == null
                ? options.tolerance() * Math.abs(scaled.base())
                : Math.max(declared.absolute(), declared.relative() * Math.abs(scaled.base()));
        double least = scaled.minimumDetectable(units, options.alpha());
        Effect detectable = new Effect(least, scaled.base() == 0 ? null : least / Math.abs(scaled.base()));
        Judgement judgement = Judgement.of(
                scaled, adjusted, options.alpha(), tolerance, measure.direction(), detectable, unitWord(design));
        return new MeasureComparison(
                measure.name(),
                measure.words(),
                unit,
                measure.direction(),
                tolerance,
                value(sides.base(), index, scaled.base()),
                value(sides.head(), index, scaled.head()),
                count,
                new Effect(scaled.effect(), present(scaled.relative())),
                new Interval(
                        1 - options.alpha(),
                        scaled.low(),
                        scaled.high(),
                        present(scaled.relativeLow()),
                        present(scaled.relativeHigh())),
                scaled.pValue(),
                adjusted,
                judgement.changed(),
                detectable,
                judgement.verdict(),
                judgement.reason(),
                outliers.worst(options.top()),
                outliers.mostChanged(options.top()),
                outliers.distribution());
    }

    private static MetricComparison result(
            Sides sides, Design design, List<Seen> seen, List<MeasureComparison> measures, CompareOptions options) {
        Pairing pairing = design.pairing();
        List<String> warnings = new ArrayList<>();
        String word = unitWord(design);
        int base = seen.stream()
                .filter(one -> one.inference() != null)
                .mapToInt(one -> one.units().onBase())
                .min()
                .orElse(0);
        int head = seen.stream()
                .filter(one -> one.inference() != null)
                .mapToInt(one -> one.units().onHead())
                .min()
                .orElse(0);
        if (pairing.isPaired()) {
            if (base < FEW) {
                warnings.add("Only " + base + " " + word + "s carry the comparison, fewer than " + FEW
                        + ": intervals are rough");
            }
            if (pairing.repeated() > 0) {
                warnings.add(pairing.repeated() + " keys (" + String.join(", ", pairing.key())
                        + ") are there more than once on a side: their segments are taken together");
            }
            if (!options.stratify().isEmpty()) {
                warnings.add("Pairs are not stratified: both sides of a pair are alike");
            }
            missing(sides, design, seen, warnings);
        } else {
            if (base < FEW || head < FEW) {
                warnings.add("The base has " + base + " and the head " + head + " of " + word + ", fewer than " + FEW
                        + ": intervals are rough and p-values weak");
            }
            warnings.addAll(TagMix.differences(sides.base(), sides.head(), options.stratify()));
            strata(design, seen, warnings);
        }
        if (design.baseUnclustered() + design.headUnclustered() > 0) {
            warnings.add(design.baseUnclustered() + " segments of the base and " + design.headUnclustered()
                    + " of the head have no " + design.cluster() + " and are left out");
        }
        return new MetricComparison(
                pairing.key(),
                pairing.pairs().size(),
                pairing.baseAlone(),
                pairing.headAlone(),
                design.cluster(),
                pairing.isPaired() ? List.of() : options.stratify(),
                measures,
                warnings);
    }

    private static void missing(Sides sides, Design design, List<Seen> seen, List<String> warnings) {
        for (int measure = 0; measure < seen.size(); measure++) {
            long oneSided = 0;
            for (Pairing.Pair pair : design.pairing().pairs()) {
                boolean base = has(sides.base(), measure, pair.base());
                oneSided += base != has(sides.head(), measure, pair.head()) ? 1 : 0;
            }
            if (oneSided > 0) {
                warnings.add("Measure " + seen.get(measure).measure().name() + " has a value on one side only in "
                        + oneSided + " pairs: they are left out, which may hide a change");
            }
        }
    }

    private static boolean has(Observations side, int measure, List<Integer> segments) {
        return segments.stream().anyMatch(segment -> side.denominator(measure, segment) > 0);
    }

    private static void strata(Design design, List<Seen> seen, List<String> warnings) {
        if (design.strata().size() < 2) {
            return;
        }
        for (Seen one : seen) {
            if (one.inference() == null) {
                continue;
            }
            Sums sums = Sums.all(one.units());
            List<String> alone = IntStream.range(0, design.strata().size())
                    .filter(stratum -> !sums.isComparable(stratum))
                    .mapToObj(design.strata()::get)
                    .toList();
            if (!alone.isEmpty()) {
                warnings.add("Strata that one side lacks are left out: " + String.join("; ", alone));
                return;
            }
        }
    }

    private static void requireSegments(Sides sides, Observations side) {
        if (side.segments().size() < 2) {
            throw new OdographException(
                    ErrorCode.COMPARISON_INVALID,
                    "The " + side.side() + " has " + (side.segments().isEmpty() ? "no segment" : "one segment")
                            + " of metric " + sides.metric()
                            + ": a comparison needs at least two on each side, and 20 to be worth much");
        }
    }

    private static void requireSomething(Sides sides, Design design, List<Seen> seen) {
        if (seen.stream().anyMatch(one -> one.inference() != null)) {
            return;
        }
        String what = design.pairing().isPaired()
                ? "pairs by " + String.join(", ", design.pairing().key())
                : "clusters by " + design.cluster();
        throw new OdographException(
                ErrorCode.COMPARISON_INVALID,
                "Metric " + sides.metric() + " has fewer than two " + what
                        + " with a value on each side: compare more recordings, or pair and cluster by other"
                        + " attributes (--pair, --cluster)");
    }

    private static Value value(Observations side, int measure, @Nullable Double value) {
        long with = side.withValue(measure);
        return new Value(value, with, side.segments().size() - with);
    }

    private static String unitWord(Design design) {
        String cluster = design.cluster();
        return cluster == null ? "pair" : cluster;
    }

    private static @Nullable Double present(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
