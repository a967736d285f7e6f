package dev.odograph.examples.carfollowing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.StepSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarFollowingTest {
    @Test
    void theGraphHasNoProblems() {
        assertThat(GraphSpecs.problems(new CarFollowing())).isEmpty();
    }

    @Test
    void theStepsAndMetricsAreThoseThatReadersKnow() {
        GraphSpec graph = GraphSpecs.of(new CarFollowing());

        assertThat(graph.name()).isEqualTo("car_following");
        assertThat(graph.steps())
                .extracting(StepSpec::name)
                .containsExactly(
                        "samples",
                        "pairs",
                        "time_to_collision",
                        "accel",
                        "hard_brakes",
                        "exposure",
                        "platoon_safety",
                        "fleet_safety");
        assertThat(graph.metrics())
                .extracting(MetricSpec::name)
                .containsExactly("ttc", "hard_brake", "exposure", "platoon_safety", "fleet_safety");
    }

    @Test
    void theBundleListsTheGraph() {
        List<GraphDefinition> found = GraphSpecs.discover(CarFollowing.class.getClassLoader());

        assertThat(found).hasAtLeastOneElementOfType(CarFollowing.class);
    }

    @Test
    void theSpecSurvivesJson() {
        GraphSpec graph = GraphSpecs.of(new CarFollowing());
        String json = SpecJson.write(graph);

        assertThat(SpecJson.read(json, GraphSpec.class)).isEqualTo(graph);
        assertThat(SpecJson.write(SpecJson.read(json, GraphSpec.class))).isEqualTo(json);
    }

    @Test
    void theJsonIsByteForByteTheOneThatWasReviewed() throws IOException {
        String json = SpecJson.write(GraphSpecs.of(new CarFollowing()));
        byte[] reviewed;
        try (InputStream golden = CarFollowingTest.class.getResourceAsStream("car_following.json")) {
            reviewed = golden.readAllBytes();
        }

        assertThat(json)
                .as(
                        "the spec has changed: if so intended, put the actual text into src/test/resources/%s",
                        "dev/odograph/examples/carfollowing/car_following.json")
                .isEqualTo(new String(reviewed, UTF_8));
        assertThat(SpecJson.write(SpecJson.read(new String(reviewed, UTF_8), GraphSpec.class))
                        .getBytes(UTF_8))
                .isEqualTo(reviewed);
    }
}
