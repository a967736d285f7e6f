package dev.odograph.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.validation.Problem;
import dev.odograph.spec.validation.PythonCatalog;
import dev.odograph.spec.validation.SqlCatalog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PythonMetricTest {
    private static final String LOCK = "pyarrow==26.0.1 --hash=sha256:" + "0".repeat(64) + "\n";
    private static final String FILE = """
            #!/usr/bin/env python3
            # metric: top_speed 1.2
            # description: Top speed
            # parameter: limit_mps = 30.0 [m/s]
            # source: samples
            #   segment_id  string         key
            #   t_ms        int64 [ms]     key   # since the start
            #   speed_mps   float64 [m/s]
            # output:
            #   segment_id  string         key
            #   top_mps     float64 [m/s]

            def top_speed(samples):
                return samples
            """;

    @Test
    void aFileIsAGraphOfSourcesAndOnePythonStepWhoseLinesAreTheFiles() {
        GraphSpec graph = metric(FILE).graph(parameters -> SqlCatalog.UNKNOWN, PythonCatalog.UNKNOWN);

        assertThat(graph.name()).isEqualTo("top_speed");
        assertThat(graph.version()).hasToString("1.2");
        StepSpec.Python step = (StepSpec.Python) graph.steps().getLast();
        assertThat(step.inputs()).containsExactly("samples");
        assertThat(step.function()).isEqualTo("top_speed");
        assertThat(step.file()).isEqualTo("top.py");
        assertThat(step.source().lines().toList().get(12)).isEqualTo("def top_speed(samples):");
        assertThat(step.lock()).isNull();
    }

    @Test
    void aChangedDescriptionDoesNotChangeTheCode() {
        assertThat(step(FILE.replace("Top speed", "Speed, at most")).source())
                .isEqualTo(step(FILE).source());
    }

    @Test
    void theHeaderNamesAnotherFunctionAndALock() {
        StepSpec.Python step = step(FILE.replace("# output:", "# function: fastest\n# lock: my.lock\n# output:"));

        assertThat(step.function()).isEqualTo("fastest");
        assertThat(step.lock()).isEqualTo(LOCK);
    }

    @Test
    void whatIsWrongWithTheHeaderIsSaidInPythonsComments() {
        assertThat(problems(FILE.replace("# output:", "# outputs:").replace("int64", "long"), PythonCatalog.UNKNOWN))
                .anySatisfy(line -> assertThat(line).startsWith("drives/top.py:9: there is no field \"outputs\""))
                .anySatisfy(line -> assertThat(line).startsWith("drives/top.py:7: column \"t_ms\" has type \"long\""))
                .anySatisfy(line -> assertThat(line).contains("add # output: and its columns"))
                .noneSatisfy(line -> assertThat(line).contains("-- "));
    }

    @Test
    void whatTheInterpreterFindsIsSaidWithItsLine() {
        assertThat(problems(FILE, step -> List.of(step.file() + ":13: function top_speed is async: do")))
                .containsExactly("drives/top.py:13: Step \"top_speed\" (python): function top_speed is async: do");
    }

    @Test
    void aLockThatIsNotThereIsNamed() {
        assertThat(problems(FILE.replace("# output:", "# lock: gone.lock\n# output:"), PythonCatalog.UNKNOWN))
                .singleElement()
                .asString()
                .contains("gone.lock, which is not beside the file");
    }

    private static StepSpec.Python step(String text) {
        return (StepSpec.Python) metric(text)
                .graph(parameters -> SqlCatalog.UNKNOWN, step -> List.of())
                .steps()
                .getLast();
    }

    private static List<String> problems(String text, PythonCatalog python) {
        return metric(text).problems(parameters -> SqlCatalog.UNKNOWN, python).stream()
                .map(Problem::message)
                .toList();
    }

    private static MetricFile metric(String text) {
        return MetricFile.of(
                "drives/top.py", text, name -> name.equals("my.lock") ? Optional.of(LOCK) : Optional.empty());
    }
}
