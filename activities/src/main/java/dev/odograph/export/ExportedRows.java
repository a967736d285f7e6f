package dev.odograph.export;

import dev.odograph.artifact.RowDigest;
import dev.odograph.batch.RowHasher;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/** Reads exported files back, with other code than wrote them, and digests their rows as batches are digested. */
final class ExportedRows {
    private static final int BATCH_ROWS = 65_536;

    private ExportedRows() {}

    /** Digest of a file's rows; empty where it is not there, or is not a whole file of that format and schema. */
    static Optional<RowDigest> find(Path file, ExportFormat format, TableSchema schema) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (BufferAllocator allocator = new RootAllocator()) {
            return Optional.of(
                    format == ExportFormat.ARROW
                            ? arrow(file, schema, allocator)
                            : queried(file, format, schema, allocator));
        } catch (IOException | SQLException | RuntimeException e) {
            // A damaged file fails in as many ways as there are readers; none of them holds the rows.
            return Optional.empty();
        }
    }

    private static RowDigest arrow(Path file, TableSchema schema, BufferAllocator allocator) throws IOException {
        try (FileChannel channel = FileChannel.open(file);
                ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
            return digest(reader, schema);
        }
    }

    private static RowDigest queried(Path file, ExportFormat format, TableSchema schema, BufferAllocator allocator)
            throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("threads", "1");
        properties.setProperty("memory_limit", "512MiB");
        properties.setProperty("autoinstall_known_extensions", "false");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet rows = statement.executeQuery(
                            "SELECT " + columns(schema) + " FROM " + source(file, format, schema));
                    ArrowReader reader =
                            (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH_ROWS)) {
                return digest(reader, schema);
            }
        }
    }

    private static RowDigest digest(ArrowReader reader, TableSchema schema) throws IOException {
        RowHasher hasher = new RowHasher(schema);
        while (reader.loadNextBatch()) {
            hasher.add(reader.getVectorSchemaRoot());
        }
        return hasher.digest();
    }

    private static String columns(TableSchema schema) {
        return schema.columns().stream()
                .map(column -> "CAST(" + name(column) + " AS " + column.type().duckdb() + ") AS " + name(column))
                .collect(Collectors.joining(", "));
    }

    private static String source(Path file, ExportFormat format, TableSchema schema) {
        String path = text(file.toString());
        if (format == ExportFormat.PARQUET) {
            return "read_parquet(" + path + ")";
        }
        String columns = schema.columns().stream()
                .map(column -> text(column.name()) + ": 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_csv(" + path + ", auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
                + " nullstr = '\\N', allow_quoted_nulls = false, columns = " + columns + ")";
    }

    private static String name(ColumnSpec column) {
        return '"' + column.name().replace("\"", "\"\"") + '"';
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
