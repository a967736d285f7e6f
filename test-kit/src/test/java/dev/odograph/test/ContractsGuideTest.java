package dev.odograph.test;

import static dev.odograph.graph.SqlText.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.graph.Allowed;
import dev.odograph.graph.Graph;
import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.graph.Key;
import dev.odograph.graph.Matches;
import dev.odograph.graph.Range;
import dev.odograph.graph.Table;
import dev.odograph.graph.Unit;
import dev.odograph.spec.Severity;
import dev.odograph.step.Violation.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the guide on contracts shows. */
final class ContractsGuideTest {
    /** Rules on a record. */
    public static final class OnARecord implements GraphDefinition {
        public record Sample(
                @Key String segmentId,
                @Key @Unit("ms") long tMs,
                @Range(min = -1, max = 90) @Unit("m/s") double speedMps,

                @Allowed({"manual", "assisted", "automatic"})
                String mode,

                @Matches(value = "[A-Z]{1,3}-[0-9]+", severity = Severity.WARN, upToShare = 0.01)
                String plate) {}

        @Override
        public void define(Graph g) {
            g.metric("samples", "1.0", g.source("samples", Sample.class));
        }
    }

    /** Rules on a table. */
    public static final class MyGraph implements GraphDefinition {
        public record Sample(
                @Key String segmentId,
                @Key @Unit("ms") long tMs,
                long vehicleId,
                @Unit("m/s") double speedMps,
                @Nullable Double gapM,
                long frame,
                String gear) {}

        public record Vehicle(@Key String segmentId, @Key long id) {}

        @Override
        public void define(Graph g) {
            g.parameter("as_of", "");
            g.parameter("creep_mps", 0.2, "m/s");
            Table<Sample> samples = g.source("samples", Sample.class);
            Table<Vehicle> vehicles = g.source("vehicles", Vehicle.class, "vehicles");
            Table<Sample> valid = g.check(
                    "valid",
                    samples,
                    c -> c.unique("vehicle_id", "t_ms")
                            .range("gap_m", 0, 500)
                            .upToShare(0.001)
                            .strictlyIncreasing("frame")
                            .foreignKey("vehicle_id", vehicles, "id")
                            .rowCount(600, 100_000)
                            .sql(
                                    "stands_and_moves",
                                    sql("SELECT * FROM samples WHERE gear = 'P' AND speed_mps > $creep_mps"))
                            .warn()
                            .fresh(Duration.ofDays(30), "as_of")
                            .warn());
            g.metric("valid", "1.0", valid);
        }
    }

    @Test
    void rulesOfARecordAndOfATableAreValid() {
        assertThat(GraphSpecs.problems(new OnARecord())).isEmpty();
        assertThat(GraphSpecs.problems(new MyGraph())).isEmpty();
    }

    @Test
    void aTestSaysWhichRulesAreBroken() {
        TestTable rows = TestTable.of(MyGraph.Sample.class, "t_ms", "vehicle_id", "gap_m", "frame");
        for (int at = 0; at < 600; at++) {
            rows = rows.row(at * 100, 1, at == 7 ? 501.0 : 20.0, at);
        }
        TestTable vehicles = TestTable.of(MyGraph.Vehicle.class, "id").row(1);

        TestGraph graph = TestGraph.of(new MyGraph()).given("samples", rows).given("vehicles", vehicles);

        graph.check("valid").breaks("range gap_m", 1).with("range gap_m", Outcome.FAILED);
        assertThatThrownBy(graph::run).hasMessageContaining("rule range on \"gap_m\" fails for 1 rows");
    }
}
