package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/**
 * One DuckDB of its own in memory: one thread, so that sums of doubles come out the same each time; a memory limit; and
 * after {@link #lock} no access to any file but those named. Not thread-safe.
 */
final class DuckDb implements AutoCloseable {
    static final int BATCH_ROWS = 65_536;
    private static final String UNSORTED = "\"rows of a query\"";

    private final DuckDBConnection connection;
    private final @Nullable Engines engines;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private boolean asStarted = true;
    private boolean closed;

    /**
     * @param connection to an engine that no one else uses
     * @param engines gets it back if it is closed as it was started; null where it ends with this
     */
    DuckDb(DuckDBConnection connection, @Nullable Engines engines) {
        this.connection = connection;
        this.engines = engines;
    }

    static DuckDb open(String scratch, long memoryBytes) {
        return new DuckDb(connect(scratch, memoryBytes), null);
    }

    static DuckDBConnection connect(String scratch, long memoryBytes) {
        try {
            Properties properties = new Properties();
            properties.setProperty("jdbc_stream_results", "true");
            properties.setProperty("threads", "1");
            properties.setProperty("temp_directory", scratch);
            properties.setProperty("autoinstall_known_extensions", "false");
            properties.setProperty("autoload_known_extensions", "false");
            if (memoryBytes > 0) {
                properties.setProperty("memory_limit", memoryBytes / 1_048_576 + "MiB");
            }
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'");
            }
            return connection.unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            throw Failures.duckDb(ErrorCode.INTERNAL_ERROR, "DuckDB does not start", e);
        }
    }

    /** From here on queries may read {@code paths} and nothing else, and settings stay as they are. */
    void lock(List<String> paths) throws SQLException {
        asStarted = false;
        if (!paths.isEmpty()) {
            execute("SET allowed_paths = " + Sql.list(paths));
        }
        execute("SET enable_external_access = false");
        execute("SET lock_configuration = true");
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
        asStarted = false;
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
        asStarted = false;
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
            if (asStarted && engines != null) {
                engines.keep(connection);
                return;
            }
            connection.close();
            for (AutoCloseable resource : owned) {
                resource.close();
            }
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
