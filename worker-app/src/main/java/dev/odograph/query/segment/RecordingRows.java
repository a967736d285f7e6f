package dev.odograph.query.segment;

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
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a recording's Parquet file, read by a DuckDB of its own with one thread, little memory and a time limit.
 *
 * @param file the file, as the registry of datasets has it
 */
record RecordingRows(Path file) implements TableRows {
    private static final int SECONDS = 20;
    /** Engines at once, whatever readers ask: each takes a core. */
    private static final Semaphore ENGINES = new Semaphore(2);

    @Override
    public String quoted(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    @Override
    public String text(String column) {
        return "'=' || CAST(" + quoted(column) + " AS VARCHAR)";
    }

    @Override
    public String fromWhere() {
        // Paths are patterns to the reader: brackets keep special characters as they are.
        return "FROM read_parquet(" + literal(file.toString().replaceAll("[*?\\[]", "[$0]")) + ") WHERE true";
    }

    @Override
    public String argMin() {
        return "arg_min";
    }

    @Override
    public String argMax() {
        return "arg_max";
    }

    /** Names and types of the columns. */
    List<String[]> columns() {
        List<String[]> columns = new ArrayList<>();
        for (@Nullable Object[] row : rows("DESCRIBE SELECT * " + fromWhere())) {
            columns.add(new String[] {String.valueOf(row[0]), String.valueOf(row[1])});
        }
        return columns;
    }

    @Override
    public List<@Nullable Object[]> rows(String sql) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        work(statement -> {
            try (ResultSet result = statement.executeQuery(sql)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    @Nullable Object[] row = new @Nullable Object[columns];
                    for (int i = 0; i < columns; i++) {
                        row[i] = value(result.getObject(i + 1));
                    }
                    rows.add(row);
                }
            }
        });
        return rows;
    }

    @Override
    public void write(String sql, WindowFormat format, Path target) {
        String options = format == WindowFormat.CSV ? "FORMAT csv, HEADER true" : "FORMAT parquet, COMPRESSION zstd";
        work(statement ->
                statement.execute("COPY (" + sql + ") TO " + literal(target.toString()) + " (" + options + ")"));
    }

    private interface Work {
        void with(Statement statement) throws SQLException;
    }

    private void work(Work work) {
        ENGINES.acquireUninterruptibly();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET memory_limit = '384MB'");
            statement.execute("SET TimeZone = 'UTC'");
            statement.setQueryTimeout(SECONDS);
            work.with(statement);
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            ENGINES.release();
        }
    }

    private OdographException failed(SQLException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (reason.contains("INTERRUPT") || reason.contains("Out of Memory") || reason.contains("timeout")) {
            return new OdographException(
                    ErrorCode.QUERY_TOO_LARGE,
                    "Reading " + file.getFileName() + " takes more than " + SECONDS
                            + " seconds or 384 MB: choose a smaller window",
                    e);
        }
        return new OdographException(
                ErrorCode.FILE_CORRUPT, file + " cannot be read: " + reason + "; restore it, or import it again", e);
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag ? 1L : 0L;
            case Float number -> number.doubleValue();
            case Double number -> number;
            case java.math.BigDecimal number -> number.doubleValue();
            case Number number -> number.longValue();
            default -> value.toString();
        };
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
