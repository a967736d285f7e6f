package dev.odograph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.Severity;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.Tolerance;
import dev.odograph.spec.Version;
import dev.odograph.spec.validation.Problem;
import dev.odograph.spec.validation.SqlCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A metric in one file: what its header means, and what is said where it is wrong. */
final class SqlMetricTest {
    private static final String GOOD = """
            -- metric: slow_time 1.2
            -- description: Time that each vehicle
            --   drove slowly
            -- owner: safety
            -- namespace: fleet
            -- parameter: limit_mps = 5.0 [m/s]   # below it is slow
            --
            -- source: samples
            --   segment_id  string          key
            --   t_ms        int64 [ms]      key
            --   speed_mps   float64 [m/s]   nullable  # over ground
            -- source: tracks from objects
            --   segment_id  string          key
            --   noise       float64         nan
            -- output:
            --   segment_id  string          key
            --   slow_s      float64 [s]

            -- a comment of the query
            SELECT segment_id, count(*) / 10::DOUBLE AS slow_s
            FROM samples JOIN tracks USING (segment_id)
            WHERE speed_mps < $limit_mps
            GROUP BY segment_id;
            """;

    @Test
    void checksOfTheHeaderTakeTheNamesOfTheStepsTheyCheck() {
        GraphSpec graph = graph(GOOD.replace("-- output:\n", """
                -- check: samples range speed_mps -inf 90 warn share 0.01
                -- check: samples not_null speed_mps rows 3
                -- check: output row_count 1 5
                -- output:
                """));

        assertThat(graph.steps())
                .extracting(StepSpec::name)
                .containsExactly("samples_unchecked", "samples", "tracks", "slow_time_unchecked", "slow_time");
        assertThat(((StepSpec.Check) graph.steps().get(1)).rules())
                .containsExactly(
                        new StepSpec.Check.Rule(
                                "range",
                                List.of("speed_mps"),
                                null,
                                90.0,
                                List.of(),
                                null,
                                null,
                                null,
                                Severity.WARN,
                                0.01,
                                null),
                        new StepSpec.Check.Rule(
                                "not_null",
                                List.of("speed_mps"),
                                null,
                                null,
                                List.of(),
                                null,
                                null,
                                null,
                                null,
                                null,
                                3L));
        assertThat(graph.metrics().getFirst().step()).isEqualTo("slow_time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "samples | 'slow.sql:15: \"samples\" is no check: write -- check: samples range speed_mps 0 90 warn share 0.001'",
                "samples near speed_mps | there is no rule \"near\" in a file: use not_null, unique, range",
                "samples range speed_mps 0 | is no rule range: write range COLUMN MINIMUM MAXIMUM, with -inf or inf for",
                "samples range speed_mps 0 x | is no rule range: write range COLUMN MINIMUM MAXIMUM, with -inf or inf for",
                "lost not_null x | 'a check is about \"lost\", which is no source: name output, or one of samples, tracks'",
                "samples range speed_mph 0 9 | 'slow.sql:15: Step \"samples\" (check): rule range is about column'"
            })
    void aCheckThatMeansNothingNamesItsLine(String check, String message) {
        String text = GOOD.replace("-- output:\n", "-- check: " + check + "\n-- output:\n");

        assertThat(SqlMetric.of("slow.sql", text).problems(parameters -> SqlCatalog.UNKNOWN))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains(message);
    }

    @Test
    void theHeaderBecomesAGraph() {
        GraphSpec graph = graph(GOOD);

        assertThat(graph.name()).isEqualTo("slow_time");
        assertThat(graph.version()).isEqualTo(new Version(1, 2));
        assertThat(graph.namespace()).isEqualTo("fleet");
        assertThat(graph.owner()).isEqualTo("safety");
        assertThat(graph.description()).isEqualTo("Time that each vehicle drove slowly");
        assertThat(graph.parameters()).containsExactly(new ParameterSpec("limit_mps", ColumnType.FLOAT64, 5.0, "m/s"));
        assertThat(graph.metrics()).containsExactly(new MetricSpec("slow_time", new Version(1, 2), "slow_time"));
        assertThat(graph.steps()).extracting(StepSpec::name).containsExactly("samples", "tracks", "slow_time");
    }

    @Test
    void sourcesHaveTheirTableAndColumns() {
        GraphSpec graph = graph(GOOD);

        assertThat(graph.steps().get(0)).isInstanceOfSatisfying(StepSpec.Source.class, source -> {
            assertThat(source.table()).isEqualTo("main");
            assertThat(source.output().columns())
                    .containsExactly(
                            new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
                            new ColumnSpec("t_ms", ColumnType.INT64, false, true, "ms", false),
                            new ColumnSpec("speed_mps", ColumnType.FLOAT64, true, false, "m/s", false));
        });
        assertThat(graph.steps().get(1)).isInstanceOfSatisfying(StepSpec.Source.class, source -> {
            assertThat(source.table()).isEqualTo("objects");
            assertThat(source.output().columns().get(1).allowsNaN()).isTrue();
        });
    }

    @Test
    void theQueryHasNeitherHeaderNorSemicolonSoThatDescriptionsDoNotChangeItsFingerprint() {
        StepSpec.Sql one = (StepSpec.Sql) graph(GOOD).steps().get(2);
        StepSpec.Sql other = (StepSpec.Sql)
                graph(GOOD.replace("drove slowly", "drove very slowly")).steps().get(2);

        assertThat(one.sql()).startsWith("-- a comment of the query\nSELECT").endsWith("GROUP BY segment_id");
        assertThat(other).isEqualTo(one);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-- metric: slow_time 1.2   | -- metric: slow_time          | :1: | is not a name and a version",
                "-- metric: slow_time 1.2   | -- metric: slow_time one      | :1: | is not of the form major.minor",
                "-- metric: slow_time 1.2   | -- title: slow_time           | :1: | does not name the metric",
                "-- metric: slow_time 1.2   | -- metric: SlowTime 1.2       | :1: | not in snake_case",
                "-- owner: safety           | -- owner: a`n`-- owner: b     | :5: | -- owner: is there twice",
                "-- owner: safety           | -- owner:                     | :4: | has no value",
                "-- owner: safety           | -- ownr: safety               | :4: | there is no field \"ownr\"",
                "-- owner: safety           | -- Owner: safety              | :4: | did you mean \"owner\"?",
                "-- owner: safety           | -- written in a hurry         | :4: | is no line of a header",
                "-- owner: safety           | --   owner: safety            | :4: | begins right after",
                "= 5.0 [m/s]                | [m/s]                         | :6: | is no parameter with a default",
                "= 5.0 [m/s]                | = five                        | :6: | is no parameter with a default",
                "= 5.0 [m/s]                | = 5.0 [mph]                   | :6: | unit \"mph\" is unknown",
                "= 5.0 [m/s]                | = 'slow' [m/s]                | :6: | only numbers have one",
                "-- source: samples         | -- source: samples of main    | :8: | a name and a table",
                "tracks from objects        | samples                       | :12: | source \"samples\" is there twice",
                "tracks from objects        | tracks from Objects           | :12: | not in snake_case",
                "t_ms        int64 [ms]     | t_ms        bigint [ms]       | :10: | type \"bigint\", which no column has",
                "t_ms        int64 [ms]     | t_ms                          | :10: | has no type",
                "t_ms        int64 [ms]     | t_ms        int64 [msec]      | :10: | unit \"msec\" is unknown",
                "t_ms        int64 [ms]     | t_ms        int64 []          | :10: | has an empty unit",
                "nullable  # over           | maybe  # over                 | :11: | \"maybe\" is unknown",
                "nullable  # over           | nullable nullable # over      | :11: | nullable is there twice",
                "noise       float64        | noise       int64             | :14: | only FLOAT64 can be NaN",
                "-- output:                 | -- output: main               | :15: | has the value \"main\"",
                "-- output:                 | -- outptu:                    | :1: | does not say what comes out",
                "--   slow_s      float64   | --   slow_s key float64       | :17: | has no type",
                "$limit_mps                 | $limit                        | :19: | add a line -- parameter:",
                "JOIN tracks USING (segment_id) |                           | :19: | does not name input \"tracks\"",
                "SELECT segment_id, count   | DELETE segment_id, count      | :19: | steps only read",
                "count(*) / 10              | random() + count(*) / 10      | :19: | differs from run to run",
            })
    void whatIsWrongIsNamedWithItsLineAndTheMend(String from, String to, String line, String words) {
        String bad = GOOD.replace(from, to == null ? "" : to.replace("`n`", "\n"));
        List<String> problems = SqlMetric.of("slow_time.sql", bad).problems(parameters -> SqlCatalog.UNKNOWN).stream()
                .map(Problem::message)
                .toList();

        assertThat(bad).isNotEqualTo(GOOD);
        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains("slow_time.sql" + line, words));
    }

    @Test
    void anEmptyFileIsToldAllThatItLacks() {
        assertThat(SqlMetric.of("empty.sql", "").problems(parameters -> SqlCatalog.UNKNOWN))
                .extracting(Problem::message)
                .allMatch(message -> message.startsWith("empty.sql:1: "))
                .hasSize(3);
    }

    @Test
    void anInvalidMetricHasNoGraph() {
        SqlMetric metric = SqlMetric.of("x.sql", "SELECT 1");

        assertThatThrownBy(() -> metric.graph(parameters -> SqlCatalog.UNKNOWN))
                .isInstanceOfSatisfying(OdographException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.GRAPH_INVALID);
                    assertThat(e.getMessage()).contains("3 problems", "-- metric: NAME 1.0");
                });
    }

    private static GraphSpec graph(String text) {
        return SqlMetric.of("slow_time.sql", text).graph(parameters -> SqlCatalog.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"absolute 0.001, 0.001, 0", "relative 1e-6, 0, 1e-6", "'absolute 0.001, relative 1e-6', 0.001, 1e-6"})
    void aToleranceIsRead(String words, double absolute, double relative) {
        SqlMetric metric = SqlMetric.of(
                "slow.sql",
                "-- metric: slow 1.0\n-- tolerance: " + words
                        + "\n-- source: samples\n--   segment_id string key\n-- output:\n--   segment_id string key\n\n"
                        + "SELECT segment_id FROM samples");

        assertThat(metric.graph(parameters -> SqlCatalog.UNKNOWN)
                        .metrics()
                        .getFirst()
                        .tolerance())
                .isEqualTo(new Tolerance(absolute, relative));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.001", "absolute", "relative 2", "absolute -1", "absolute 1 relative", "absolute 1.2.3"})
    void aToleranceThatIsNoneIsNamedWithItsLine(String words) {
        SqlMetric metric = SqlMetric.of("slow.sql", "-- metric: slow 1.0\n-- tolerance: " + words + "\n");

        assertThat(metric.problems(parameters -> SqlCatalog.UNKNOWN))
                .anySatisfy(problem -> assertThat(problem.message()).contains("slow.sql:2: ", "no tolerance"));
    }
}
