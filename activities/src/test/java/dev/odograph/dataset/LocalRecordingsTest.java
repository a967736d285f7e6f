package dev.odograph.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.dataset.simulator.FleetSimulator;
import dev.odograph.dataset.simulator.SimulatorOptions;
import dev.odograph.error.OdographException;
import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.graph.Key;
import dev.odograph.step.SegmentInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalRecordingsTest {
    private static final String FIRST = "bot-0000000000000001-0000000";

    @TempDir
    Path directory;

    public record Row(@Key String segmentId, @Key long tMs) {}

    public static final class Rows implements GraphDefinition {
        @Override
        public void define(Graph g) {
            g.metric("rows", "1.0", g.source("ego", Row.class, "ego"));
        }
    }

    @BeforeEach
    void simulateTwoRobots() {
        new FleetSimulator(2)
                .simulate(
                        new SimulatorOptions(SimulatorOptions.Kind.DELIVERY_ROBOT, 2, 1, 1, 1),
                        directory,
                        (segments, rows) -> {});
    }

    @Test
    void aFileForEachTableIsOneRecordingWhateverTheFilesAreCalled() throws Exception {
        Path ego = Files.move(file("ego"), directory.resolve("ab12.parquet"));

        List<SegmentInput> segments = find("ego=" + ego, "mission=" + file("mission"));

        assertThat(segments).hasSize(1);
        assertThat(segments.getFirst().segmentId()).isEqualTo(FIRST);
        assertThat(segments.getFirst().tables())
                .containsEntry("ego", ego.toString())
                .containsOnlyKeys("ego", "mission");
    }

    @Test
    void aDirectoryForEachTableIsJoinedByTheNamesOfFiles() {
        assertThat(find("ego=" + directory.resolve("ego"), "mission=" + directory.resolve("mission")))
                .hasSize(2)
                .allSatisfy(segment -> assertThat(segment.tables()).containsOnlyKeys("ego", "mission"));
    }

    @Test
    void aTableThatIsGivenTwiceIsRefused() {
        assertThatThrownBy(() -> find("ego=" + file("ego"), "ego=" + directory.resolve("ego")))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("table ego is given twice");
    }

    private Path file(String table) {
        return directory.resolve(table).resolve(FIRST + ".parquet");
    }

    private List<SegmentInput> find(String... paths) {
        return new LocalRecordings(GraphSpecs.of(new Rows()), null, directory.resolve("scratch")).find(List.of(paths));
    }
}
