package dev.odograph.examples.topspeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.step.Bundle;
import dev.odograph.step.LocalRunner;
import dev.odograph.step.SegmentInput;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopSpeedTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void theFastestMomentOfEachVehicleCounts() throws Exception {
        SegmentInput drive = record("VALUES (1, 0, 20.0), (1, 100, 30.0), (2, 0, 10.0)");

        try (LocalRunner runner =
                LocalRunner.run(GraphSpecs.of(new TopSpeed()), List.of(drive), Map.of(), Bundle.ON_CLASS_PATH)) {
            assertThat(column(runner, "top_mps")).containsExactly(30.0, 10.0);
            assertThat(column(runner, "top_kmh")).containsExactly(108.0, 36.0);
        }
    }

    @Test
    void anImplausibleSpeedIsAnErrorThatNamesTheRow() throws Exception {
        SegmentInput drive = record("VALUES (1, 0, 20.0), (1, 100, 300.0)");

        assertThatThrownBy(() ->
                        LocalRunner.run(GraphSpecs.of(new TopSpeed()), List.of(drive), Map.of(), Bundle.ON_CLASS_PATH))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("plausible")
                .hasMessageContaining("speed_mps")
                .hasMessageContaining("t_ms = 100");
    }

    /** A recording of these rows of position, time and speed. */
    private SegmentInput record(String values) throws SQLException {
        Path file = directory.resolve("drive.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'drive' AS segment_id, position::INT AS position, t_ms::BIGINT AS t_ms,"
                    + " speed_mps::DOUBLE AS speed_mps FROM (" + values + ") AS r(position, t_ms, speed_mps)) TO '"
                    + file + "' (FORMAT parquet)");
        }
        return new SegmentInput("drive", Map.of("main", file.toString()));
    }

    private static List<Double> column(LocalRunner runner, String name) throws IOException {
        try (RootAllocator allocator = new RootAllocator();
                ArrowReader reader = runner.read("top_speed", allocator)) {
            VectorSchemaRoot rows = reader.getVectorSchemaRoot();
            List<Double> values = new ArrayList<>();
            while (reader.loadNextBatch()) {
                Float8Vector vector = (Float8Vector) rows.getVector(name);
                for (int row = 0; row < rows.getRowCount(); row++) {
                    values.add(vector.get(row));
                }
            }
            return values;
        }
    }
}
