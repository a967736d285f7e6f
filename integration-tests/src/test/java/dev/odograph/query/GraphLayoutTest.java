package dev.odograph.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.query.GraphDrawing.Box;
import dev.odograph.query.GraphDrawing.Edge;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.Version;
import dev.odograph.store.lineage.StageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphLayoutTest {
    private static final GraphSpec SPEC = new GraphSpec(
            GraphSpec.FORMAT, "default", "g", new Version(1, 0), null, "", List.of(), List.of(), List.of());

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void boxesNeverOverlapAndEdgesLeadToTheRight(int seed) {
        List<StageRecord> stages = random(new Random(seed));

        GraphDrawing drawing = GraphLayout.draw(SPEC, stages);

        List<Box> boxes = drawing.boxes();
        assertThat(boxes).hasSameSizeAs(stages);
        for (Box one : boxes) {
            assertThat(one.x()).isNotNegative();
            assertThat(one.y()).isNotNegative();
            assertThat(one.x() + one.width()).isLessThanOrEqualTo(drawing.width());
            assertThat(one.y() + one.height()).isLessThanOrEqualTo(drawing.height());
            boxes.stream()
                    .filter(other -> other.stage() != one.stage())
                    .forEach(other -> assertThat(apart(one, other))
                            .as("%s and %s", one, other)
                            .isTrue());
        }
        for (Edge edge : drawing.edges()) {
            Box from = boxes.get(edge.from());
            assertThat(from.x() + from.width()).isLessThan(boxes.get(edge.to()).x());
        }
        assertThat(drawing.edges())
                .hasSize(
                        stages.stream().mapToInt(stage -> stage.inputs().size()).sum());
    }

    @Test
    void aGraphIsDrawnAlikeEachTime() {
        List<StageRecord> stages = random(new Random(7));

        assertThat(GraphLayout.draw(SPEC, stages)).isEqualTo(GraphLayout.draw(SPEC, stages));
    }

    @Test
    void aChainIsDrawnOnOneLine() {
        List<StageRecord> stages = List.of(stage(0, List.of()), stage(1, List.of(0)), stage(2, List.of(1)));

        assertThat(GraphLayout.draw(SPEC, stages).boxes())
                .extracting(box -> box.y() + box.height() / 2)
                .containsOnly(GraphLayout.draw(SPEC, stages).height() / 2);
    }

    @Test
    void aLongNameIsCutAndKeptWhole() {
        String name = "a_name_of_a_step_that_is_much_longer_than_any_box_can_be_wide";
        StageRecord stage = new StageRecord(
                0,
                name,
                List.of(name),
                List.of(),
                false,
                "f",
                List.of(new MetricSpec("m_" + name, new Version(1, 0), name, null, null)));

        Box box = GraphLayout.draw(SPEC, List.of(stage)).boxes().getFirst();

        assertThat(box.width()).isLessThan(300);
        assertThat(box.lines().getFirst().shown()).endsWith("…").hasSizeLessThan(40);
        assertThat(box.lines().getFirst().name()).isEqualTo(name);
        assertThat(box.metrics().getFirst().name()).isEqualTo("m_" + name);
    }

    private static boolean apart(Box one, Box other) {
        return one.x() + one.width() < other.x()
                || other.x() + other.width() < one.x()
                || one.y() + one.height() < other.y()
                || other.y() + other.height() < one.y();
    }

    private static List<StageRecord> random(Random random) {
        List<StageRecord> stages = new ArrayList<>();
        int count = 1 + random.nextInt(24);
        for (int i = 0; i < count; i++) {
            TreeSet<Integer> inputs = new TreeSet<>();
            for (int k = random.nextInt(4); k > 0 && i > 0; k--) {
                inputs.add(random.nextInt(i));
            }
            stages.add(stage(i, List.copyOf(inputs)));
        }
        return stages;
    }

    private static StageRecord stage(int index, List<Integer> inputs) {
        return new StageRecord(index, "s" + index, List.of("s" + index), inputs, false, "f", List.of());
    }
}
