package dev.odograph.spec.validation;

import static dev.odograph.spec.validation.Specs.METRIC;
import static dev.odograph.spec.validation.Specs.ROWS;
import static dev.odograph.spec.validation.Specs.SEGMENT;
import static dev.odograph.spec.validation.Specs.SOURCE;
import static dev.odograph.spec.validation.Specs.SPEED;
import static dev.odograph.spec.validation.Specs.T_MS;
import static dev.odograph.spec.validation.Specs.key;
import static dev.odograph.spec.validation.Specs.metric;
import static dev.odograph.spec.validation.Specs.named;
import static dev.odograph.spec.validation.Specs.of;
import static dev.odograph.spec.validation.Specs.schema;
import static dev.odograph.spec.validation.Specs.sql;
import static dev.odograph.spec.validation.Specs.value;
import static dev.odograph.spec.validation.Specs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.StepSpec.Check.Rule;
import dev.odograph.spec.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, parameters, edges, schemas, checks and metrics: one case a rule, with all that is reported. */
final class RuleMessagesTest {
    private static final String LONG = "a".repeat(64);
    private static final String SNAKE =
            " is not in snake_case: start with a letter, then a to z, 0 to 9 and single underscores, as in ";

    @Test
    void theGraphThatCasesStartFromHasNoProblem() {
        assertThat(Specs.problems(named("default", "speeds"), KernelCatalog.UNKNOWN))
                .isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({"names", "parameters", "edges", "schemas", "checks", "metrics"})
    void aMistakeIsReportedWithItsMendAndNothingElse(GraphSpec graph, List<String> messages) {
        assertThat(Specs.problems(graph, KernelCatalog.UNKNOWN)).containsExactlyElementsOf(messages);
    }

    static List<Arguments> names() {
        return List.of(
                mistake(named("default", "HardBrakes"), "Graph \"HardBrakes\"" + SNAKE + "hard_brakes"),
                mistake(named("Über", "speeds"), "Namespace \"Über\"" + SNAKE + "ber"),
                mistake(named("default", ""), "Graph \"\"" + SNAKE + "hard_brakes"),
                mistake(
                        named("default", LONG),
                        "Graph \"" + LONG.substring(1) + "…\" has 64 characters: use at most 63"),
                mistake(
                        with(new StepSpec.Source("two__rows", "main", ROWS)),
                        "Step \"two__rows\" (source): the name" + SNAKE + "two_rows"),
                mistake(
                        with(new StepSpec.Source("select", "main", ROWS)),
                        "Step \"select\" (source): the name is a word of SQL, which no table may have: choose another"),
                mistake(
                        with(SOURCE),
                        "Step \"rows\" (source): the name is taken by an earlier step: give each step a name of its own"),
                mistake(
                        with(new StepSpec.Source("ego", "../ego", ROWS)),
                        "Step \"ego\" (source): table \"../ego\"" + SNAKE + "ego"),
                mistake(
                        source(SEGMENT, value("write_no", ColumnType.INT64, null)),
                        "Step \"ego\" (source): column \"write_no\" is reserved for Odograph: rename the component"),
                mistake(
                        source(SEGMENT, value("a b", ColumnType.INT64, null)),
                        "Step \"ego\" (source): column \"a b\"" + SNAKE + "a_b"),
                mistake(
                        source(SEGMENT, SPEED, SPEED),
                        "Step \"ego\" (source): column \"speed_mps\" is there twice: rename one of the components"),
                mistake(with(metric("TTC", "rows")), "Metric \"TTC\": the name" + SNAKE + "ttc"),
                mistake(
                        with(METRIC),
                        "Metric \"speed\": the name is taken by an earlier metric: give each a name of its own"),
                mistake(
                        with(new ParameterSpec("1st", ColumnType.BOOL, true, null)),
                        "Parameter \"1st\": the name" + SNAKE + "st"),
                mistake(
                        with(
                                new ParameterSpec("least", ColumnType.BOOL, true, null),
                                new ParameterSpec("least", ColumnType.BOOL, true, null)),
                        "Parameter \"least\": the name is taken by an earlier parameter: give each a name of its own"));
    }

    static List<Arguments> parameters() {
        return List.of(
                mistake(
                        with(new ParameterSpec("least", ColumnType.INT32, 1, "m")),
                        "Parameter \"least\": type INT32 is none of a parameter's: use BOOL, INT64, FLOAT64 or STRING"),
                mistake(
                        with(new ParameterSpec("least", ColumnType.FLOAT64, 1, null)),
                        "Parameter \"least\": the default 1 is a Long, not FLOAT64: give a default of that type"),
                mistake(
                        with(new ParameterSpec("least", ColumnType.FLOAT64, Double.NaN, null)),
                        "Parameter \"least\": the default is NaN: give a finite number"),
                mistake(
                        with(new ParameterSpec("least", ColumnType.STRING, "x", "m")),
                        "Parameter \"least\": a STRING has unit \"m\", but only numbers have one: drop the unit"),
                mistake(
                        with(new ParameterSpec("least", ColumnType.INT64, 1, "mps")),
                        "Parameter \"least\": " + Units.unknown("mps")));
    }

    static List<Arguments> edges() {
        StepSpec reduce = new StepSpec.Reduce("fleet", List.of("rows"), ROWS, "SELECT * FROM rows");
        return List.of(
                mistake(
                        of(List.of(), List.of(), List.of()),
                        "Graph \"speeds\" has no steps: declare a source and what is made of it"),
                mistake(
                        with(sql("made", "SELECT 1")),
                        "Step \"made\" (sql): it has no input: name the tables that it reads"),
                mistake(java(), "Step \"made\" (java): it has no input: name the table that it reads"),
                mistake(
                        java("rows", "more"),
                        "Step \"made\" (java): it has 2 inputs, but takes one: join them in a sql step before it"),
                mistake(
                        with(sql("made", "SELECT * FROM rows", "rows", "rows")),
                        "Step \"made\" (sql): an input is named twice in rows, rows: name each once"),
                mistake(
                        with(sql("made", "SELECT * FROM lost", "lost")),
                        "Step \"made\" (sql): input \"lost\" is not declared: declare it before this step, or read one"
                                + " of rows"),
                mistake(
                        of(List.of(), List.of(sql("made", "SELECT * FROM lost", "lost")), List.of(metric("m", "made"))),
                        "Step \"made\" (sql): input \"lost\" is not declared: declare it before this step"),
                mistake(
                        with(sql("made", "SELECT * FROM after", "after"), sql("after", "SELECT * FROM rows", "rows")),
                        "Step \"made\" (sql): input \"after\" is declared after this step: declare it before"),
                mistake(
                        with(sql("made", "SELECT * FROM made", "made")),
                        "Step \"made\" (sql): input \"made\" itself depends on this step: break the cycle"),
                mistake(
                        with(sql("a", "SELECT * FROM b", "b"), sql("b", "SELECT * FROM a", "a")),
                        "Step \"a\" (sql): input \"b\" itself depends on this step: break the cycle",
                        "Step \"b\" (sql): input \"a\" itself depends on this step: break the cycle"),
                mistake(
                        with(reduce, sql("made", "SELECT * FROM fleet", "fleet")),
                        "Step \"made\" (sql): input \"fleet\" is a reduce over all segments, which only a reduce may"
                                + " read: make this step a reduce"),
                mistake(
                        of(List.of(), List.of(SOURCE), List.of()),
                        "Step \"rows\" (source): nothing reads its output and no metric stores it: store it, read it,"
                                + " or remove the step"));
    }

    static List<Arguments> schemas() {
        return List.of(
                mistake(source(), "Step \"ego\" (source): its record has no columns: declare at least one component"),
                mistake(
                        source(SPEED),
                        "Step \"ego\" (source): its record has no key: put @Key on segmentId and on what identifies a"
                                + " row within the segment"),
                mistake(
                        source(T_MS, SEGMENT),
                        "Step \"ego\" (source): its first key is \"t_ms\": let it be @Key String segmentId, the first"
                                + " component"),
                mistake(
                        source(key("segment_id", ColumnType.INT64)),
                        "Step \"ego\" (source): key \"segment_id\" is INT64: segments have text ids, use String"),
                mistake(
                        source(SEGMENT, new ColumnSpec("lane", ColumnType.INT32, true, true, null, false)),
                        "Step \"ego\" (source): key \"lane\" is nullable: drop @Nullable, or do not make it a key"),
                mistake(
                        source(SEGMENT, key("x", ColumnType.FLOAT64)),
                        "Step \"ego\" (source): key \"x\" is FLOAT64, and equal numbers may differ in their last bits:"
                                + " use an integer, text or a timestamp as key"),
                mistake(
                        source(SEGMENT, new ColumnSpec("n", ColumnType.INT64, false, false, null, true)),
                        "Step \"ego\" (source): column \"n\" allows NaN, but is INT64: only FLOAT64 can be NaN"),
                mistake(
                        source(SEGMENT, value("v", ColumnType.FLOAT64, "mph")),
                        "Step \"ego\" (source): column \"v\": " + Units.unknown("mph")),
                mistake(
                        source(SEGMENT, value("v", ColumnType.STRING, "m")),
                        "Step \"ego\" (source): column \"v\" is STRING and has unit \"m\", but only numbers have one:"
                                + " drop the unit"));
    }

    static List<Arguments> checks() {
        return List.of(
                mistake(check(ROWS), "Step \"made\" (check): it has no rules: add one, or remove the check"),
                mistake(
                        check(schema(SEGMENT), new Rule("unique", List.of("segment_id"), null, null)),
                        "Step \"made\" (check): its schema differs from that of \"rows\": let both be the same"),
                mistake(
                        check(ROWS, new Rule("positive", List.of("speed_mps"), null, null)),
                        "Step \"made\" (check): rule \"positive\" is unknown: use not_null, unique, range, allowed,"
                                + " matches, increasing, strictly_increasing, foreign_key, row_count, fresh or sql"),
                mistake(
                        check(ROWS, new Rule("not_null", List.of(), null, null)),
                        "Step \"made\" (check): rule not_null names no column: name the columns it is about"),
                mistake(
                        check(ROWS, new Rule("unique", List.of("speed"), null, null)),
                        "Step \"made\" (check): rule unique is about column \"speed\", which is not there: use one of"
                                + " segment_id, t_ms, speed_mps"),
                mistake(
                        check(ROWS, new Rule("range", List.of("segment_id"), 0.0, null)),
                        "Step \"made\" (check): rule range is about column \"segment_id\", which is STRING: only"
                                + " numbers have a range"),
                mistake(
                        check(ROWS, new Rule("range", List.of("speed_mps"), null, null)),
                        "Step \"made\" (check): rule range has no bound: give a minimum, a maximum or both"),
                mistake(
                        check(ROWS, new Rule("range", List.of("speed_mps"), Double.NaN, 1.0)),
                        "Step \"made\" (check): rule range has a bound that is NaN: give a number"),
                mistake(
                        check(ROWS, new Rule("range", List.of("speed_mps"), 2.0, 1.0)),
                        "Step \"made\" (check): rule range from 2.0 to 1.0 is empty: exchange the bounds"));
    }

    static List<Arguments> metrics() {
        return List.of(mistake(
                with(metric("ttc", "lost")),
                "Metric \"ttc\": step \"lost\" is not declared: declare it, or store another"));
    }

    private static Arguments mistake(GraphSpec graph, String... messages) {
        return Arguments.of(graph, List.of(messages));
    }

    private static GraphSpec source(ColumnSpec... columns) {
        return with(new StepSpec.Source("ego", "ego", schema(columns)));
    }

    private static GraphSpec java(String... inputs) {
        StepSpec step = new StepSpec.Java("made", List.of(inputs), ROWS, "a.Step", "a.In", "a.Out");
        return with(new StepSpec.Source("more", "main", ROWS), step);
    }

    private static GraphSpec check(TableSchema schema, Rule... rules) {
        return with(new StepSpec.Check("made", List.of("rows"), schema, List.of(rules)));
    }
}
