package dev.odograph.spec.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.StepSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a python step beside its code: one case a rule. */
final class PythonRulesTest {
    private static final String HASH = " --hash=sha256:" + "0".repeat(64);

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "pyarrow==26.0.1 HASH↵--index-url somewhere | has the option \"--index-url somewhere\": drop it",
                "pyarrow==26.0.1 HASH↵numpy>=2 HASH | has \"numpy>=2\", which is no pinned version: write NAME==VERSION",
                "pyarrow==26.0.1 | has \"pyarrow==26.0.1\" without a hash: make the file with pip-compile",
                "numpy==2.4.6 HASH | lacks pyarrow",
            })
    void whatIsWrongWithALockIsSaid(String lock, String named) {
        assertThat(problems("fast", Map.of(), lock.replace(" HASH", HASH).replace("↵", "\n")))
                .singleElement()
                .asString()
                .startsWith("Step \"made\" (python): requirements.lock ")
                .contains(named);
    }

    @Test
    void aLockOverSeveralLinesWithMarkersAndRemarksIsFine() {
        String lock =
                "# by hand\npyarrow==26.0.1 ; python_full_version >= '3.11' \\\n   " + HASH + " \\\n   " + HASH + "\n";

        assertThat(problems("fast", Map.of(), lock)).isEmpty();
    }

    @Test
    void namesThatPythonDoesNotKnowAreAllReported() {
        assertThat(problems("to-fast", Map.of("my-shapes", ""), null))
                .satisfiesExactly(
                        function -> assertThat(function).contains("function \"to-fast\" is no name that Python knows"),
                        module -> assertThat(module).contains("module \"my-shapes\" cannot be imported"));
    }

    private static List<String> problems(String function, Map<String, String> modules, @Nullable String lock) {
        StepSpec step = new StepSpec.Python(
                "made", List.of("rows"), Specs.ROWS, function, "made.py", "def fast(rows): return rows", modules, lock);
        return Specs.problems(Specs.with(step), KernelCatalog.UNKNOWN);
    }
}
