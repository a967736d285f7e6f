package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.compare.CompareOptions;
import dev.odograph.compare.Correction;
import dev.odograph.compare.MeasureComparison;
import dev.odograph.compare.Verdict;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.dataset.ImportAction;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.ComparedMetric;
import dev.odograph.query.Comparison;
import dev.odograph.query.ComparisonMarkdown;
import dev.odograph.query.Comparisons;
import dev.odograph.spec.SpecJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two releases drive the same scenarios; the later one keeps less distance. */
class CompareIT {
    private static final int SEGMENTS = 40;
    private static final String METRIC = "platoon_safety";

    private static Lab lab;
    private static Comparisons comparisons;

    @BeforeAll
    static void driveBothReleases() {
        lab = Lab.open();
        comparisons = new Comparisons(lab.stores.postgres(), lab.stores.datasets(), lab.stores.clickhouse());
        drive("compared_old", "4.2.0");
        drive("compared_new", "4.3.0");
        run("compared-old", "compared_old", Map.of());
        run("compared-new", "compared_new", Map.of());
        run("compared-strict", "compared_old", Map.of("hard_brake_mps2", -2.0));
    }

    @Test
    void thePlantedRegressionIsFoundInThePairedScenarios() {
        ComparedMetric found = compare("run:compared-old", "run:compared-new");

        assertThat(found.comparison().pairedBy()).containsExactly("scenario_id", "seed");
        assertThat(found.comparison().pairs()).isEqualTo(SEGMENTS);
        assertThat(found.comparison().baseAlone() + found.comparison().headAlone())
                .isZero();
        assertThat(found.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(measure(found, "headway_p50_s").verdict()).isEqualTo(Verdict.WORSE);
        assertThat(measure(found, "headway_p50_s").worst())
                .hasSize(5)
                .allSatisfy(one -> assertThat(one.change()).isNegative());
        assertThat(found.differs()).containsExactly("dataset");
        assertThat(found.base().coverage().doneSegments()).isEqualTo(SEGMENTS);
    }

    @Test
    void theSameRecordingsUnderAChangedParameterPairBySegment() {
        ComparedMetric found = compare("run:compared-old", "run:compared-strict");

        assertThat(found.comparison().pairedBy()).containsExactly("segment");
        assertThat(found.comparison().pairs()).isEqualTo(SEGMENTS);
        assertThat(found.differs())
                .contains("parameter hard_brake_mps2: -3.0 → -2.0", "stage hard_brakes")
                .doesNotContain("dataset");
        assertThat(measure(found, "headway_p50_s").verdict()).isEqualTo(Verdict.SAME);
        assertThat(measure(found, "hard_brakes_per_1000_km").verdict()).isEqualTo(Verdict.WORSE);
    }

    @Test
    void valuesAreThoseOfTheRows() {
        ComparedMetric found = compare("run:compared-old", "run:compared-new");
        List<Map<String, String>> rows = lab.results.rows(
                "`" + lab.results.table("compared-old", METRIC) + "_by_run`(run = 'compared-old')",
                List.of("sum(hard_brakes) / sum(distance_km) * 1000", "avg(min_ttc_s)"));

        assertThat(measure(found, "hard_brakes_per_1000_km").base().value())
                .isCloseTo(number(rows, "sum(hard_brakes) / sum(distance_km) * 1000"), within());
        assertThat(measure(found, "min_ttc_s").base().value()).isCloseTo(number(rows, "avg(min_ttc_s)"), within());
    }

    @Test
    void aMetricOfManyRowsASegmentIsSummarisedAndOneOfNoRowsCountsNone() {
        Comparison found = comparisons.compare(
                List.of("ttc", "hard_brake"), "run:compared-old", "run:compared-strict", CompareOptions.DEFAULT);

        assertThat(found.metrics().get(0).verdict()).isEqualTo(Verdict.SAME);
        MeasureComparison events =
                found.metrics().get(1).comparison().measures().getFirst();
        assertThat(events.units().paired()).isEqualTo(SEGMENTS);
        assertThat(events.verdict()).isEqualTo(Verdict.WORSE);
        List<Map<String, String>> least = lab.results.rows(
                "(SELECT min(ttc_s) AS least FROM `" + lab.results.table("compared-old", "ttc")
                        + "_by_run`(run = 'compared-old') GROUP BY segment_id)",
                List.of("avg(least)"));
        assertThat(found.metrics()
                        .get(0)
                        .comparison()
                        .measures()
                        .getFirst()
                        .base()
                        .value())
                .isCloseTo(number(least, "avg(least)"), within());
    }

    @Test
    void withoutPairsTheVehiclesAreTheUnits() {
        ComparedMetric found = comparisons
                .compare(
                        List.of(METRIC), "release:4.2.0@compared_old", "release:4.3.0@compared_new", options(List.of()))
                .metrics()
                .getFirst();

        assertThat(found.comparison().pairedBy()).isEmpty();
        assertThat(found.comparison().cluster()).isEqualTo("vehicle");
        assertThat(measure(found, "headway_p50_s").verdict()).isEqualTo(Verdict.WORSE);
    }

    @Test
    void theResultGoesOutAsJsonAndMarkdown() {
        Comparison found =
                comparisons.compare(List.of(METRIC), "run:compared-old", "run:compared-new", CompareOptions.DEFAULT);

        assertThat(SpecJson.write(found))
                .contains("\"paired_by\":[\"scenario_id\",\"seed\"]", "\"verdict\":\"worse\"")
                .contains("\"direction\":\"higher_is_better\"", "\"adjusted_p_value\":", "\"relative_low\":")
                .doesNotContain("NaN", "Infinity");
        assertThat(ComparisonMarkdown.of(found))
                .startsWith("**Verdict: worse**")
                .contains("| headway_p50_s [s] | ", "- differs: dataset", "<summary>Worst by headway_p50_s</summary>");
        assertThat(SpecJson.write(comparisons.compare(
                        List.of(METRIC), "run:compared-old", "run:compared-new", CompareOptions.DEFAULT)))
                .as("the same question again")
                .isEqualTo(SpecJson.write(found));
    }

    @ParameterizedTest
    @CsvSource({
        "compared-old, compared-old",
        "dataset:compared_new, compared-new",
        "compared_new, compared-new",
        "compared_new@1, compared-new",
        "channel:latest@compared_new, compared-new",
        "latest@compared_new, compared-new",
        "version:1.0@compared_new, compared-new",
        "1.0@compared_new, compared-new",
        "release:4.3.0@compared_new, compared-new",
        "4.3.0@compared_new, compared-new"
    })
    void aSideGoesByEachOfItsNames(String ref, String run) {
        assertThat(compare(ref, "run:compared-new").base().runId()).isEqualTo(run);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        run:compared-odl | RUN_NOT_FOUND | did you mean compared-old or compared-new?
        channel:mian@compared_new | METRIC_NOT_FOUND | nothing published in channel "mian" of dataset "compared_new"
        dataset:compared_nwe | DATASET_NOT_FOUND | did you mean compared_new
        dataset:compared_new@9 | DATASET_NOT_FOUND | version 9 is not there
        version:7.7@compared_new | METRIC_NOT_FOUND | no run that succeeded in version 7.7
        release:4.3.1@compared_new | METRIC_NOT_FOUND | did you mean 4.3.0
        vresion:1.0 | ARGUMENT_INVALID | there is no kind "vresion"
        compared-nww | ARGUMENT_INVALID | did you mean compared-new
        run: | ARGUMENT_INVALID | names no side
        x' OR '1'='1 | ARGUMENT_INVALID | is no run, and no channel
        """)
    void aNameThatIsNoneIsRefusedWithWhatMayBeMeant(String ref, ErrorCode code, String words) {
        assertThatThrownBy(() -> compare(ref, "run:compared-new"))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void aMetricOrMeasureThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> comparisons.compare(
                        List.of("platoon_safty"), "run:compared-old", "run:compared-new", CompareOptions.DEFAULT))
                .hasMessageContaining("stores no metric platoon_safty; did you mean platoon_safety?");
        assertThatThrownBy(() -> comparisons.compare(
                        List.of("fleet_safety"), "run:compared-old", "run:compared-new", CompareOptions.DEFAULT))
                .hasMessageContaining("compare the metric that it is made of");
    }

    private static void drive(String dataset, String release) {
        Path folder = lab.recordings(dataset, SEGMENTS, 77, 1, release);
        lab.change(dataset, ImportAction.IMPORT, folder);
    }

    private static void run(String runId, String dataset, Map<String, Object> parameters) {
        RunInput plain = Lab.input(lab.bundles.examples().digest(), dataset, Purpose.ADHOC, 10_000_000);
        lab.runs.succeed(
                runId,
                new RunInput(
                        plain.graph(),
                        plain.version(),
                        plain.bundle(),
                        plain.dataset(),
                        parameters,
                        plain.purpose(),
                        null,
                        10_000_000L));
    }

    private static ComparedMetric compare(String base, String head) {
        return comparisons
                .compare(List.of(METRIC), base, head, CompareOptions.DEFAULT)
                .metrics()
                .getFirst();
    }

    private static MeasureComparison measure(ComparedMetric metric, String name) {
        return metric.comparison().measures().stream()
                .filter(one -> one.measure().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static CompareOptions options(List<String> pair) {
        return new CompareOptions(pair, null, List.of(), List.of(), 0.05, Correction.HOLM, 0.01, 1, 2_000, 9_999, 5);
    }

    private static double number(List<Map<String, String>> rows, String column) {
        return Double.parseDouble(String.valueOf(rows.getFirst().get(column)));
    }

    private static org.assertj.core.data.Percentage within() {
        return org.assertj.core.data.Percentage.withPercentage(1e-7);
    }
}
