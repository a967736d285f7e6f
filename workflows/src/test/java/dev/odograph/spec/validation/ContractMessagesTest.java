package dev.odograph.spec.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.graph.Key;
import dev.odograph.graph.SqlText;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A contract that cannot hold is refused before anything runs, with the mend: one case a rule. */
final class ContractMessagesTest {
    public record Row(
            @Key String segmentId,
            @Key long tMs,
            @Unit("m/s") double speedMps,
            @Nullable String light,
            boolean moving) {}

    public record Once(@Key String segmentId, double x) {}

    public record Vehicle(
            @Key String segmentId,
            @Key int id,
            @Unit("km/h") double top) {}

    private record Checked(Consumer<Graph.Rules> rules) implements GraphDefinition {
        @Override
        public void define(Graph g) {
            g.parameter("as_of", "yesterday");
            g.parameter("limit", 1.0);
            Table<Row> rows = g.source("rows", Row.class);
            g.check("valid", rows, rules);
        }
    }

    private record Referring(String column, String referenced) implements GraphDefinition {
        @Override
        public void define(Graph g) {
            Table<Row> rows = g.source("rows", Row.class);
            Table<Vehicle> vehicles = g.source("vehicles", Vehicle.class);
            g.check("valid", rows, c -> c.foreignKey(column, vehicles, referenced));
        }
    }

    private record Single(Consumer<Graph.Rules> rules) implements GraphDefinition {
        @Override
        public void define(Graph g) {
            Table<Once> rows = g.source("rows", Once.class);
            g.check("valid", rows, rules);
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        new Checked(c -> c.allowed("light")),
                        "rule allowed light allows no value: name those that may be"),
                Arguments.of(
                        new Checked(c -> c.allowed("speed_mps", "1")),
                        "rule allowed is about column \"speed_mps\", which is FLOAT64: only texts, whole numbers and truth"
                                + " values have allowed values, use range"),
                Arguments.of(
                        new Checked(c -> c.allowed("t_ms", "soon")),
                        "rule allowed t_ms allows \"soon\", which no INT64 is: correct the value"),
                Arguments.of(
                        new Checked(c -> c.allowed("moving", "yes")),
                        "rule allowed moving allows \"yes\", which no BOOL is: correct the value"),
                Arguments.of(
                        new Checked(c -> c.matches("t_ms", "1.*")),
                        "rule matches is about column \"t_ms\", which is INT64: only texts have a pattern"),
                Arguments.of(
                        new Checked(c -> c.matches("light", "(red")),
                        "rule matches light: the pattern (red is no regular expression (Unclosed group): correct it"),
                Arguments.of(
                        new Checked(c -> c.matches("light", "(?=r)red")),
                        "rule matches light: the pattern (?=r)red looks around, refers back or is possessive, which the"
                                + " engine's do not: write it without"),
                Arguments.of(
                        new Checked(c -> c.increasing("light")),
                        "rule increasing is about column \"light\", which is STRING: only numbers and timestamps increase"),
                Arguments.of(
                        new Single(c -> c.strictlyIncreasing("x")),
                        "rule strictly_increasing x needs an order of the rows within a segment: mark what orders them"
                                + " with @Key"),
                Arguments.of(
                        new Checked(c -> c.rowCount(5, 1)),
                        "rule row_count from 5.0 to 1.0 is empty: exchange the bounds"),
                Arguments.of(
                        new Checked(c -> c.rowCount(-1, 1)),
                        "rule row_count has the minimum -1.0: a segment has 0 rows at least"),
                Arguments.of(
                        new Checked(c -> c.fresh(Duration.ZERO)),
                        "rule fresh allows an age of 0 s: give a second at least, such as Duration.ofDays(30)"),
                Arguments.of(
                        new Checked(c -> c.fresh(Duration.ofDays(1), "limit")),
                        "rule fresh compares with $limit, which is no text parameter of the graph: declare it with"
                                + " g.parameter(\"limit\", \"\")"),
                Arguments.of(
                        new Checked(c -> c.fresh(Duration.ofDays(1), "as_of")),
                        "rule fresh compares with $as_of, whose default \"yesterday\" is no time: write it as"
                                + " 2026-03-01T00:00:00Z, or leave it empty for the time when the dataset version was made"),
                Arguments.of(
                        new Checked(c -> c.sql("Too Fast", SqlText.sql("SELECT * FROM rows"))),
                        "a rule in SQL is named \"Too Fast\": give it a name in snake_case"),
                Arguments.of(
                        new Checked(c -> c.sql("fast", SqlText.sql("DELETE FROM rows"))),
                        "its SQL is a DELETE: steps only read, write one SELECT"),
                Arguments.of(
                        new Checked(c -> c.sql("fast", SqlText.sql("SELECT * FROM rows WHERE speed_mps > $top"))),
                        "its SQL uses $top, which is no parameter of the graph: declare it with g.parameter"),
                Arguments.of(
                        new Checked(c -> c.sql("fast", SqlText.sql("SELECT * FROM rows WHERE random() > 0.5"))),
                        "its SQL uses random, whose value differs from run to run: take the value from a column or a"
                                + " parameter"),
                Arguments.of(
                        new Checked(c -> c.range("speed_mps", 0, 1).upToShare(1)),
                        "rule range speed_mps may be broken by a share of 1.0: give one above 0 and below 1, such as"
                                + " 0.01"),
                Arguments.of(
                        new Checked(c -> c.range("speed_mps", 0, 1).upToRows(0)),
                        "rule range speed_mps may be broken by 0 rows: give at least 1, or no threshold"),
                Arguments.of(
                        new Checked(c -> c.range("speed_mps", 0, 1).upToRows(1).upToShare(0.1)),
                        "rule range speed_mps has a threshold as a share and one as rows: keep one"),
                Arguments.of(
                        new Checked(c -> c.rowCount(0, 1).upToRows(1)),
                        "rule row_count is about a segment as a whole and has no threshold of rows: drop it, or let the"
                                + " rule warn"),
                Arguments.of(
                        new Referring("t_ms", "id"),
                        "rule foreign_key t_ms points to column \"id\" of \"vehicles\", which is INT32, not INT64: give"
                                + " both the same type"),
                Arguments.of(
                        new Referring("t_ms", "number"),
                        "rule foreign_key t_ms points to column \"number\" of \"vehicles\", which is not there: use one of"
                                + " segment_id, id, top"),
                Arguments.of(
                        new Referring("speed_mps", "top"),
                        "rule foreign_key speed_mps points to column \"top\" of \"vehicles\", which is in km/h, not in"
                                + " m/s: give both the same unit"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aContractThatCannotHoldIsRefusedWithTheMend(GraphDefinition graph, String message) {
        assertThat(GraphSpecs.problems(graph))
                .extracting(Problem::message)
                .containsExactly("Step \"valid\" (check): " + message);
    }
}
