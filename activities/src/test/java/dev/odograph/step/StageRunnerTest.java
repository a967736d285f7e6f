package dev.odograph.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.odograph.artifact.RowDigest;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.Emitter;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Rows;
import dev.odograph.graph.StepContext;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageRunnerTest {
    private static final TableSchema FAST = new TableSchema(List.of(
            Tables.key("segment_id", ColumnType.STRING),
            Tables.key("t_ms", ColumnType.INT64),
            new ColumnSpec("speed_mps", ColumnType.FLOAT64, false, false, "m/s", false)));
    private static final StepSpec.Java BACKWARDS = java("backwards", "samples", Backwards.class);

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "does not parse | SELEC 1",
                "not a SELECT | DROP TABLE samples",
                "more than one statement | SELECT 1; SELECT 2",
                "\"speed_mps\" (DOUBLE) is missing | SELECT segment_id, t_ms FROM samples",
                "CAST(… AS BIGINT) | SELECT segment_id, t_ms::VARCHAR AS t_ms, speed_mps FROM samples",
                "does not declare | SELECT segment_id, t_ms, speed_mps, gap_m FROM samples",
                "no_such | SELECT segment_id, t_ms, no_such AS speed_mps FROM samples",
                "random() | SELECT segment_id, t_ms, random() AS speed_mps FROM samples",
                "now() | SELECT segment_id, t_ms, epoch(now()) AS speed_mps FROM samples",
                "\"others\" | SELECT segment_id, t_ms, speed_mps FROM others",
                "read_text() | SELECT content AS segment_id, 1 AS t_ms, 1.0 AS speed_mps FROM read_text('/etc/hostname')",
                "$limit | SELECT segment_id, t_ms, speed_mps FROM samples WHERE t_ms > $limit",
                "Conversion | SELECT segment_id, t_ms + 9223372036854775807::HUGEINT AS t_ms, speed_mps FROM samples"
            })
    void wrongSqlIsRefusedWithTheStepNamed(String named, String query) {
        Tables tables = new Tables(directory);

        OdographException error = failure(tables, Tables.SAMPLES, sql(query));

        assertThat(error.code()).isEqualTo(ErrorCode.SQL_INVALID);
        assertThat(error).hasMessageContaining(named).hasMessageContaining("\"fast\"");
    }

    @Test
    void twoRowsOfOneKeyAreAnError() {
        OdographException error = failure(
                new Tables(directory),
                Tables.SAMPLES,
                sql("SELECT segment_id, 5::BIGINT AS t_ms, speed_mps FROM samples"));

        assertThat(error.code()).isEqualTo(ErrorCode.KEY_DUPLICATE);
        assertThat(error).hasMessageContaining("segment_id = a, t_ms = 5");
    }

    @Test
    void parametersAreValuesNotText() {
        Tables tables = new Tables(directory);
        StageOutput output = tables.run(
                List.of(tables.segment("a", 10, "t_ms")),
                Progress.NONE,
                false,
                Map.of("limit", 300L, "name", "it's; DROP TABLE samples --"),
                Tables.SAMPLES,
                sql("SELECT segment_id, t_ms, speed_mps FROM samples -- 'ä' $limit\n"
                        + " WHERE t_ms > $limit AND segment_id <> $name; -- end"));

        assertThat(output.digest().rows()).isEqualTo(6);
    }

    @Test
    void rowsOfASegmentDoNotDependOnItsNeighbours() {
        Tables tables = new Tables(directory);
        List<SegmentInput> segments = List.of(
                tables.segment("a", 70_000, "t_ms"),
                tables.segment("b", 1, "t_ms"),
                tables.segment("c", 900, "hash(t_ms)"));
        StepSpec[] chain = {Tables.SAMPLES, BACKWARDS, sql("SELECT * FROM backwards WHERE speed_mps > 3", "backwards")};

        RowDigest apart = segments.stream()
                .map(segment -> tables.run(List.of(segment), chain).digest())
                .reduce(RowDigest.EMPTY, RowDigest::plus);

        assertThat(tables.run(segments, chain).digest()).isEqualTo(apart);
        assertThat(apart.rows()).isGreaterThan(60_000);
    }

    @Test
    void aStreamThatIsReadTwiceIsKept() {
        Tables tables = new Tables(directory);
        StageOutput output = tables.run(
                List.of(tables.segment("a", 100_000, "t_ms DESC")),
                Tables.SAMPLES,
                sql("SELECT l.segment_id, l.t_ms, r.speed_mps FROM samples l JOIN samples r USING (segment_id, t_ms)"));

        assertThat(output.digest().rows()).isEqualTo(100_000);
    }

    @Test
    void whatAnAuthorThrowsNamesStepSegmentAndLine() {
        OdographException error =
                failure(new Tables(directory), Tables.SAMPLES, java("broken", "samples", Broken.class));

        assertThat(error.code()).isEqualTo(ErrorCode.STEP_FAILED);
        assertThat(error)
                .hasMessageContaining("\"broken\"")
                .hasMessageContaining("segment \"a\"")
                .hasMessageContaining("IllegalStateException: speed jumps")
                .hasMessageContaining("StageRunnerTest.java");
    }

    @Test
    void anEmittedNaNIsRefused() {
        OdographException error =
                failure(new Tables(directory), Tables.SAMPLES, java("nan", "samples", EmitsNaN.class));

        assertThat(error.code()).isEqualTo(ErrorCode.STEP_FAILED);
        assertThat(error).hasMessageContaining("NaN in \"speed_mps\"");
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "not_null,gap_m,34 rows,t_ms = 0",
        "range,speed_mps,90 rows,t_ms = 0",
        "unique,speed_mps,69 rows,t_ms = "
    })
    void aViolatedRuleNamesColumnCountAndFirstKey(String rule, String column, String count, String key) {
        StepSpec.Check check = new StepSpec.Check(
                "valid",
                List.of("samples"),
                Tables.SAMPLE,
                List.of(new StepSpec.Check.Rule(rule, List.of(column), 28.0, 31.0)));

        OdographException error = failure(new Tables(directory), Tables.SAMPLES, check);

        assertThat(error.code()).isEqualTo(ErrorCode.CHECK_FAILED);
        assertThat(error)
                .hasMessageContaining(column)
                .hasMessageContaining(count)
                .hasMessageContaining(key);
    }

    @Test
    void rowsPassACheckWithoutACopy() {
        Tables tables = new Tables(directory);
        StepSpec.Check check = new StepSpec.Check(
                "valid",
                List.of("samples"),
                Tables.SAMPLE,
                List.of(new StepSpec.Check.Rule("range", List.of("speed_mps"), 0.0, 40.0)));

        StageOutput output = tables.run(List.of(tables.segment("a", 100, "t_ms")), Tables.SAMPLES, check);

        assertThat(Tables.written(output)).isFalse();
        assertThat(output.digest().rows()).isEqualTo(100);
    }

    @Test
    void aStageThatShouldStopDoesSo() {
        Tables tables = new Tables(directory);
        Progress stop = new Progress() {
            private volatile boolean stopped;

            @Override
            public void at(String step, String segmentId, long rows) {
                stopped = true;
            }

            @Override
            public boolean cancelled() {
                return stopped;
            }
        };

        OdographException error = catchThrowableOfType(
                OdographException.class,
                () -> tables.run(List.of(tables.segment("a", 300_000, "t_ms")), stop, true, Map.of(), Tables.SAMPLES));

        assertThat(error.code()).isEqualTo(ErrorCode.RUN_CANCELLED);
    }

    private static OdographException failure(Tables tables, StepSpec... steps) {
        return catchThrowableOfType(
                OdographException.class, () -> tables.run(List.of(tables.segment("a", 100, "t_ms")), steps));
    }

    private static StepSpec.Sql sql(String query) {
        return sql(query, "samples");
    }

    private static StepSpec.Sql sql(String query, String input) {
        return new StepSpec.Sql("fast", List.of(input), FAST, query);
    }

    private static StepSpec.Java java(String name, String input, Class<?> step) {
        return new StepSpec.Java(
                name, List.of(input), FAST, step.getName(), Fast.class.getName(), Fast.class.getName());
    }

    /** A row of {@link #FAST}. */
    public record Fast(String segmentId, long tMs, double speedMps) {}

    /** Emits each row with its time negated, so in the opposite order. */
    public static final class Backwards implements JavaStep<Fast, Fast> {
        @Override
        public void process(StepContext context, Rows<Fast> rows, Emitter<Fast> out) {
            Rows.LongColumn time = rows.longs("t_ms");
            Rows.DoubleColumn speed = rows.doubles("speed_mps");
            while (rows.next()) {
                out.emit(new Fast(context.segmentId(), -time.value(), speed.value()));
            }
        }
    }

    /** Fails at its second row. */
    public static final class Broken implements JavaStep<Fast, Fast> {
        @Override
        public void process(StepContext context, Rows<Fast> rows, Emitter<Fast> out) {
            for (Fast row : rows) {
                if (row.tMs() > 0) {
                    throw new IllegalStateException("speed jumps");
                }
            }
        }
    }

    /** Emits what no schema allows. */
    public static final class EmitsNaN implements JavaStep<Fast, Fast> {
        @Override
        public void process(StepContext context, Rows<Fast> rows, Emitter<Fast> out) {
            out.emit(new Fast(context.segmentId(), 0, Double.NaN));
        }
    }
}
