package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * A connection to a DuckDB in memory: one thread, so that sums of doubles come out the same each time; a memory limit; and
 * no access to files but those in the directories it was locked to. Not thread-safe.
 */
final class DuckDb implements AutoCloseable {
    static final int BATCH_ROWS = 65_536;
    private static final String UNSORTED = "\"rows of a query\"";

    private final DuckDBConnection connection;
    private final Runnable onClose;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private boolean closed;

    /**
     * @param connection that no one else uses; closed with this
     * @param onClose what comes after
     */
    DuckDb(DuckDBConnection connection, Runnable onClose) {
        this.connection = connection;
        this.onClose = onClose;
    }

    /** An engine of its own, which ends with this and reads any file. */
    static DuckDb open(String scratch, long memoryBytes) {
        return new DuckDb(connect(scratch, memoryBytes), () -> {});
    }

    static DuckDBConnection connect(String scratch, long memoryBytes) {
        try {
            Properties properties = new Properties();
            properties.setProperty("jdbc_stream_results", "true");
            properties.setProperty("threads", "1");
            properties.setProperty("temp_directory", scratch);
            properties.setProperty("autoinstall_known_extensions", "false");
            properties.setProperty("autoload_known_extensions", "false");
            properties.setProperty("preserve_insertion_order", "true");
            // An engine outlives a stage, and a file may be replaced in between.
            properties.setProperty("enable_external_file_cache", "false");
            if (memoryBytes > 0) {
                properties.setProperty("memory_limit", memoryBytes / 1_048_576 + "MiB");
            }
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET GLOBAL TimeZone = 'UTC'");
            }
            return connection.unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            throw Failures.duckDb(ErrorCode.INTERNAL_ERROR, "DuckDB does not start", e);
        }
    }

    /** From here on queries to this engine may read files in {@code directories} and no others; settings stay as they are. */
    static void lock(DuckDBConnection connection, Collection<String> directories) {
        try (Statement statement = connection.createStatement()) {
            if (!directories.isEmpty()) {
                statement.execute("SET allowed_directories = " + Sql.list(directories));
            }
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        } catch (SQLException e) {
            throw Failures.duckDb(ErrorCode.INTERNAL_ERROR, "DuckDB cannot be locked", e);
        }
    }

    /** See {@link #lock(DuckDBConnection, Collection)}; no files at all. */
    void lock() {
        lock(connection, List.of());
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows of a small result as text; null stays null. */
    List<List<String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String value = result.getString(i);
                    row.add(value == null ? "" : value);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** Makes a stream readable once as a table; it is closed with this. */
    void register(String name, StageScope scope, ArrowReader reader) {
        owned.add(reader);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(scope.allocator());
        owned.add(() -> {
            stream.release();
            stream.close();
        });
        Data.exportArrayStream(scope.allocator(), reader, stream);
        connection.registerArrowStream(name, stream);
    }

    /** Runs a query; the reader streams its rows in this order, and closing it closes this as well. */
    ArrowReader query(StageScope scope, String sql, String order, ErrorCode code, String subject) {
        return query(scope, sql, order, code, subject, this::close);
    }

    /**
     * Runs a query; the reader streams its rows, and closing it runs {@code onClose} at the end.
     *
     * @param sql the query without an order
     * @param order an ORDER BY clause over its columns, or empty
     */
    ArrowReader query(StageScope scope, String sql, String order, ErrorCode code, String subject, Runnable onClose) {
        try {
            try {
                return stream(scope, sql + order, code, subject, onClose);
            } catch (SQLException e) {
                if (scope.cancellation().cancelled()) {
                    throw e;
                }
                keepUnsorted(scope, sql, e);
                return stream(scope, "SELECT * FROM " + UNSORTED + order, code, subject, onClose);
            }
        } catch (SQLException | RuntimeException e) {
            if (scope.cancellation().cancelled()) {
                throw scope.cancellation().error();
            }
            throw Failures.duckDb(code, subject, e);
        }
    }

    private ArrowReader stream(StageScope scope, String sql, ErrorCode code, String subject, Runnable onClose)
            throws SQLException {
        Statement statement = connection.createStatement();
        Cancellation.Registration registration = scope.cancellation().onCancel(() -> cancel(statement));
        try {
            DuckDBResultSet result = statement.executeQuery(sql).unwrap(DuckDBResultSet.class);
            ArrowReader reader = (ArrowReader) result.arrowExportStream(scope.allocator(), BATCH_ROWS);
            return new QueryReader(scope, onClose, statement, result, registration, reader, code, subject);
        } catch (SQLException | RuntimeException e) {
            registration.close();
            closeQuietly(statement, e);
            throw e;
        }
    }

    /**
     * A query and the sort of its rows share the memory limit, and a large join can leave the sort too little: then each
     * gets it for itself, with the rows on disk in between. A query that fails for another reason fails here again, and
     * says why: streamed results that fail before their first batch lose the reason.
     */
    private void keepUnsorted(StageScope scope, String sql, SQLException lost) throws SQLException {
        try (Statement statement = connection.createStatement();
                Cancellation.Registration stop = scope.cancellation().onCancel(() -> cancel(statement))) {
            statement.execute("CREATE OR REPLACE TEMP TABLE " + UNSORTED + " AS " + sql);
        } catch (SQLException e) {
            e.addSuppressed(lost);
            if (String.valueOf(e.getMessage()).contains("stream has been released")) {
                throw new SQLException(
                        "a value cannot be computed or converted (check casts for values out of range, or use TRY_CAST), or"
                                + " the engine's memory ran out (raise ODOGRAPH_ENGINE_MEMORY_MB): the engine does not say"
                                + " which",
                        e);
            }
            throw e;
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "A query does not stop: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(Statement statement, Exception into) {
        try {
            statement.close();
        } catch (SQLException e) {
            into.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connection.close();
            for (AutoCloseable resource : owned) {
                resource.close();
            }
            onClose.run();
        } catch (Exception e) {
            throw unclosed(e);
        }
    }

    static void close(DuckDBConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unclosed(e);
        }
    }

    private static OdographException unclosed(Exception e) {
        return new OdographException(ErrorCode.INTERNAL_ERROR, "DuckDB does not close: " + e.getMessage(), e);
    }
}
