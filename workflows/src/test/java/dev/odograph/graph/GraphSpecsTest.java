package dev.odograph.graph;

import static dev.odograph.graph.SqlText.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
import org.junit.jupiter.api.Test;

class GraphSpecsTest {
    record Sample(
            @Key String segmentId,
            @Key @Unit("ms") long tMs,
            @Unit("m/s") double speedMps) {}

    record Fast(@Key String segmentId, @Key @Unit("furlong") long tMs) {}

    static final class SixMistakes implements GraphDefinition {
        @Override
        public void define(Graph g) {
            g.version("one");
            Table<Sample> samples = g.source("Samples", Sample.class);
            Table<Fast> fast = g.sql("fast", Fast.class, sql("SELECT now() FROM Samples"), samples);
            g.sql("lost", Sample.class, sql("SELECT * FROM fast WHERE x > $limit"), fast);
        }
    }

    static final class Broken implements GraphDefinition {
        @Override
        public void define(Graph g) {
            g.source("samples", Sample.class);
            throw new IllegalStateException("no luck");
        }
    }

    @Test
    void aGraphWithSixMistakesReportsSix() {
        assertThatThrownBy(() -> GraphSpecs.of(new SixMistakes()))
                .isInstanceOf(OdographException.class)
                .hasMessageStartingWith("Graph \"six_mistakes\" has 6 problems:\n- Graph \"six_mistakes\": Version")
                .hasMessageContaining("Step \"Samples\" (source): the name is not in snake_case")
                .hasMessageContaining("Step \"fast\" (sql): column \"t_ms\": unit \"furlong\" is unknown")
                .hasMessageContaining("Step \"fast\" (sql): its SQL uses now,")
                .hasMessageContaining("Step \"lost\" (sql): its SQL uses $limit,")
                .hasMessageContaining("Step \"lost\" (sql): nothing reads its output");
        assertThat(GraphSpecs.problems(new SixMistakes())).hasSize(6);
    }

    @Test
    void aDefinitionThatThrowsIsReportedWithoutWhatItDidNotReach() {
        assertThat(GraphSpecs.problems(new Broken()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("Graph \"broken\" cannot be declared, define() failed:"
                                + " java.lang.IllegalStateException: no luck"));
    }
}
