package dev.odograph.dataset.simulator;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;

/**
 * Streams rows into a Parquet file through an engine of its own with one thread, so that equal rows give equal bytes. A
 * file has its name only once it is whole. Not thread-safe.
 */
final class SegmentWriter implements AutoCloseable {
    private final DuckDBConnection engine;
    private final BufferAllocator allocator = new RootAllocator();

    SegmentWriter() throws SQLException {
        this.engine = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        try (Statement statement = engine.createStatement()) {
            statement.execute("SET threads = 1; SET memory_limit = '256MB'");
        }
    }

    BufferAllocator allocator() {
        return allocator;
    }

    /**
     * Writes all rows of a stream, which it closes.
     *
     * @param columns SQL select list over the stream's columns
     * @param metadata key-value metadata of the file
     */
    void write(RowStream rows, String columns, Map<String, String> metadata, Path file)
            throws SQLException, IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (rows;
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, rows, stream);
            engine.registerArrowStream("rows", stream);
            try (Statement statement = engine.createStatement()) {
                statement.execute(
                        "COPY (SELECT %s FROM rows) TO %s (FORMAT parquet, ROW_GROUP_SIZE 122880, KV_METADATA {%s})"
                                .formatted(columns, quoted(part.toString()), keyValues(metadata)));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String keyValues(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(e -> quoted(e.getKey()) + ": " + quoted(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    static OdographException failure(Path file, Exception cause) {
        String said = String.valueOf(cause.getMessage());
        boolean full = said.contains("No space left");
        return full
                ? new OdographException(
                        ErrorCode.DISK_FULL,
                        file + " could not be written: no space is left on its disk; free some or use another --home",
                        cause)
                : new OdographException(
                        ErrorCode.INTERNAL_ERROR,
                        file + " could not be written: "
                                + said.lines().findFirst().orElse(""),
                        cause);
    }

    @Override
    public void close() throws SQLException {
        try (allocator) {
            engine.close();
        }
    }
}
