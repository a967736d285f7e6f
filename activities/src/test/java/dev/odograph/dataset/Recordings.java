package dev.odograph.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;

/** Small Parquet files for tests. */
final class Recordings {
    private Recordings() {}

    /** Two cars, the ego (position 1) at {@code speedMps} for a second. */
    static Path write(Path file, String segmentId, double speedMps) throws Exception {
        return copy(file, """
                SELECT '%s' AS segment_id, t * 100 AS t_ms, p::INTEGER AS position, %s * p AS speed_mps
                FROM range(11) r(t), range(1, 3) q(p)""".formatted(segmentId.replace("'", "''"), speedMps));
    }

    static Path copy(Path file, String select) throws Exception {
        Files.createDirectories(file.getParent());
        try (var duck = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duck.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("COPY (" + select + ") TO '" + file.toString().replace("'", "''") + "' (FORMAT parquet)");
        }
        return file;
    }
}
