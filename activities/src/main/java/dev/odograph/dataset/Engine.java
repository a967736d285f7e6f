package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A DuckDB of its own with one thread and bounded memory, that spills to a directory. Not thread-safe. */
final class Engine implements AutoCloseable {
    private final Connection connection;

    Engine(Path spill) {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            run("SET threads = 1");
            run("SET memory_limit = '512MB'");
            run("SET temp_directory = " + literal(spill.toString()));
        } catch (SQLException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "DuckDB does not start: " + e.getMessage(), e);
        }
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows, as they are returned by the driver; for small results. */
    List<@Nullable Object[]> rows(String sql) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                @Nullable Object[] row = new @Nullable Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getObject(i + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Paths are patterns to DuckDB's readers: brackets keep special characters as they are. */
    static String file(Path path) {
        return literal(path.toString().replaceAll("[*?\\[]", "[$0]"));
    }

    /** The engine's first line, without its kind. */
    static String reason(SQLException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return first.replaceFirst("^([A-Z][A-Za-z/-]* )*(Error|Exception): ", "");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "DuckDB does not close: " + e.getMessage(), e);
        }
    }
}
