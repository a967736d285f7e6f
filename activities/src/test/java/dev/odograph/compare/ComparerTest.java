package dev.odograph.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Measure;
import dev.odograph.spec.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ComparerTest {
    private static final Measure HIGHER = Measure.mean("m").higherIsBetter();
    private static final Measure LOWER = Measure.mean("m").lowerIsBetter();
    private static final Measure NEITHER = Measure.mean("m");

    @Test
    void simulationsOfTheSameScenariosPairCompletelyWhateverTheirContent() {
        Observations base = Samples.side("base", Samples.scenarios("a", 500, 3), noise(1_500, i -> i % 11));
        Observations head = Samples.side("head", Samples.scenarios("b", 500, 3), noise(1_500, i -> i % 13));

        MetricComparison result = compare(HIGHER, base, head, CompareOptions.DEFAULT);

        assertThat(result.pairedBy()).containsExactly("scenario_id", "seed");
        assertThat(result.pairs()).isEqualTo(1_500);
        assertThat(result.baseAlone() + result.headAlone()).isZero();
        assertThat(result.cluster()).isEqualTo("scenario_id");
        assertThat(result.measures().getFirst().units()).isEqualTo(new MeasureComparison.UnitCount(500, 0, 0));
    }

    @Test
    void theSameRecordingsPairBySegment() {
        List<SegmentFacts> recordings = Samples.fleet("car", 3, 10, Map.of());
        Observations base = Samples.side("base", recordings, noise(30, i -> i));
        Observations head = Samples.side("head", recordings.subList(0, 29), noise(29, i -> i + 1 + i % 2));

        MetricComparison result = compare(LOWER, base, head, CompareOptions.DEFAULT);

        assertThat(result.pairedBy()).containsExactly("segment");
        assertThat(result.pairs()).isEqualTo(29);
        assertThat(result.baseAlone()).isEqualTo(1);
        assertThat(result.measures().getFirst().verdict()).isEqualTo(Verdict.WORSE);
        assertThat(result.measures().getFirst().worst().getFirst())
                .isEqualTo(new MeasureComparison.Moved("car-1", 1.0, 3.0, 2.0, "car-1", "car-1"));
    }

    @Test
    void equalSidesAreTheSameAtAnyTolerance() {
        Observations side = Samples.side("base", Samples.scenarios("a", 40, 1), noise(40, i -> i % 7));

        MeasureComparison one =
                compare(HIGHER, side, side, tolerance(0)).measures().getFirst();

        assertThat(one.verdict()).isEqualTo(Verdict.SAME);
        assertThat(one.reason()).isEqualTo("no pair changed");
        assertThat(one.pValue()).isEqualTo(1);
        assertThat(one.mostChanged()).isEmpty();
    }

    @Test
    void theDirectionSaysWhatAChangeIsWorth() {
        Observations base = Samples.side("base", Samples.scenarios("a", 60, 1), noise(60, i -> 10 + i % 7));
        Observations head = Samples.side("head", Samples.scenarios("b", 60, 1), noise(60, i -> 11 + i % 7 + i % 2));

        assertThat(verdict(HIGHER, base, head)).isEqualTo(Verdict.BETTER);
        assertThat(verdict(LOWER, base, head)).isEqualTo(Verdict.WORSE);
        MeasureComparison neither =
                compare(NEITHER, base, head, CompareOptions.DEFAULT).measures().getFirst();
        assertThat(neither.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(neither.changed()).isTrue();
        assertThat(neither.reason()).contains("does not declare which way is better");
        assertThat(verdict(LOWER.tolerance(Tolerance.absolute(3)), base, head)).isEqualTo(Verdict.SAME);
        assertThat(verdict(LOWER.tolerance(Tolerance.absolute(1.5)), base, head))
                .isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void tooFewPairsAreUndecidedAndSayWhatWouldBeFound() {
        Observations base = Samples.side("base", Samples.scenarios("a", 6, 1), 1, 2, 3, 4, 5, 6);
        Observations head = Samples.side("head", Samples.scenarios("b", 6, 1), 2, 1, 4, 3, 6, 6);

        MetricComparison result = compare(HIGHER, base, head, CompareOptions.DEFAULT);

        MeasureComparison one = result.measures().getFirst();
        assertThat(one.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(one.reason()).contains("8 of 10 are found");
        assertThat(one.minimumDetectable().absolute()).isPositive();
        assertThat(result.warnings())
                .containsExactly("Only 6 pairs carry the comparison, fewer than 20: intervals are" + " rough");
    }

    @Test
    void pairsWithAValueOnOneSideAreLeftOutAndCounted() {
        double[] values = noise(30, i -> i);
        values[3] = Double.NaN;
        Observations base = Samples.side("base", Samples.scenarios("a", 30, 1), values);
        Observations head = Samples.side("head", Samples.scenarios("b", 30, 1), noise(30, i -> i));

        MetricComparison result = compare(HIGHER, base, head, CompareOptions.DEFAULT);

        assertThat(result.measures().getFirst().base()).isEqualTo(new MeasureComparison.Value((435.0 - 3) / 29, 29, 1));
        assertThat(result.warnings())
                .containsExactly("Measure m has a value on one side only in 1 pairs: they are"
                        + " left out, which may hide a change");
    }

    @Test
    void fleetsAreComparedByRatiosOfSumsWithVehiclesAsClusters() {
        Observations base = rates("base", "a", new double[] {2, 4, 6}, new double[] {10, 10, 40});
        Observations head = rates("head", "b", new double[] {1, 1, 4}, new double[] {10, 20, 30});

        MetricComparison result =
                compare(Measure.rate("m", "km", 100).lowerIsBetter(), base, head, CompareOptions.DEFAULT);

        MeasureComparison one = result.measures().getFirst();
        assertThat(result.pairedBy()).isEmpty();
        assertThat(result.cluster()).isEqualTo("vehicle");
        assertThat(one.base().value()).isEqualTo(20, within(1e-12));
        assertThat(one.head().value()).isEqualTo(10, within(1e-12));
        assertThat(one.effect().relative()).isEqualTo(-0.5, within(1e-12));
        assertThat(one.worst())
                .first()
                .extracting(MeasureComparison.Moved::headSegment)
                .isEqualTo("b-2");
        assertThat(result.warnings().getFirst())
                .isEqualTo("The base has 3 and the head 3 of vehicle, fewer than 20:"
                        + " intervals are rough and p-values weak");
    }

    @Test
    void vehiclesOnBothSidesAreComparedWithThemselves() {
        Observations base = Samples.side("base", Samples.fleet("car", 30, 2, Map.of()), noise(60, i -> i));
        List<SegmentFacts> later = Samples.fleet("car", 30, 2, Map.of()).stream()
                .map(segment -> SegmentFacts.of(
                        "later-" + segment.segmentId(), "other", Map.of("vehicle", "" + segment.vehicle())))
                .toList();
        Observations head = Samples.side("head", later, noise(60, i -> i + 1 + i % 2));

        MetricComparison result = compare(LOWER, base, head, tolerance(0));

        assertThat(result.measures().getFirst().units()).isEqualTo(new MeasureComparison.UnitCount(30, 0, 0));
        assertThat(result.measures().getFirst().verdict()).isEqualTo(Verdict.WORSE);
    }

    @Test
    void aMixThatDiffersIsWarnedOfAndStandardisedAway() {
        // Rain is 10 worse; the head drove in it more often, and nothing else differs.
        Observations base = weather("base", 10);
        Observations head = weather("head", 30);

        MetricComparison plain = compare(LOWER, base, head, CompareOptions.DEFAULT);
        assertThat(plain.warnings()).singleElement().asString().startsWith("The mix of tag weather differs");
        assertThat(plain.measures().getFirst().verdict()).isEqualTo(Verdict.WORSE);

        MetricComparison standardised = compare(LOWER, base, head, options(null, null, List.of("weather")));
        assertThat(standardised.warnings()).isEmpty();
        assertThat(standardised.strata()).containsExactly("weather");
        assertThat(standardised.measures().getFirst().changed()).isFalse();
        assertThat(standardised.measures().getFirst().effect().absolute()).isEqualTo(0, within(0.5));
    }

    @Test
    void anotherMeasureBesideItChangesNoDraw() {
        Observations base = Samples.side("base", Samples.scenarios("a", 60, 1), noise(60, i -> i % 7));
        Observations head = Samples.side("head", Samples.scenarios("b", 60, 1), noise(60, i -> i % 5));
        MeasureComparison alone =
                compare(HIGHER, base, head, CompareOptions.DEFAULT).measures().getFirst();
        double[] values = noise(60, i -> i % 7);
        double[] others = noise(60, i -> i % 5);
        double[] ones = noise(60, i -> 1);
        List<String> names = List.of("z", "m");
        MeasureComparison beside = Comparer.compare(
                        List.of(new Comparer.Sides(
                                "metric",
                                List.of(HIGHER.named("z"), HIGHER),
                                List.of("", ""),
                                new Observations(
                                        "base", names, base.segments(), List.of(values, values), List.of(ones, ones)),
                                new Observations(
                                        "head", names, head.segments(), List.of(others, others), List.of(ones, ones)))),
                        CompareOptions.DEFAULT)
                .getFirst()
                .measures()
                .get(1);

        assertThat(beside.interval()).isEqualTo(alone.interval());
        assertThat(beside.pValue()).isEqualTo(alone.pValue());
        assertThat(beside.adjustedPValue()).isGreaterThan(alone.adjustedPValue());
    }

    @Test
    void thePathForPlainPairsGivesThePValueOfThePlainOne() {
        double[] base = noise(40, i -> 3 * Math.sin(i));
        double[] head = noise(40, i -> 3 * Math.sin(i) + Math.cos(7 * i) + 0.2);
        Units units = Samples.pairs(base, head);

        double quick = Permutation.pValue(units, 9_999, new Draws(1, "a"));
        double plain = Permutation.studentised(units, 9_999, new Draws(2, "b"));

        assertThat(quick).isEqualTo(plain, within(4 * Math.sqrt(2 * plain * (1 - plain) / 9_999)));
    }

    @Test
    void theQuickBootstrapDrawsTheSamplesOfThePlainOne() {
        double[] events = noise(30, i -> i % 4);
        double[] km = noise(30, i -> 10 + i);
        Units units = Samples.clusters(events, km, noise(20, i -> i % 3), noise(20, i -> 5 + i));

        assertThat(Bootstrap.of(units, 300, new Draws(1, "a"), true).effects().values())
                .containsExactly(
                        Bootstrap.of(units, 300, new Draws(1, "a"), false)
                                .effects()
                                .values(),
                        within(1e-12));
    }

    @Test
    void neitherKeyNorClusterIsRefused() {
        Observations base = Samples.side("base", plain("a", 5), noise(5, i -> i));
        Observations head = Samples.side("head", plain("b", 5), noise(5, i -> i));

        assertRefused(
                ErrorCode.COMPARISON_INVALID,
                () -> compare(HIGHER, base, head, CompareOptions.DEFAULT),
                "Neither a key nor a cluster: too few segments of both sides are the same recordings, or share"
                        + " scenario_id and seed, and no vehicles are known. Pair by --pair ATTRIBUTE,…; or name by"
                        + " --cluster what segments depend on each other by, --cluster segment if they do not");
        assertThat(compare(HIGHER, base, head, options(null, "segment", List.of()))
                        .measures()
                        .getFirst()
                        .units())
                .isEqualTo(new MeasureComparison.UnitCount(0, 5, 5));
    }

    @Test
    void oneSampleIsRefused() {
        Observations one = Samples.side("base", plain("a", 1), 1);
        Observations many = Samples.side("head", plain("b", 5), noise(5, i -> i));

        assertRefused(
                ErrorCode.COMPARISON_INVALID,
                () -> compare(HIGHER, one, many, CompareOptions.DEFAULT),
                "The base has one segment of metric metric: a comparison needs at least two on each side, and 20 to be"
                        + " worth much");
        Observations oneVehicle = Samples.side("base", Samples.fleet("a", 1, 5, Map.of()), noise(5, i -> i));
        Observations fleet = Samples.side("head", Samples.fleet("b", 5, 1, Map.of()), noise(5, i -> i));
        assertRefused(
                ErrorCode.COMPARISON_INVALID,
                () -> compare(HIGHER, oneVehicle, fleet, CompareOptions.DEFAULT),
                "Metric metric has fewer than two clusters by vehicle with a value on each side: compare more"
                        + " recordings, or pair and cluster by other attributes (--pair, --cluster)");
    }

    @Test
    void notANumberIsRefusedWithItsSegment() {
        assertRefused(
                ErrorCode.VALUE_NOT_FINITE,
                () -> new Observations(
                        "head",
                        List.of("ttc"),
                        plain("a", 2),
                        List.of(new double[] {1, Double.NaN}),
                        List.of(new double[] {1, 1})),
                "Measure ttc is NaN or infinite in segment \"a1\" of the head: make the metric give null there, or"
                        + " leave the measure out by --measure");
    }

    @Test
    void aKeyThatIsNotThereNamesThoseThatAre() {
        Observations base = Samples.side("base", Samples.scenarios("a", 3, 1), 1, 2, 3);
        Observations head = Samples.side("head", Samples.scenarios("b", 3, 1), 1, 2, 3);

        assertRefused(
                ErrorCode.COMPARISON_INVALID,
                () -> compare(HIGHER, base, head, options(List.of("route"), null, List.of())),
                "No segment of the base has \"route\": they have segment, scenario_id, seed");
        assertRefused(
                ErrorCode.COMPARISON_INVALID,
                () -> compare(HIGHER, base, head, options(List.of("segment"), null, List.of())),
                "No segment of the base has the segment of one of the head: pair by other attributes, or give --pair"
                        + " none");
    }

    @Test
    void optionsOutOfRangeAreRefusedAllAtOnce() {
        assertRefused(
                ErrorCode.ARGUMENT_INVALID,
                () -> new CompareOptions(
                        null, null, List.of(), List.of(), Double.NaN, Correction.HOLM, -1, 1, 10, 9_999, 5),
                "--alpha is NaN; it must be above 0 and at most 0.5, such as 0.05\n"
                        + "--tolerance is -1.0; it must be from 0 and below 1, such as 0.01 for 1 %\n"
                        + "--bootstraps is 10; it must be from 200 to 1000000");
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }

    private static MetricComparison compare(
            Measure measure, Observations base, Observations head, CompareOptions options) {
        return Comparer.compare(
                        List.of(new Comparer.Sides("metric", List.of(measure), List.of(""), base, head)), options)
                .getFirst();
    }

    private static Verdict verdict(Measure measure, Observations base, Observations head) {
        return compare(measure, base, head, CompareOptions.DEFAULT)
                .measures()
                .getFirst()
                .verdict();
    }

    private static CompareOptions tolerance(double tolerance) {
        return new CompareOptions(
                null, null, List.of(), List.of(), 0.05, Correction.HOLM, tolerance, 1, 2_000, 9_999, 5);
    }

    private static CompareOptions options(
            @Nullable List<String> pair, @Nullable String cluster, List<String> stratify) {
        return new CompareOptions(pair, cluster, stratify, List.of(), 0.05, Correction.HOLM, 0.01, 1, 2_000, 9_999, 5);
    }

    private static double[] noise(int count, IntToDoubleFunction value) {
        return java.util.stream.IntStream.range(0, count).mapToDouble(value).toArray();
    }

    private static List<SegmentFacts> plain(String prefix, int count) {
        List<SegmentFacts> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(SegmentFacts.of(prefix + i, prefix + i, Map.of()));
        }
        return segments;
    }

    private static Observations rates(String side, String prefix, double[] events, double[] km) {
        List<SegmentFacts> segments = Samples.fleet(prefix, events.length, 1, Map.of());
        return new Observations(side, List.of("m"), segments, List.of(events), List.of(km));
    }

    /** 40 vehicles with one drive each, the first of them in rain. */
    private static Observations weather(String side, int inRain) {
        List<SegmentFacts> segments = new ArrayList<>();
        double[] values = new double[40];
        for (int i = 0; i < 40; i++) {
            String tag = i < inRain ? "rain" : "dry";
            segments.add(SegmentFacts.of(side + i, side + i, Map.of("vehicle", side + i, "weather", tag)));
            values[i] = (i < inRain ? 20 : 10) + i % 3 - 1;
        }
        return Samples.side(side, segments, values);
    }
}
