package dev.odograph.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python steps in this process's own Python; the environment is made once per machine. */
@Timeout(600)
class PythonStepTest {
    private static final TableSchema FAST = new TableSchema(List.of(
            Tables.key("segment_id", ColumnType.STRING),
            Tables.key("t_ms", ColumnType.INT64),
            new ColumnSpec("speed_mps", ColumnType.FLOAT64, false, false, "m/s", false)));

    @TempDir
    Path directory = Path.of("");

    @Test
    void arrowComesInAndGoesOut() throws Exception {
        Tables tables = new Tables(directory);
        StageOutput output = run(tables, Map.of(), """
                import pyarrow.compute as pc
                def fast(samples):
                    return samples.filter(pc.greater(samples["t_ms"], 100)).select(["speed_mps", "t_ms"])
                """);

        assertThat(tables.rows(FAST, output))
                .containsExactly(List.of("a", "200", "14.25"), List.of("b", "200", "14.25"));
    }

    @Test
    void pandasIsGivenWhereTheAnnotationSaysSoAndRowsAreSorted() throws Exception {
        Tables tables = new Tables(directory);
        StageOutput output = run(tables, Map.of("limit", 100L, "unnamed", 1L), """
                import pandas as pd
                def fast(samples: pd.DataFrame, params) -> pd.DataFrame:
                    assert list(params) == ["limit"], params
                    kept = samples[samples["t_ms"] >= params["limit"]]
                    return kept.sort_values("t_ms", ascending=False)[["t_ms", "speed_mps"]]
                """);

        assertThat(tables.rows(FAST, output))
                .containsExactly(
                        List.of("a", "100", "7.25"),
                        List.of("a", "200", "14.25"),
                        List.of("b", "100", "7.25"),
                        List.of("b", "200", "14.25"));
    }

    @Test
    void severalInputsComeInTheirOrderAndModulesOfTheAuthorsAreImported() throws Exception {
        Tables tables = new Tables(directory);
        StepSpec twice = new StepSpec.Sql(
                "twice", List.of("samples"), FAST, "SELECT segment_id, t_ms, 2 * speed_mps AS speed_mps FROM samples");
        StepSpec both = new StepSpec.Python(
                "joined",
                List.of("twice", "samples"),
                FAST,
                "joined",
                "joined.py",
                """
                from arithmetic import minus
                def joined(twice, samples):
                    return twice.set_column(2, "speed_mps", minus(twice["speed_mps"], samples["speed_mps"]))
                """,
                Map.of("arithmetic", "import pyarrow.compute as pc\ndef minus(a, b):\n    return pc.subtract(a, b)\n"),
                null);
        StepSpec samplesAgain = new StepSpec.Sql("kept", List.of("joined"), FAST, "SELECT * FROM joined");

        StageOutput output =
                tables.run(List.of(tables.segment("a", 3, "t_ms")), Tables.SAMPLES, twice, both, samplesAgain);

        assertThat(tables.rows(FAST, output))
                .containsExactly(List.of("a", "0", "0.25"), List.of("a", "100", "7.25"), List.of("a", "200", "14.25"));
    }

    @Test
    void rowsOfASegmentDoNotDependOnItsNeighboursNorOnWhatTheModuleKeeps() {
        Tables tables = new Tables(directory);
        StepSpec step = python("""
                import random
                import numpy as np
                seen = []
                def fast(samples):
                    seen.append(1)
                    values = [len(seen) + random.random() + np.random.random()] * samples.num_rows
                    return samples.select(["segment_id", "t_ms"]).append_column("speed_mps", [values])
                """, null);
        List<SegmentInput> segments = List.of(
                tables.segment("a", 70_000, "t_ms"), tables.segment("b", 1, "t_ms"), tables.segment("c", 9, "t_ms"));

        RowDigest apart = segments.stream()
                .map(segment ->
                        tables.run(List.of(segment), Tables.SAMPLES, step).digest())
                .reduce(RowDigest.EMPTY, RowDigest::plus);

        assertThat(tables.run(segments, Tables.SAMPLES, step).digest()).isEqualTo(apart);
        assertThat(apart.rows()).isEqualTo(70_010);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "STEP_FAILED | ZeroDivisionError: division by zero;File \"fast.py\", line 3, in fast;1 / 0 | return 1 / 0",
                "STEP_FAILED | sys.exit(3);raise an error instead | import sys; sys.exit(3)",
                "STEP_FAILED | returned None;is a return missing | return None",
                "STEP_FAILED | returned a int (7);return a pyarrow.Table or a pandas.DataFrame | return 7",
                "STEP_FAILED | No module named 'nope';add the package to the lock | import nope",
                "STEP_FAILED | column \"extra\" is not declared: drop it | return rows.append_column(\"extra\", rows[0])",
                "STEP_FAILED | segment_id \"b\";leave the column out | return rows.set_column(0, \"segment_id\", [[\"b\"] * 3])",
                "STEP_FAILED | no parameter \"nothing\" | return rows if params[\"nothing\"] else rows",
                "COLUMN_MISSING | column \"speed_mps\" (float64) is missing | return rows.drop_columns([\"speed_mps\"])",
                "COLUMN_TYPE | column \"t_ms\" has type string (first value '0'), declared is int64 | return rows.set_column(1, \"t_ms\", rows[1].cast(\"string\"))",
                "VALUE_NULL | \"speed_mps\";t_ms = 0 | import pyarrow as pa; return rows.set_column(2, \"speed_mps\", pa.nulls(3))",
                "VALUE_NOT_FINITE | \"speed_mps\";t_ms = 0 | return rows.to_pandas().assign(speed_mps=float(\"nan\"))",
                "KEY_DUPLICATE | t_ms = 5 | return rows.to_pandas().assign(t_ms=5)",
                "STEP_HOST_CRASHED | SIGABRT;File \"fast.py\", line 3 in fast | import os; os.abort()",
                "STEP_HOST_CRASHED | status 3;os._exit | import os; os._exit(3)"
            })
    void whatAFunctionDoesWrongIsNamedWithStepAndSegment(ErrorCode code, String named, String body) {
        OdographException error = failure(
                "def fast(rows, params):\n    rows = rows.select([\"segment_id\", \"t_ms\", \"speed_mps\"])\n    "
                        + body + "\n");

        assertThat(error.code()).isEqualTo(code);
        assertThat(error)
                .hasMessageContaining("tep \"fast\" (python)")
                .hasMessageMatching("(?s).*(segment \"a\"|segment_id = a).*");
        assertThat(error.getMessage()).contains(List.of(named.split(";")));
    }

    @Test
    void codeThatFailsAsItIsLoadedIsNamedWithItsLine() {
        assertThat(failure("import pyarrow\nlimit = 1 / 0\ndef fast(rows): return rows\n"))
                .hasMessageContaining("File \"fast.py\", line 2, in <module>");
    }

    @Test
    void anEmptySegmentIsGivenAnEmptyTable() throws Exception {
        Tables tables = new Tables(directory);
        StepSpec none = new StepSpec.Sql(
                "samples2", List.of("samples"), FAST, "SELECT segment_id, t_ms, speed_mps FROM samples WHERE t_ms < 0");
        StepSpec step = new StepSpec.Python(
                "fast",
                List.of("samples2"),
                FAST,
                "fast",
                "fast.py",
                "def fast(rows):\n    assert rows.num_rows == 0\n    return rows.to_pandas().iloc[:, :0]\n",
                Map.of(),
                null);

        assertThat(tables.run(List.of(tables.segment("a", 3, "t_ms")), Tables.SAMPLES, none, step)
                        .digest()
                        .rows())
                .isZero();
    }

    private static StepSpec.Python python(String source, @Nullable String lock) {
        return new StepSpec.Python("fast", List.of("samples"), FAST, "fast", "fast.py", source, Map.of(), lock);
    }

    private static StageOutput run(Tables tables, Map<String, Object> parameters, String source) {
        return tables.run(
                List.of(tables.segment("b", 3, "t_ms"), tables.segment("a", 3, "t_ms")),
                Progress.NONE,
                false,
                parameters,
                Tables.SAMPLES,
                python(source, null));
    }

    private OdographException failure(String source) {
        return catchThrowableOfType(
                OdographException.class, () -> run(new Tables(directory), Map.of("limit", 1L), source));
    }
}
