package dev.odograph.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.step.python.PythonEnvironments;
import dev.odograph.step.python.PythonLock;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One recording, written by the official writers as MCAP, as a ROS 1 and as a ROS 2 bag. */
@Timeout(600)
class TopicConverterTest {
    private static final String MAPPING = """
            tables:
              main:
                clock: /speed
                columns:
                  speed_mps: {field: x, from: km/h, to: m/s}
                  gap_m: {topic: /gap, field: x, join: previous, within_ms: 300}
            """;
    private static final String STAMPED = MAPPING.replace("clock:", "time: header\n    clock:")
            .replace("field: x, from", "field: speed, from")
            .replace("field: x, join", "field: \"gaps[0]\", join");

    @TempDir
    static Path recordings = Path.of("");

    @TempDir
    Path directory = Path.of("");

    @BeforeAll
    static void write() throws Exception {
        Path program;
        try (InputStream lock = resource(TopicConverter.class, "topics.lock")) {
            program = PythonEnvironments.standard()
                    .load(
                            new PythonLock(new String(lock.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)),
                            line -> {});
        }
        Path script = recordings.resolve("write.py");
        try (InputStream text = resource(TopicConverterTest.class, "write_recordings.py")) {
            Files.copy(text, script);
        }
        Process process = new ProcessBuilder(program.toString(), script.toString(), recordings.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static InputStream resource(Class<?> owner, String name) {
        return Objects.requireNonNull(owner.getResourceAsStream(name));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"drive.mcap,drive,true", "drive.bag,drive,false", "drive_ros2,drive_ros2,false"})
    void theRowsAreThoseOfTheOfficialReaderWithTheRateOfEachTopic(String file, String segment, boolean stamped)
            throws Exception {
        List<TopicConverter.Converted> converted = convert(stamped ? STAMPED : MAPPING, file);

        assertThat(converted).singleElement().satisfies(one -> {
            assertThat(one.segment()).isEqualTo(segment);
            assertThat(one.topics())
                    .containsEntry("/speed", new TopicConverter.Topic(50, 10.0))
                    .containsEntry("/gap", new TopicConverter.Topic(16, 3.158));
            assertThat(one.tables().values())
                    .singleElement()
                    .satisfies(rows -> assertThat(rows.matched()).containsEntry("gap_m", 0.78));
        });
        assertThat(differences(directory.resolve("main").resolve(segment + ".parquet")))
                .isEqualTo("50 0");
    }

    /** Rows, and rows that are not as the official reader found them. */
    private static String differences(Path made) throws SQLException {
        try (Engine engine = new Engine(recordings)) {
            return engine.rows(
                                    "SELECT count(*) || ' ' || count(*) FILTER (e.t_ms IS NULL OR abs(m.speed_mps - e.speed_mps) > 1e-8"
                                            + " OR m.gap_m IS DISTINCT FROM e.gap_m) FROM read_parquet("
                                            + Engine.file(made) + ") m FULL JOIN read_csv("
                                            + Engine.file(recordings.resolve("expected.csv")) + ") e USING (t_ms)")
                            .getFirst()[0]
                    + "";
        }
    }

    @ParameterizedTest(name = "{0} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "FILE_CORRUPT | truncated.mcap | | truncated.mcap: is truncated, damaged",
                "COLUMN_MISSING | drive.bag | /gap => /gop | has no topic /gop: it has /gap, /speed",
                "COLUMN_MISSING | drive.bag | field: x, from => field: u, from | topic /speed has no field u (column speed_mps): its fields at \"u\" are x, y, z",
                "ARGUMENT_INVALID | drive.bag | within_ms: 300 => unit: m | column gap_m: \"unit\" is unknown",
                "ARGUMENT_INVALID | drive.bag | , within_ms: 300 => | add within_ms, how old a value may be",
                "ARGUMENT_INVALID | drive.bag | to: m/s => to: s | km/h does not become s",
                "ARGUMENT_INVALID | drive.bag | clock: /speed => clock: [ | is not YAML",
                "FILE_NOT_FOUND | gone.bag | | gone.bag is not there",
            })
    void whatCannotBeConvertedIsNamed(
            ErrorCode code, String file, @org.jspecify.annotations.Nullable String change, String named) {
        String mapping = MAPPING;
        if (change != null) {
            String[] words = (change + " ").split(" => ?", 2);
            mapping = MAPPING.replace(words[0], words[1].strip());
        }
        String changed = mapping;
        OdographException error = catchThrowableOfType(OdographException.class, () -> convert(changed, file));

        assertThat(error.code()).isEqualTo(code);
        assertThat(error).hasMessageContaining(named);
    }

    @Test
    void twoRecordingsOfOneNameAreRefused() {
        OdographException error =
                catchThrowableOfType(OdographException.class, () -> convert(MAPPING, "drive.bag", "drive.mcap"));

        assertThat(error.code()).isEqualTo(ErrorCode.DATASET_CONFLICT);
        assertThat(error).hasMessageContaining("would both be segment drive: rename one");
    }

    private List<TopicConverter.Converted> convert(String mapping, String... files) throws Exception {
        Path file = Files.writeString(directory.resolve("topics.yaml"), mapping);
        return new TopicConverter(PythonEnvironments.standard())
                .convert(
                        List.of(files).stream()
                                .map(name -> recordings.resolve(name).toString())
                                .toList(),
                        file,
                        directory,
                        line -> {});
    }
}
