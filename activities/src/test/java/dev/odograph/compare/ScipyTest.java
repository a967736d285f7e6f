package dev.odograph.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our statistics give SciPy's answers: to 1e-9 where nothing is drawn, else to the error of drawing. */
final class ScipyTest {
    private static final Offset<Double> EXACT = within(1e-9);

    private static JsonNode scipy;

    @BeforeAll
    static void readWhatSciPySaid() throws IOException {
        try (InputStream in = Objects.requireNonNull(ScipyTest.class.getResourceAsStream("scipy.json"))) {
            scipy = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void pValuesAreAdjustedForManyMeasures() {
        for (JsonNode one : scipy.get("corrections")) {
            assertThat(Correction.HOLM.adjusted(numbers(one.get("p"))))
                    .containsExactly(numbers(one.get("holm")), EXACT);
            assertThat(Correction.BH.adjusted(numbers(one.get("p")))).containsExactly(numbers(one.get("bh")), EXACT);
        }
    }

    @Test
    void quantilesLieBetweenOrderStatistics() {
        JsonNode one = scipy.get("quantiles");
        assertThat(Intervals.quantiles(numbers(one.get("values")), numbers(one.get("p"))))
                .containsExactly(numbers(one.get("expected")), EXACT);
    }

    @Test
    void fewPairsHaveAnExactPValue() {
        JsonNode one = scipy.get("pairs_exact");
        Units units = Samples.pairs(numbers(one.get("base")), numbers(one.get("head")));

        assertThat(Permutation.pValue(units, 9_999, draws()))
                .isEqualTo(one.get("p").doubleValue(), EXACT);
        assertThat(Permutation.studentised(units, 9_999, draws()))
                .isEqualTo(one.get("p").doubleValue(), EXACT);
    }

    @Test
    void fewClustersHaveAnExactPValue() {
        JsonNode one = scipy.get("clusters_exact");

        assertThat(new Arrangement(clusters(one)).statistic())
                .isEqualTo(one.get("statistic").doubleValue(), EXACT);
        assertThat(Permutation.pValue(clusters(one), 9_999, draws()))
                .isEqualTo(one.get("p").doubleValue(), EXACT);
    }

    @Test
    void aSampleOfArrangementsComesNearThePValue() {
        JsonNode one = scipy.get("clusters_sampled");
        double p = one.get("p").doubleValue();
        double error = Math.sqrt(p * (1 - p) * (1 / 9_999.0 + 1 / 49_999.0));

        assertThat(Permutation.pValue(clusters(one), 9_999, draws())).isEqualTo(p, within(4 * error));
    }

    @Test
    void theSameSamplesGiveTheSameInterval() {
        JsonNode one = scipy.get("bca_of_clusters");
        double[] samples = numbers(one.get("samples"));
        double acceleration = Jackknife.acceleration(clusters(one), Sums::effect);

        assertThat(Sums.all(clusters(one)).effect()).isEqualTo(one.get("effect").doubleValue(), EXACT);
        assertThat(acceleration).isEqualTo(one.get("acceleration").doubleValue(), EXACT);
        assertThat(Intervals.bca(samples, one.get("effect").doubleValue(), acceleration, 0.05))
                .containsExactly(numbers(one.get("interval_of_samples")), EXACT);
        assertThat(Intervals.percentile(samples, 0.05))
                .containsExactly(numbers(one.get("percentile_of_samples")), EXACT);
    }

    @Test
    void samplesOfOurOwnGiveNearlyTheSameInterval() {
        JsonNode pairs = scipy.get("bca_of_pairs");
        assertInterval(Samples.pairs(numbers(pairs.get("base")), numbers(pairs.get("head"))), pairs);
        assertInterval(clusters(scipy.get("bca_of_clusters")), scipy.get("bca_of_clusters"));
    }

    @Test
    void whatCanBeDetectedFollowsFromStudentsQuantile() {
        for (JsonNode one : scipy.get("detectable")) {
            int pairs = one.get("df").intValue() + 1;
            Units units = Samples.pairs(new double[pairs], new double[pairs]);
            Inference seen = new Inference(1, 1, 0, 0, 1, 0, 0, 0, 0, 1);

            assertThat(seen.minimumDetectable(units, one.get("alpha").doubleValue()))
                    .isEqualTo(one.get("factor").doubleValue(), within(1e-8));
        }
    }

    @Test
    void tablesOfTagsAreTestedByChiSquare() {
        for (JsonNode one : scipy.get("contingency")) {
            long[][] table = new ObjectMapper().convertValue(one.get("table"), long[][].class);
            assertThat(ChiSquareTest.withDefaults().test(table).getPValue())
                    .isEqualTo(one.get("p").doubleValue(), EXACT);
        }
    }

    private static void assertInterval(Units units, JsonNode expected) {
        CompareOptions options = new CompareOptions(
                null, null, java.util.List.of(), java.util.List.of(), 0.05, Correction.NONE, 0, 3, 20_000, 200, 0);
        Inference seen = Inference.of(units, "m", options);
        double[] interval = numbers(expected.get("interval"));
        double width = interval[1] - interval[0];

        assertThat(seen.low()).isEqualTo(interval[0], within(0.04 * width));
        assertThat(seen.high()).isEqualTo(interval[1], within(0.04 * width));
        assertThat(seen.standardError())
                .isEqualTo(
                        expected.get("standard_error").doubleValue(),
                        within(0.03 * expected.get("standard_error").doubleValue()));
    }

    private static Units clusters(JsonNode one) {
        return Samples.clusters(
                numbers(one.get("base_a")),
                numbers(one.get("base_b")),
                numbers(one.get("head_a")),
                numbers(one.get("head_b")));
    }

    private static Draws draws() {
        return new Draws(5, "test");
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).doubleValue();
        }
        return numbers;
    }
}
