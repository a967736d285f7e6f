package dev.odograph.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.graph.Emitter;
import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.JavaStep;
import dev.odograph.graph.Key;
import dev.odograph.graph.Rows;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.StepContext;
import dev.odograph.graph.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit finds what it is for: its checks fail where steps are wrong, and say how. */
final class KitTest {
    private static final TestTable SAMPLES = TestTable.of(Sample.class, "segment_id", "t_ms", "x")
            .row("a", 0, 1.0)
            .row("a", 100, 2.0)
            .row("b", 0, null);

    public record Sample(
            @Key String segmentId, @Key long tMs, @Nullable Double x) {}

    /** Doubles x by SQL and by Java, wrong in ways that the tests choose. */
    public static class Doubling implements GraphDefinition {
        String query() {
            return "SELECT segment_id, t_ms, x * 2 AS x FROM samples";
        }

        Class<? extends JavaStep<Sample, Sample>> step() {
            return Twice.class;
        }

        @Override
        public void define(Graph g) {
            Table<Sample> samples = g.source("samples", Sample.class);
            g.metric("by_sql", "1.0", g.sql("by_sql", Sample.class, SqlText.sql(query()), samples));
            g.metric("by_java", "1.0", g.java("by_java", Sample.class, step(), samples));
        }
    }

    /** Two tables of a recording, side by side. */
    public static final class TwoTables implements GraphDefinition {
        @Override
        public void define(Graph g) {
            Table<Sample> left = g.source("left_side", Sample.class, "left");
            Table<Sample> right = g.source("right_side", Sample.class, "right");
            Table<Sample> checked = g.check("checked", left, rules -> rules.range("x", -100, 100));
            g.metric(
                    "sum",
                    "1.0",
                    g.sql(
                            "sum",
                            Sample.class,
                            SqlText.sql("SELECT segment_id, t_ms, l.x + r.x AS x FROM checked l"
                                    + " JOIN right_side r USING (segment_id, t_ms)"),
                            checked,
                            right));
        }
    }

    public static final class Grouping extends Doubling {
        @Override
        String query() {
            return "SELECT segment_id, t_ms, sum(x) OVER (ORDER BY segment_id, t_ms) AS x FROM"
                    + " (SELECT * FROM samples ORDER BY 1, 2)";
        }
    }

    public static final class Careless extends Doubling {
        @Override
        Class<? extends JavaStep<Sample, Sample>> step() {
            return Unboxing.class;
        }
    }

    public static final class Twice implements JavaStep<Sample, Sample> {
        @Override
        public void process(StepContext context, Rows<Sample> rows, Emitter<Sample> out) {
            for (Sample row : rows) {
                out.emit(new Sample(row.segmentId(), row.tMs(), row.x() == null ? null : row.x() * 2));
            }
        }
    }

    public static final class Unboxing implements JavaStep<Sample, Sample> {
        @Override
        public void process(StepContext context, Rows<Sample> rows, Emitter<Sample> out) {
            for (Sample row : rows) {
                out.emit(new Sample(row.segmentId(), row.tMs(), row.x() * 2.000001));
            }
        }
    }

    @Test
    void aDifferenceNamesKeyColumnAndBothValues() {
        TestTable other = TestTable.of(Sample.class, "segment_id", "t_ms", "x")
                .row("a", 0, 1.5)
                .row("c", 0, 1.0);

        assertThatThrownBy(() -> other.isEqualTo(SAMPLES, Tolerance.EXACT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("segment_id a, t_ms 0, column x: expected 1.0, is 1.5")
                .hasMessageContaining("segment_id a, t_ms 100: the row is missing")
                .hasMessageContaining("segment_id c, t_ms 0: the row is not expected");
    }

    @Test
    void aColumnMayBeginWithAnAbsentValue() {
        TestTable table = TestTable.of(Sample.class, "segment_id", "t_ms", "x")
                .row("a", 0, null)
                .row("a", 100, 2.0);

        table.hasColumn("x", null, 2.0);
        assertThatThrownBy(() -> table.hasColumn("x", null, null)).hasMessageContaining("row 1: expected null, is 2.0");
    }

    @Test
    void aToleranceIsTaken() {
        SAMPLES.hasColumn("x", Tolerance.absolute(0.1), 1.05, 1.95, null);

        assertThatThrownBy(() -> SAMPLES.hasColumn("x", Tolerance.relative(0.01), 1.05, 2.0, null))
                .hasMessageContaining("row 0: expected 1.05, is 1.0");
    }

    @Test
    void oneStepRunsAlone() {
        TestGraph.of(new Doubling())
                .given("samples", SAMPLES)
                .runStep("by_java")
                .hasColumn("x", 2.0, 4.0, null)
                .hasColumn("segment_id", "a", "a", "b");
    }

    @Test
    void aStepThatForgetsNullBreaksItsContract() {
        List<String> broken = StepContracts.of(new Careless())
                .filter(test -> fails(test))
                .map(DynamicTest::getDisplayName)
                .toList();

        assertThat(broken).containsExactly("by_java: absent values");
    }

    @Test
    void aGoodGraphKeepsAllContracts() {
        assertThat(StepContracts.of(new Doubling()).filter(KitTest::fails)).isEmpty();
    }

    @Test
    void aStepThatLooksAcrossSegmentsIsFound() {
        TestTable rows = SAMPLES.row("b", 100, 3.0);
        Determinism.check(TestGraph.of(new Doubling()).given("samples", rows));

        TestGraph across = TestGraph.of(new Grouping()).given("samples", rows.row("c", 0, 5.0));
        TestTable together = across.runStep("by_sql");
        TestTable alone = across.given(
                        "samples",
                        TestTable.of(Sample.class, "segment_id", "t_ms", "x").row("c", 0, 5.0))
                .runStep("by_sql");
        assertThat(together.column("x").getLast())
                .isNotEqualTo(alone.column("x").getLast());
    }

    @Test
    void severalTablesOfSeveralSegmentsAreGivenTogether() {
        TestGraph.of(new TwoTables())
                .given("left_side", SAMPLES)
                .given("right_side", SAMPLES)
                .run()
                .table("sum")
                .hasColumn("segment_id", "a", "a", "b")
                .hasColumn("x", 2.0, 4.0, null);
    }

    @Test
    void rowsThatComeUnsortedInOneSegmentDoNotMakeAGraphUndetermined() {
        TestTable unsorted = TestTable.of(Sample.class, "segment_id", "t_ms", "x")
                .row("a", 100, 2.0)
                .row("a", 0, 1.0)
                .row("b", 0, 3.0);

        Determinism.check(
                TestGraph.of(new TwoTables()).given("left_side", unsorted).given("right_side", unsorted));
    }

    @Test
    void twoStepsThatDifferAreNotEquivalent() {
        Equivalence.check(TestGraph.of(new Doubling()), "by_java", "by_sql", Tolerance.EXACT, 4);

        assertThatThrownBy(() ->
                        Equivalence.check(TestGraph.of(new Careless()), "by_java", "by_sql", Tolerance.ROUNDING, 1))
                .hasMessageContaining("seed 0")
                .hasMessageContaining("column x");
    }

    @Test
    void aGoldenIsWrittenThenComparedThenFound(@TempDir Path directory) throws Exception {
        Golden compare = new Golden(directory, false);
        assertThatThrownBy(() -> compare.compare("x", SAMPLES, Tolerance.EXACT))
                .hasMessageContaining("odograph.update");

        new Golden(directory, true).compare("x", SAMPLES, Tolerance.EXACT);
        compare.compare("x", SAMPLES, Tolerance.EXACT);

        Path file = directory.resolve("x.csv");
        Files.writeString(file, Files.readString(file).replace("2.0", "2.0000000001"));
        compare.compare("x", SAMPLES, Tolerance.ROUNDING);
        assertThatThrownBy(() -> compare.compare("x", SAMPLES, Tolerance.EXACT)).hasMessageContaining("line 3");
    }

    private static boolean fails(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return false;
        } catch (Throwable e) {
            return true;
        }
    }
}
