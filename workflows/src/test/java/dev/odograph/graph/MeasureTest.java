package dev.odograph.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.Measure;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.Tolerance;
import dev.odograph.spec.validation.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MeasureTest {
    record Trip(
            @Key String segmentId,
            String city,
            long stops,
            @Nullable Double speedMps,
            double distanceKm) {}

    record Case(String words, Measure measure) {}

    private static final class Trips implements GraphDefinition {
        private final Measure[] measures;

        Trips(Measure... measures) {
            this.measures = measures;
        }

        @Override
        public void define(Graph g) {
            Table<Trip> trips = g.source("trips", Trip.class);
            g.metric("trip", "1.0", trips, Tolerance.absolute(0.5), measures);
        }
    }

    private static GraphDefinition declaring(Measure... measures) {
        return new Trips(measures);
    }

    @Test
    void measuresAreKeptInTheSpecAndItsJson() {
        Measure rate = Measure.rate("stops", "distance_km", 1_000).lowerIsBetter();
        Measure mean = Measure.mean("speed_mps").higherIsBetter().tolerance(Tolerance.relative(0.02));

        GraphSpec spec = GraphSpecs.of(declaring(rate, mean));

        assertThat(spec.metrics().getFirst().measures()).containsExactly(rate, mean);
        assertThat(spec.metrics().getFirst().tolerance()).isEqualTo(Tolerance.absolute(0.5));
        assertThat(SpecJson.read(SpecJson.write(spec), GraphSpec.class)).isEqualTo(spec);
        assertThat(rate.name()).isEqualTo("stops_per_1000_distance_km");
    }

    @Test
    void aSpecWithoutMeasuresReadsAndWritesAsBefore() {
        String json = "{\"name\":\"ttc\",\"step\":\"ttc\",\"version\":\"1.0\"}";

        assertThat(SpecJson.write(SpecJson.read(json, dev.odograph.spec.MetricSpec.class)))
                .isEqualTo(json);
    }

    @Test
    void everyWrongMeasureIsReportedWithItsMend() {
        List<Problem> problems = GraphSpecs.problems(declaring(
                Measure.mean("sped_mps"),
                Measure.mean("city"),
                Measure.max("stops").per("distance_km", 0),
                Measure.mean("stops"),
                Measure.mean("stops")));

        assertThat(problems)
                .extracting(Problem::message)
                .containsExactly(
                        "Metric \"trip\": measure \"sped_mps\": column \"sped_mps\" is not there: it has segment_id,"
                                + " city, stops, speed_mps, distance_km",
                        "Metric \"trip\": measure \"city\": column \"city\" is STRING: use a number or a BOOL",
                        "Metric \"trip\": measure \"max_stops_per_0_distance_km\": a rate is of a sum or a count, not"
                                + " of a max: use rate(…)",
                        "Metric \"trip\": measure \"max_stops_per_0_distance_km\": its scale is 0.0: give a finite"
                                + " number above 0",
                        "Metric \"trip\": measure \"stops\": the name is taken: give it another by named(…), or \"as"
                                + " NAME\"");
    }

    static List<Case> words() {
        return List.of(
                new Case("speed_mps", Measure.mean("speed_mps")),
                new Case(
                        "max of speed_mps, higher is better",
                        Measure.max("speed_mps").higherIsBetter()),
                new Case(
                        "stops per 1000 distance_km as stops_per_1000_km, lower is better, relative 0.02",
                        Measure.rate("stops", "distance_km", 1_000)
                                .named("stops_per_1000_km")
                                .lowerIsBetter()
                                .tolerance(Tolerance.relative(0.02))),
                new Case(
                        "count of t_ms per 100 recording.km, absolute 0.5",
                        Measure.count("t_ms").perRecordedKm(100).tolerance(Tolerance.absolute(0.5))));
    }

    @ParameterizedTest
    @MethodSource("words")
    void aFileDeclaresTheSameMeasures(Case given) {
        assertThat(SqlMetricMeasure.parse(given.words())).contains(given.measure());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "speed mps", "median of speed_mps", "stops per x km", "stops, better", "stops, lower"})
    void otherWordsAreNoMeasure(String words) {
        assertThat(SqlMetricMeasure.parse(words)).isEmpty();
    }
}
