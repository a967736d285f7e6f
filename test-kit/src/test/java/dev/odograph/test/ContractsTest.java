package dev.odograph.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.Allowed;
import dev.odograph.graph.Emitter;
import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Key;
import dev.odograph.graph.Matches;
import dev.odograph.graph.Range;
import dev.odograph.graph.ReadsParameters;
import dev.odograph.graph.Rows;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.StepContext;
import dev.odograph.graph.Table;
import dev.odograph.spec.Severity;
import dev.odograph.step.Violation;
import dev.odograph.step.Violation.Outcome;
import dev.odograph.step.Violation.Sample;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds the rows that break it, segment by segment, and severity and threshold say what becomes of them. */
final class ContractsTest {
    public record Row(
            @Key String segmentId,
            @Key long tMs,
            @Nullable Double speed,
            @Nullable String light,
            @Nullable Long vehicle,
            @Nullable Long counter) {}

    public record Vehicle(@Key String segmentId, @Key long id) {}

    public record Declared(
            @Key String segmentId,
            @Key long tMs,
            @Range(min = 0, max = 60) double speed,
            @Allowed({"red", "green"}) String light,

            @Matches(value = "[A-Z]{3}-[0-9]+", severity = Severity.WARN)
            String plate) {}

    private static final TestTable ROWS = TestTable.of(
                    Row.class, "segment_id", "t_ms", "speed", "light", "vehicle", "counter")
            .row("a", 0, 10.0, "red", 1, 1)
            .row("a", 100, 70.0, "blue", 2, 2)
            .row("a", 200, null, null, null, null)
            .row("a", 300, 71.0, "green", 3, 2)
            .row("a", 400, 12.0, "red", 1, 1)
            .row("b", 0, 5.0, "red", 2, 0);

    private static final TestTable VEHICLES = TestTable.of(Vehicle.class, "segment_id", "id")
            .row("a", 1)
            .row("a", 2)
            .row("b", 1);

    /** A graph of one check over the rows. */
    private record Checked(Consumer<Graph.Rules> rules, boolean references) implements GraphDefinition {
        @Override
        public void define(Graph g) {
            g.parameter("limit", 70.5);
            Table<Row> rows = g.source("rows", Row.class);
            Table<Vehicle> vehicles = g.source("vehicles", Vehicle.class, "vehicles");
            Table<Row> valid = g.check("valid", rows, c -> {
                rules.accept(c);
                if (references) {
                    c.foreignKey("vehicle", vehicles, "id");
                }
            });
            g.metric("valid", "1.0", valid);
            g.metric("vehicles", "1.0", vehicles);
        }
    }

    private record Defined(Consumer<Graph> declares) implements GraphDefinition {
        @Override
        public void define(Graph g) {
            declares.accept(g);
        }
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("not_null light", 1, "segment_id = a, t_ms = 200", "null", c -> c.notNull("light")),
                rule("unique light", 1, "segment_id = a, t_ms = 400", "red", c -> c.unique("light")),
                rule("range speed", 2, "segment_id = a, t_ms = 100", "70.0", c -> c.range("speed", 0, 60)),
                rule("allowed light", 1, "segment_id = a, t_ms = 100", "blue", c -> c.allowed("light", "red", "green")),
                rule("allowed vehicle", 1, "segment_id = a, t_ms = 300", "3", c -> c.allowed("vehicle", 1, 2L)),
                rule("matches light", 1, "segment_id = a, t_ms = 100", "blue", c -> c.matches("light", "red|gre+n")),
                rule("increasing counter", 1, "segment_id = a, t_ms = 400", "1 after 2", c -> c.increasing("counter")),
                rule(
                        "strictly_increasing counter",
                        2,
                        "segment_id = a, t_ms = 300",
                        "2 after 2",
                        c -> c.strictlyIncreasing("counter")),
                rule("row_count", 1, "segment_id = b", "1 rows", c -> c.rowCount(2, 10)),
                rule(
                        "sql fast",
                        1,
                        "segment_id = a, t_ms = 300",
                        "71.0",
                        c -> c.sql("fast", SqlText.sql("SELECT * FROM rows WHERE speed > $limit"))));
    }

    private static Arguments rule(String rule, long rows, String key, String value, Consumer<Graph.Rules> declared) {
        return Arguments.of(rule, rows, key, value, declared);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void aRuleFailsThePartitionAndNamesTheFirstRowThatBreaksIt(
            String rule, long rows, String key, String value, Consumer<Graph.Rules> declared) {
        TestGraph graph = graph(declared);

        BrokenRules broken = graph.check("valid").breaks(rule, rows).with(rule, Outcome.FAILED);

        Sample first = broken.violations().getFirst().samples().getFirst();
        assertThat(first.key()).isEqualTo(key);
        assertThat(first.value()).contains(value);
        assertThatThrownBy(graph::run)
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECK_FAILED))
                .hasMessageContaining("\"valid\" (check): rule " + rule.split(" ")[0])
                .hasMessageContaining("fails for " + rows + (rule.equals("row_count") ? " segments" : " rows"))
                .hasMessageContaining(rule.equals("not_null light") ? "null" : value)
                .hasMessageContaining(key);
    }

    @Test
    void aForeignKeyPointsIntoTheSameSegment() {
        TestGraph graph =
                TestGraph.of(new Checked(c -> {}, true)).given("rows", ROWS).given("vehicles", VEHICLES);

        // Vehicle 3 is nowhere; vehicle 2 is in segment a, but not in b.
        BrokenRules broken = graph.check("valid").breaks("foreign_key vehicle", 2);

        assertThat(broken.violations()).extracting(Violation::segmentId).containsExactly("a", "b");
        assertThatThrownBy(graph::run).hasMessageContaining("with 3, which vehicles.id lacks");
    }

    @Test
    void aWarningLetsTheRowsPassAndIsShownBesideThem() {
        TestRun run = graph(c -> c.range("speed", 0, 60).warn()).run();

        run.table("valid").isEqualTo(ROWS, Tolerance.EXACT);
        run.brokenRules().breaks("range speed", 2).with("range speed", Outcome.WARNED);
        assertThat(run.brokenRules().violations()).singleElement().satisfies(violation -> {
            assertThat(violation.segmentId()).isEqualTo("a");
            assertThat(violation.rows()).isEqualTo(5);
            assertThat(violation.samples())
                    .containsExactly(
                            new Sample("segment_id = a, t_ms = 100", "70.0"),
                            new Sample("segment_id = a, t_ms = 300", "71.0"));
        });
    }

    @Test
    void aThresholdIsOfEachSegmentsOwnRows() {
        // 2 of 5 rows of segment a, and none of b: 40 % and not 33 %.
        graph(c -> c.range("speed", 0, 60).upToShare(0.4)).run().brokenRules().with("range speed", Outcome.TOLERATED);
        graph(c -> c.range("speed", 0, 60).upToRows(2)).run().brokenRules().with("range speed", Outcome.TOLERATED);
        assertThatThrownBy(graph(c -> c.range("speed", 0, 60).upToShare(0.39))::run)
                .hasMessageContaining("fails for 2 rows");
        assertThatThrownBy(graph(c -> c.range("speed", 0, 60).upToRows(1))::run)
                .hasMessageContaining("fails for 2 rows");
    }

    @Test
    void allRulesAreJudgedBeforeOneFails() {
        TestGraph graph =
                graph(c -> c.notNull("speed").range("speed", 0, 60).warn().allowed("light", "red", "green"));

        graph.check("valid")
                .breaks("not_null speed", 1)
                .breaks("range speed", 2)
                .breaks("allowed light", 1);
        assertThatThrownBy(graph::run).hasMessageContaining("So do 1 more of its rules");
    }

    @Test
    void aSegmentWithoutRowsBreaksARowCount() {
        TestGraph graph = TestGraph.of(new Defined(g -> {
                    Table<Row> rows = g.source("rows", Row.class);
                    Table<Row> fast =
                            g.sql("fast", Row.class, SqlText.sql("SELECT * FROM rows WHERE speed > 60"), rows);
                    g.metric(
                            "fast",
                            "1.0",
                            g.check("enough", fast, c -> c.rowCount(1, 100).warn()));
                }))
                .given("rows", ROWS);

        BrokenRules broken = graph.run().brokenRules().breaks("row_count", 1);

        assertThat(broken.violations().getFirst().segmentId()).isEqualTo("b");
        assertThat(broken.violations().getFirst().samples()).containsExactly(new Sample("segment_id = b", "0 rows"));
    }

    @Test
    void rulesOfARecordAreCheckedUnderTheNameOfItsStep() {
        TestGraph graph = TestGraph.of(new Defined(g -> g.metric("rows", "1.0", g.source("rows", Declared.class))));
        TestTable good = TestTable.of(Declared.class, "segment_id", "t_ms", "speed", "light", "plate")
                .row("a", 0, 10.0, "red", "ABC-1");

        graph.given("rows", good).run().brokenRules().none();
        graph.given("rows", good.row("a", 100, 20.0, "red", "?"))
                .run()
                .brokenRules()
                .breaks("matches plate", 1);
        assertThatThrownBy(graph.given("rows", good.row("a", 100, 61.0, "red", "ABC-1"))::run)
                .hasMessageContaining("Step \"rows\" (check): rule range on \"speed\" fails for 1 rows");
        assertThatThrownBy(graph.given("rows", good.row("a", 100, 1.0, "pink", "ABC-1"))::run)
                .hasMessageContaining("with pink, not one of red, green");
    }

    @Test
    void valuesIncreaseWithinTheirSeriesWhichBeginsAnewWithTheKeysBeforeTheLast() {
        TestGraph graph = TestGraph.of(new Defined(g -> {
                    Table<Track> tracks = g.source("tracks", Track.class);
                    g.metric(
                            "tracks",
                            "1.0",
                            g.check(
                                    "valid",
                                    tracks,
                                    c -> c.increasing("odometer")
                                            .warn()
                                            .strictlyIncreasing("count")
                                            .warn()));
                }))
                .given(
                        "tracks",
                        TestTable.of(Track.class, "segment_id", "id", "t_ms", "odometer", "count")
                                .row("a", 1, 0, 5.0, 7)
                                .row("a", 1, 100, 6.0, null)
                                .row("a", 1, 200, 5.5, 7)
                                .row("a", 2, 0, 1.0, 1)
                                .row("a", 2, 100, 1.0, 2)
                                .row("b", 2, 0, 0.5, 1));

        BrokenRules broken = graph.run().brokenRules();

        broken.breaks("increasing odometer", 1).breaks("strictly_increasing count", 1);
        assertThat(broken.violations())
                .extracting(violation -> violation.samples().getFirst())
                .containsExactly(
                        new Sample("segment_id = a, id = 1, t_ms = 200", "5.5 after 6.0"),
                        new Sample("segment_id = a, id = 1, t_ms = 200", "7 after 7"));
    }

    public record Track(
            @Key String segmentId,
            @Key int id,
            @Key long tMs,
            double odometer,
            @Nullable Long count) {}

    @Test
    void aCheckOfAReduceIsOverAllRows() {
        TestGraph graph = TestGraph.of(new Defined(g -> {
            Table<Row> rows = g.source("rows", Row.class);
            Table<Total> total = g.reduce("total", Total.class, SqlText.sql("SELECT count(*) AS n FROM rows"), rows);
            g.metric(
                    "total",
                    "1.0",
                    g.check("enough", total, c -> c.range("n", 7, 100).warn()));
        }));

        graph.given("rows", ROWS).run().brokenRules().breaks("range n", 1);
    }

    @ReadsParameters("limit")
    public static final class Reading implements JavaStep<Row, Row> {
        @Override
        public void process(StepContext context, Rows<Row> rows, Emitter<Row> out) {
            context.number("limit");
            context.number("other");
        }
    }

    @Test
    void aJavaStepIsGivenOnlyTheParametersThatItDeclaresToRead() {
        TestGraph graph = TestGraph.of(new Defined(g -> {
                    g.parameter("limit", 1.0);
                    g.parameter("other", 2.0);
                    g.metric("read", "1.0", g.java("read", Row.class, Reading.class, g.source("rows", Row.class)));
                }))
                .given("rows", ROWS);

        assertThatThrownBy(graph::run)
                .hasMessageContaining("the step declares to read [limit] and not parameter \"other\": add it to"
                        + " @ReadsParameters");
    }

    public record Total(long n) {}

    private static TestGraph graph(Consumer<Graph.Rules> rules) {
        return TestGraph.of(new Checked(rules, false)).given("rows", ROWS).given("vehicles", VEHICLES);
    }
}
