package dev.odograph.dataset.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FleetSimulatorTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void equalOptionsGiveEqualBytesAndMoreSegmentsLeaveTheEarlierOnes(SimulatorOptions.Kind kind) throws Exception {
        Map<String, Integer> few = simulate(1, new SimulatorOptions(kind, 2, 42, 1, 4));
        Map<String, Integer> more = simulate(2, new SimulatorOptions(kind, 4, 42, 1, 4));
        assertThat(few).isNotEmpty();
        assertThat(more).hasSize(2 * few.size()).containsAllEntriesOf(few);
        Map<String, Integer> other = simulate(2, new SimulatorOptions(kind, 2, 43, 1, 4));
        assertThat(other.values()).doesNotContainAnyElementsOf(few.values());
    }

    @Test
    void aPlatoonHasTheSamplesOfCarFollowing() throws Exception {
        simulate(2, new SimulatorOptions(SimulatorOptions.Kind.PLATOON, 4, 7, 10, 5));
        assertThat(query("SELECT string_agg(column_name || ' ' || column_type, ', ') FROM (DESCRIBE FROM samples)"))
                .isEqualTo("segment_id VARCHAR, t_ms BIGINT, position INTEGER, vehicle VARCHAR, speed_mps DOUBLE,"
                        + " east_m DOUBLE, north_m DOUBLE, alt_m DOUBLE, gap_m DOUBLE, lane_offset_m DOUBLE");
        assertThat(query("SELECT count(*) - count(DISTINCT (segment_id, position, t_ms)) FROM samples"))
                .isEqualTo("0");
        assertThat(query("SELECT bool_and(t_ms % 100 = 0 AND t_ms >= 0) FROM samples"))
                .isEqualTo("true");
        assertThat(query("SELECT count(*) < 4 * 5 * 6000 AND count(*) > 0.98 * 4 * 5 * 6000 FROM samples"))
                .as("some samples are lost")
                .isEqualTo("true");
        assertThat(query("SELECT bool_and((position = 1) <= (gap_m IS NULL)) FROM samples"))
                .isEqualTo("true");
        assertThat(query("SELECT count(*) > 0 FROM samples WHERE position > 1 AND gap_m IS NULL"))
                .isEqualTo("true");
        assertThat(query("SELECT bool_and(isfinite(speed_mps) AND speed_mps BETWEEN -0.2 AND 45) FROM samples"))
                .isEqualTo("true");
    }

    @Test
    void trafficHasCloseCallsAndHardBrakes() throws Exception {
        simulate(2, new SimulatorOptions(SimulatorOptions.Kind.PLATOON, 6, 7, 10, 5));
        assertThat(query("""
            SELECT count(*) BETWEEN 20 AND 5000
            FROM samples f JOIN samples l USING (segment_id, t_ms)
            WHERE l.position = f.position - 1 AND f.speed_mps - l.speed_mps > 0.1
                AND f.gap_m > 0 AND f.gap_m / (f.speed_mps - l.speed_mps) < 4\
            """)).isEqualTo("true");
        assertThat(query("""
            SELECT count(*) > 20
            FROM samples a JOIN samples b USING (segment_id, position)
            WHERE b.t_ms = a.t_ms + 400 AND (b.speed_mps - a.speed_mps) / 0.4 < -3\
            """)).isEqualTo("true");
    }

    @Test
    void carsKeepTheirLaneAndSometimesLeaveIt() throws Exception {
        simulate(2, new SimulatorOptions(SimulatorOptions.Kind.PLATOON, 6, 7, 10, 5));
        assertThat(query("SELECT stddev(lane_offset_m) BETWEEN 0.15 AND 0.6 FROM samples"))
                .isEqualTo("true");
        assertThat(query("SELECT count(*) > 20 AND count(*) < 0.1 * 6 * 5 * 6000 FROM samples"
                        + " WHERE abs(lane_offset_m) > 0.8"))
                .isEqualTo("true");
        assertThat(query("SELECT count(*) > 0 FROM samples WHERE lane_offset_m IS NULL"))
                .isEqualTo("true");
    }

    @Test
    void aRobotsMissionEndsAtItsGoalAndStuckOnesAreHelped() throws Exception {
        simulate(2, SimulatorOptions.deliveryRobots(12, 7));
        assertThat(table("mission", "SELECT string_agg(DISTINCT mode, ' ' ORDER BY mode) FROM rows"))
                .isEqualTo("autonomous manual remote");
        assertThat(table("mission", """
            SELECT count(*) FILTER (far = route) BETWEEN 4 AND 11
            FROM (SELECT max(route_m) AS far, max(route_length_m) AS route FROM rows GROUP BY segment_id)
            """)).isEqualTo("true");
        assertThat(table("mission", "SELECT bool_and(route_m BETWEEN 0 AND route_length_m) FROM rows"))
                .isEqualTo("true");
    }

    @Test
    void aRobotsPerceptionMissesMistakesAndImagines() throws Exception {
        simulate(2, SimulatorOptions.deliveryRobots(4, 7));
        String near = "SELECT count(*) FROM rows JOIN '%s/*/ground_truth/*.parquet' t USING (segment_id, t_ms)"
                        .formatted(directory)
                + " WHERE (t.east_m - rows.east_m) ** 2 + (t.north_m - rows.north_m) ** 2 < 1";
        long detections = Long.parseLong(table("detections", "SELECT count(*) FROM rows"));
        long truths = Long.parseLong(table("ground_truth", "SELECT count(*) FROM rows"));
        long right = Long.parseLong(table("detections", near + " AND t.kind = rows.kind"));
        assertThat((double) right / truths).isBetween(0.75, 0.97);
        assertThat((double) right / detections).isBetween(0.75, 0.97);
        assertThat(Long.parseLong(table("detections", near + " AND t.kind <> rows.kind")))
                .isPositive();
        assertThat(table("detections", "SELECT bool_and(score BETWEEN 0.05 AND 0.999) FROM rows"))
                .isEqualTo("true");
    }

    @Test
    void nothingUnfinishedIsLeftWhereTheDirectoryCannotBeWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> new FleetSimulator(1)
                        .simulate(SimulatorOptions.platoons(1, 1), file.resolve("below"), (s, r) -> {}))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("below");
    }

    @Test
    void allValuesOutOfRangeAreNamedAtOnce() {
        assertThatThrownBy(() -> new SimulatorOptions(SimulatorOptions.Kind.PLATOON, 0, 1, -1, 65))
                .hasMessageContaining("--segments is 0")
                .hasMessageContaining("--minutes is -1")
                .hasMessageContaining("--vehicles is 65");
        assertThatThrownBy(() -> SimulatorOptions.Kind.of("ship")).hasMessageContaining("delivery_robot");
    }

    private Map<String, Integer> simulate(int threads, SimulatorOptions options) throws IOException {
        Path run = directory.resolve("run" + System.nanoTime());
        new FleetSimulator(threads).simulate(options, run, (segments, rows) -> {});
        Map<String, Integer> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(run.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return hashes;
    }

    private String table(String name, String sql) throws Exception {
        return query(sql.replace("FROM rows", "FROM '%s/*/%s/*.parquet' AS rows".formatted(directory, name)));
    }

    private String query(String sql) throws Exception {
        try (var duck = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duck.createStatement()) {
            if (sql.contains("samples")) {
                statement.execute("CREATE VIEW samples AS FROM '" + directory + "/*/*.parquet'");
            }
            try (var result = statement.executeQuery(sql)) {
                result.next();
                return String.valueOf(result.getObject(1));
            }
        }
    }

    @Test
    void aReleaseThatIsGivenDrivesTheSameScenariosAsAnother() {
        for (int index = 0; index < 20; index++) {
            Map<String, String> older = under("4.2.0", index);
            Map<String, String> newer = under("4.3.0", index);

            assertThat(older).containsEntry("release", "4.2.0");
            assertThat(newer).containsEntry("release", "4.3.0");
            older.remove("release");
            newer.remove("release");
            assertThat(newer).isEqualTo(older).containsKeys("scenario_id", "scenario_seed", "vehicle");
        }
        assertThatThrownBy(() -> under("9.9.9", 0))
                .hasMessage("--release is 9.9.9; it must be one of 4.1.0, 4.2.0, 4.3.0");
    }

    private static Map<String, String> under(String release, int index) {
        SimulatorOptions options = new SimulatorOptions(SimulatorOptions.Kind.PLATOON, 20, 7, 1, 3, release);
        return Scenario.of(options, index).metadata();
    }
}
