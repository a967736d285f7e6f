package dev.odograph.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
import dev.odograph.worker.DataDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author's mistakes of units are found when the bundle is built, in a step host: both places and the factor. */
class UnitsIT {
    @TempDir
    private Path directory;

    @Test
    void aKernelGetsNoOtherUnitThanItTakes() {
        assertRefused(
                """
                public record Pair(@Key String segmentId, @Key int position, @Key @Unit("ms") long tMs,
                    @Unit("m/s") double speedMps, @Unit("m") double gapM, @Unit("km/h") double closingMps) {}
                public void define(Graph g) {
                    Table<Pair> pairs = g.source("pairs", Pair.class);
                    g.metric("ttc", "1.0", g.kernel("ttc", Pair.class, "time_to_collision", pairs));
                }
                """,
                "Step \"ttc\" (kernel): kernel \"time_to_collision\" wants column \"closing_mps\" in m/s, but \"pairs\""
                        + " has it in km/h: convert it in a step between (closing_mps * 0.2777777777777778)");
    }

    @Test
    void sqlMixesNoUnits() {
        assertRefused(
                """
                public record Sample(@Key String segmentId, @Key @Unit("ms") long tMs,
                    @Unit("m/s") double speedMps, @Unit("km/h") double limitKmh) {}
                public record Way(@Key String segmentId, @Unit("m") double wayM, @Unit("km/h") double leftKmh) {}
                public void define(Graph g) {
                    Table<Sample> samples = g.source("samples", Sample.class);
                    g.metric("way", "1.0", g.sql("way", Way.class, SqlText.sql(
                        "SELECT segment_id, sum(speed_mps * t_ms) AS way_m, max(limit_kmh - speed_mps) AS left_kmh"
                        + " FROM samples GROUP BY ALL"), samples));
                }
                """,
                "Step \"way\" (sql): its SQL subtracts limit_kmh (km/h) and speed_mps (m/s): write speed_mps * 3.6",
                "Step \"way\" (sql): its SQL puts out column \"way_m\" in m/s*ms (sum(speed_mps * t_ms)), but it is"
                        + " declared in m: write (sum(speed_mps * t_ms)) * 0.001");
    }

    private void assertRefused(String members, String... messages) {
        String source = "import dev.odograph.graph.*;\npublic final class Mixed implements GraphDefinition {\n"
                + members + "}\n";
        assertThatThrownBy(() -> new Bundles(new DataDirectory(directory)).author("Mixed", source, List.of()))
                .isInstanceOf(OdographException.class)
                .hasMessageContainingAll(messages);
    }
}
