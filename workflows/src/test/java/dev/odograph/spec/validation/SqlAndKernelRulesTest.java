package dev.odograph.spec.validation;

import static dev.odograph.spec.validation.Specs.METRIC;
import static dev.odograph.spec.validation.Specs.ROWS;
import static dev.odograph.spec.validation.Specs.SEGMENT;
import static dev.odograph.spec.validation.Specs.SOURCE;
import static dev.odograph.spec.validation.Specs.SPEED;
import static dev.odograph.spec.validation.Specs.T_MS;
import static dev.odograph.spec.validation.Specs.kernel;
import static dev.odograph.spec.validation.Specs.metric;
import static dev.odograph.spec.validation.Specs.of;
import static dev.odograph.spec.validation.Specs.sql;
import static dev.odograph.spec.validation.Specs.value;
import static dev.odograph.spec.validation.Specs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the text of a query shows, and what a kernel asks for: one case a rule, with the whole message. */
final class SqlAndKernelRulesTest {
    private static final ColumnSpec TTC = value("ttc_s", ColumnType.FLOAT64, "s");
    private static final KernelSignature DOUBLED = new KernelSignature(
            "doubled",
            List.of(SPEED),
            List.of(SEGMENT, T_MS, SPEED),
            List.of(
                    new ParameterSpec("factor", ColumnType.FLOAT64, 2.0, null),
                    new ParameterSpec("label", ColumnType.STRING, "", null)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -- nothing                           | is empty: write one SELECT statement
            SELECT * FROM rows;                  | ends with a semicolon: leave it out
            SELECT 1; SELECT * FROM rows         | has several statements: write one SELECT, with WITH for what comes before
            DELETE FROM rows                     | is a DELETE: steps only read, write one SELECT
            WITH x AS (SELECT 1) INSERT INTO rows SELECT * FROM x | is a INSERT: steps only read, write one SELECT
            WITH "(" AS (SELECT 1) DELETE FROM rows | is a DELETE: steps only read, write one SELECT
            SELECT * FROM rows WHERE v > $least  | uses $least, which is no parameter of the graph: declare it with g.parameter
            SELECT * FROM rows WHERE v > ?       | uses ?, which is no parameter of the graph: declare it with g.parameter
            SELECT now() FROM rows               | uses now, whose value differs from run to run: take the value from a column or a parameter
            SELECT "Now" () FROM rows            | uses now, whose value differs from run to run: take the value from a column or a parameter
            SELECT * FROM rows /* /* */ */ , (SELECT random()) | uses random, whose value differs from run to run: take the value from a column or a parameter
            SELECT E'\\'', uuid(), '''' FROM rows | uses uuid, whose value differs from run to run: take the value from a column or a parameter
            SELECT $$'$$, today(), $t$'$t$ FROM rows | uses today, whose value differs from run to run: take the value from a column or a parameter
            SELECT CURRENT_DATE FROM rows        | uses current_date, whose value differs from run to run: take the value from a column or a parameter
            SELECT * FROM rows TABLESAMPLE 10%   | uses tablesample, whose value differs from run to run: take the value from a column or a parameter
            SELECT reservoir_quantile(v, 0.5) FROM rows | uses reservoir_quantile, whose value differs from run to run: take the value from a column or a parameter
            SELECT * FROM rows, read_csv('x')    | uses read_csv, which reaches out of the step: read a declared input
            SELECT * FROM rows, query('x')       | uses query, which reaches out of the step: read a declared input
            SELECT * FROM rows JOIN information_schema.tables t ON true | uses information_schema, which reaches out of the step: read a declared input
            SELECT * FROM rows JOIN duckdb_tables ON true | uses duckdb_tables, which reaches out of the step: read a declared input
            SELECT * FROM rows JOIN 'a.parquet'  | reads a file: import the file as a dataset and read it by a source
            SELECT * FROM rows AS r, "a.csv"     | reads a file: import the file as a dataset and read it by a source
            SELECT * FROM rows, ('a.csv')        | reads a file: import the file as a dataset and read it by a source
            SELECT 'rows' -- rows                | does not name input "rows": read it, or drop the input
            """)
    void aMistakeInSqlIsReportedWithItsMendAndNothingElse(String text, String message) {
        assertThat(Specs.problems(with(sql("made", text, "rows")), KernelCatalog.UNKNOWN))
                .containsExactly("Step \"made\" (sql): its SQL " + message);
    }

    @Test
    void aCommentEndsAtACarriageReturnAsInTheEngine() {
        assertThat(Specs.problems(with(sql("made", "SELECT 1 -- x\r, now() FROM rows", "rows")), KernelCatalog.UNKNOWN))
                .singleElement()
                .asString()
                .contains("its SQL uses now,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "( ( SELECT * FROM rows ) )",
                "WITH copy AS (SELECT 1) SELECT * FROM rows, copy",
                "SELECT 'now(); DELETE', E'\\'now()', $$random()$$, $x$uuid()$x$ FROM rows",
                "SELECT 1 /* now() /* ; */ uuid() */ FROM rows -- today()",
                "SELECT \"current_date\", now, \"a;b\", \"$x\" FROM rows",
                "SELECT * FROM rows WHERE v IS DISTINCT FROM ''",
                "SELECT * FROM rows WHERE v IN ('a', 'b')",
                "SELECT * FROM \"rows\" r WHERE v > $limit AND $LIMIT < 1",
            })
    void whatOnlyLooksLikeAMistakeIsNone(String text) {
        GraphSpec graph = of(
                List.of(new ParameterSpec("limit", ColumnType.INT64, 1L, null)),
                List.of(SOURCE, sql("made", text, "rows")),
                List.of(METRIC, metric("m", "made")));

        assertThat(Specs.problems(graph, KernelCatalog.UNKNOWN)).isEmpty();
    }

    @Test
    void whatTheEngineSaysIsReportedForSoundTextOnly() {
        SqlCatalog engine = (step, inputs) -> List.of("column x is unknown in " + inputs.keySet());
        GraphSpec graph = with(sql("made", "SELECT x FROM rows", "rows"), sql("bad", "SELECT now() FROM rows", "rows"));

        assertThat(GraphValidation.problems(graph, KernelCatalog.UNKNOWN, engine))
                .extracting(Problem::message)
                .first()
                .isEqualTo("Step \"made\" (sql): column x is unknown in [rows]");
        assertThat(GraphValidation.problems(graph, KernelCatalog.UNKNOWN, engine))
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aMistakeAboutAKernelIsReportedWithItsMendAndNothingElse(StepSpec step, String message) {
        assertThat(Specs.problems(with(step), new OneKernel())).containsExactly("Step \"made\" (kernel): " + message);
    }

    static List<Arguments> kernels() {
        return List.of(
                mistake(
                        kernel("trebled", Map.of()),
                        "kernel \"trebled\" is not among Odograph's kernels: use one of doubled"),
                mistake(
                        new StepSpec.Kernel("made", List.of("rows"), ROWS, "doubled", "libmine.so", Map.of()),
                        "kernel \"doubled\" is not in library \"libmine.so\", which has none: build the library first"),
                mistake(
                        kernel("doubled", Map.of("factr", 2.0)),
                        "kernel \"doubled\" has no parameter \"factr\": it has factor, label"),
                mistake(
                        kernel("doubled", Map.of("factor", "two")),
                        "kernel \"doubled\" takes parameter \"factor\" as FLOAT64, but gets two: give a value of that"
                                + " type"),
                mistake(
                        kernel("doubled", Map.of("factor", Double.POSITIVE_INFINITY)),
                        "parameter \"factor\" is Infinity: give a finite number"),
                mistake(
                        kernel("doubled", Map.of("factor", "$least")),
                        "parameter \"factor\" refers to $least, which the graph does not declare: declare it with"
                                + " g.parameter"),
                mistake(
                        new StepSpec.Kernel(
                                "made", List.of("rows"), Specs.schema(SEGMENT, T_MS), "doubled", null, Map.of()),
                        "kernel \"doubled\" puts out column \"speed_mps\", which the step's record lacks: add it"),
                mistake(
                        new StepSpec.Kernel(
                                "made",
                                List.of("rows"),
                                Specs.schema(SEGMENT, T_MS, SPEED, TTC),
                                "doubled",
                                null,
                                Map.of()),
                        "its record wants column \"ttc_s\", which \"doubled\" lacks: it has segment_id, t_ms,"
                                + " speed_mps"));
    }

    @ParameterizedTest
    @MethodSource("flows")
    void aColumnThatDoesNotFitIsReportedWithItsMend(ColumnSpec wanted, ColumnSpec given, String message) {
        assertThat(ColumnFlow.problems(List.of(wanted), "record Fast", Specs.schema(given), "rows"))
                .containsExactly("record Fast wants column \"v\"" + message);
    }

    static List<Arguments> flows() {
        ColumnSpec speed = value("v", ColumnType.FLOAT64, "m/s");
        return List.of(
                mistake(speed, value("w", ColumnType.FLOAT64, "m/s"), ", which \"rows\" lacks: it has w"),
                mistake(
                        speed,
                        value("v", ColumnType.INT64, "m/s"),
                        " as FLOAT64, but \"rows\" has it as INT64: give both the same type"),
                mistake(
                        speed,
                        value("v", ColumnType.FLOAT64, "km/h"),
                        " in m/s, but \"rows\" has it in km/h: convert it in a step between (v * 0.2777777777777778), or"
                                + " correct the unit"),
                mistake(
                        speed,
                        new ColumnSpec("v", ColumnType.FLOAT64, true, false, "m/s", false),
                        " never null, but in \"rows\" it may be null: filter the nulls out in a step between, or let"
                                + " the reader take them"),
                mistake(
                        speed,
                        new ColumnSpec("v", ColumnType.FLOAT64, false, false, "m/s", true),
                        " never NaN, but in \"rows\" it may be NaN: filter those out in a step between, or let the"
                                + " reader take them"));
    }

    private static Arguments mistake(Object... parts) {
        return Arguments.of(parts);
    }

    @Test
    void aKernelThatNoStepCanCallIsRefusedForThatAlone() {
        KernelSignature joining = new KernelSignature(
                "doubled", List.of(), List.of(), List.of(), List.of("takes 2 tables (left, right): join them before"));
        KernelCatalog kernels = new KernelCatalog() {
            @Override
            public Optional<KernelSignature> find(String name, @Nullable String library) {
                return Optional.of(joining);
            }

            @Override
            public List<String> names(@Nullable String library) {
                return List.of("doubled");
            }
        };

        assertThat(Specs.problems(with(kernel("doubled", Map.of("factr", 2.0))), kernels))
                .containsExactly(
                        "Step \"made\" (kernel): kernel \"doubled\" takes 2 tables (left, right): join them before");
    }

    private static final class OneKernel implements KernelCatalog {
        @Override
        public Optional<KernelSignature> find(String name, @Nullable String library) {
            return name.equals("doubled") && library == null ? Optional.of(DOUBLED) : Optional.empty();
        }

        @Override
        public List<String> names(@Nullable String library) {
            return library == null ? List.of("doubled") : List.of();
        }
    }
}
