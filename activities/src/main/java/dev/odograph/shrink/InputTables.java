package dev.odograph.shrink;

import dev.odograph.artifact.ArrowFiles;
import dev.odograph.artifact.TableFile;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.InputTable;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageWork;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;

/**
 * A stage's inputs in a database of their own, each row with its number in its table and its segment, so that any part of
 * them can be written as files again. Not thread-safe.
 */
final class InputTables implements AutoCloseable {
    private static final String ROW = "odograph row";
    private static final String SEGMENT = "odograph segment";
    private static final int RANGES = 20;
    private static final String TIME = "odograph time";

    private final Connection connection;
    private final Map<String, Table> tables = new LinkedHashMap<>();

    /** An input's name, place and schema. */
    record Table(String name, String place, TableSchema schema, long rows) {}

    private InputTables(Connection connection) {
        this.connection = connection;
    }

    /** Loads the inputs of a stage, recordings as they are. */
    static InputTables load(StageWork work, Path directory) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("inputs.duckdb"));
            InputTables tables = new InputTables(connection);
            tables.execute("SET TimeZone = 'UTC'");
            // Rows keep the order of their files: the same numbers each time, those of a segment next to each other.
            tables.execute("SET threads = 1");
            if (work.steps().getFirst() instanceof StepSpec.Source source) {
                tables.recordings(source, work.segments());
            }
            for (Map.Entry<String, InputTable> input : new TreeMap<>(work.inputs()).entrySet()) {
                tables.input(input.getKey(), input.getValue());
            }
            return tables;
        } catch (SQLException e) {
            throw failed("loaded", e);
        }
    }

    private void recordings(StepSpec.Source source, List<SegmentInput> segments) throws SQLException {
        String rows = segments.stream()
                .map(segment ->
                        "SELECT *, " + text(segment.segmentId()) + " AS " + name(SEGMENT) + " FROM read_parquet("
                                + text(String.valueOf(segment.tables().get(source.table()))) + ")")
                .collect(Collectors.joining(" UNION ALL BY NAME "));
        keep(source.name(), source.output(), rows);
    }

    private void input(String name, InputTable input) throws SQLException {
        List<String> parts = new ArrayList<>();
        String segment =
                input.schema().column(TableSchema.SEGMENT_ID).isPresent() ? name(TableSchema.SEGMENT_ID) : "''";
        String columns = input.schema().columns().stream()
                .map(column -> name(column.name()))
                .collect(Collectors.joining(", "));
        for (TableFile file : input.files()) {
            if (file.format() == TableFile.Format.PARQUET) {
                parts.add("SELECT " + columns + ", " + segment + " AS " + name(SEGMENT) + " FROM read_parquet("
                        + text(file.path()) + ")");
            }
        }
        try (RootAllocator allocator = new RootAllocator();
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            List<TableFile> arrow = input.files().stream()
                    .filter(file -> file.format() != TableFile.Format.PARQUET)
                    .toList();
            ArrowFiles reader = new ArrowFiles(allocator, input.schema(), arrow);
            Data.exportArrayStream(allocator, reader, stream);
            connection.unwrap(DuckDBConnection.class).registerArrowStream("stream_" + tables.size(), stream);
            parts.add("SELECT *, " + segment + " AS " + name(SEGMENT) + " FROM stream_" + tables.size());
            keep(name, input.schema(), String.join(" UNION ALL BY NAME ", parts));
            stream.release();
        }
    }

    private void keep(String name, TableSchema schema, String rows) throws SQLException {
        String place = "input_" + tables.size();
        execute("CREATE TABLE " + place + " AS SELECT row_number() OVER () AS " + name(ROW) + ", * FROM (" + rows
                + ")");
        long count = numbers("SELECT count(*) FROM " + place).getFirst();
        tables.put(name, new Table(name, place, schema, count));
    }

    /** The inputs in order. */
    List<Table> tables() {
        return List.copyOf(tables.values());
    }

    /** The columns of an input as it was read, without its key. */
    List<ColumnSpec> valueColumns(Table table) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + table.place() + " LIMIT 0")) {
            List<String> there = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                there.add(result.getMetaData().getColumnName(i));
            }
            return table.schema().columns().stream()
                    .filter(column -> !column.key() && there.contains(column.name()))
                    .toList();
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Segments that have rows in any input, in order. */
    List<String> segments() {
        String all = tables.values().stream()
                .map(table -> "SELECT " + name(SEGMENT) + " AS id FROM " + table.place())
                .collect(Collectors.joining(" UNION ALL "));
        return texts("SELECT DISTINCT id FROM (" + all + ") ORDER BY id");
    }

    /** A key that counts time in all inputs, if there is one. */
    java.util.Optional<String> commonTime() {
        List<Table> all = tables();
        return all.getFirst().schema().keys().stream()
                .filter(key -> switch (key.type()) {
                    case INT32, INT64, TIMESTAMP -> true;
                    default -> false;
                })
                .map(ColumnSpec::name)
                .filter(key -> all.stream()
                        .allMatch(table -> table.schema().keys().stream()
                                .anyMatch(other -> other.name().equals(key))))
                .reduce((first, last) -> last);
    }

    /** Numbers of a slice's rows by table, in order. */
    List<Long> rows(Table table, List<String> segments) {
        return numbers("SELECT " + name(ROW) + " FROM " + table.place() + " WHERE " + in(segments) + " ORDER BY 1");
    }

    /** Values of a time in all tables, in order, each with the rows that have it by table. */
    List<Map<String, List<Long>>> moments(String time, Map<String, List<Long>> rows) {
        Map<String, Map<String, List<Long>>> moments = new LinkedHashMap<>();
        List<String> order = new ArrayList<>();
        try {
            StringBuilder union = new StringBuilder();
            for (Table table : tables()) {
                union.append(union.isEmpty() ? "" : " UNION ALL ")
                        .append("SELECT ")
                        .append(name(time))
                        .append(" AS " + name(TIME) + ", " + text(table.name()) + " AS place, " + name(ROW) + " AS row")
                        .append(" FROM " + table.place() + " WHERE "
                                + among(rows.getOrDefault(table.name(), List.of())));
            }
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(
                            "SELECT * FROM (" + union + ") ORDER BY " + name(TIME) + ", place, row")) {
                while (result.next()) {
                    String moment = String.valueOf(result.getString(1));
                    if (!moments.containsKey(moment)) {
                        order.add(moment);
                    }
                    moments.computeIfAbsent(moment, at -> new TreeMap<>())
                            .computeIfAbsent(result.getString(2), name -> new ArrayList<>())
                            .add(result.getLong(3));
                }
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
        return order.stream()
                .map(moment -> moments.getOrDefault(moment, Map.of()))
                .toList();
    }

    /** Writes rows of one segment of an input; false where there are none. */
    boolean write(Table table, String segment, List<Long> rows, List<String> blanked, Path file) {
        String from =
                " FROM " + table.place() + " WHERE " + name(SEGMENT) + " = " + text(segment) + " AND " + among(rows);
        if (numbers("SELECT count(*)" + from).getFirst() == 0) {
            return false;
        }
        String replaced = table.schema().columns().stream()
                .filter(column -> blanked.contains(column.name()))
                .map(column -> blank(column) + " AS " + name(column.name()))
                .collect(Collectors.joining(", "));
        try {
            execute("COPY (SELECT * EXCLUDE (" + name(ROW) + ", " + name(SEGMENT) + ")"
                    + (replaced.isEmpty() ? "" : " REPLACE (" + replaced + ")") + from + " ORDER BY " + name(ROW)
                    + ") TO " + text(file.toString()) + " (FORMAT parquet)");
            return true;
        } catch (SQLException e) {
            throw failed("written", e);
        }
    }

    /** A column's value that says least. */
    static String blank(ColumnSpec column) {
        if (column.nullable()) {
            return "CAST(NULL AS " + column.type().duckdb() + ")";
        }
        String value = switch (column.type()) {
            case BOOL -> "false";
            case INT32, INT64, FLOAT64 -> "0";
            case STRING -> "''";
            case TIMESTAMP -> "'1970-01-01 00:00:00+00'";
        };
        return "CAST(" + value + " AS " + column.type().duckdb() + ")";
    }

    private static String in(List<String> segments) {
        return name(SEGMENT) + " IN ("
                + segments.stream().map(InputTables::text).collect(Collectors.joining(", ")) + ")";
    }

    /** Row numbers as ranges: most are next to each other. */
    private static String among(List<Long> rows) {
        List<String> ranges = new ArrayList<>();
        List<String> bounds = new ArrayList<>();
        for (int i = 0; i < rows.size(); ) {
            int end = i;
            while (end + 1 < rows.size() && rows.get(end + 1) == rows.get(end) + 1) {
                end++;
            }
            ranges.add(name(ROW) + " BETWEEN " + rows.get(i) + " AND " + rows.get(end));
            bounds.add("(" + rows.get(i) + ", " + rows.get(end) + ")");
            i = end + 1;
        }
        if (ranges.size() > RANGES) {
            return name(ROW) + " IN (SELECT unnest(range(low, high + 1)) FROM (VALUES " + String.join(", ", bounds)
                    + ") AS kept(low, high))";
        }
        return ranges.isEmpty() ? "false" : "(" + String.join(" OR ", ranges) + ")";
    }

    private List<Long> numbers(String sql) {
        return texts(sql).stream().map(Long::valueOf).toList();
    }

    private List<String> texts(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    private static OdographException failed(String what, Exception e) {
        return new OdographException(
                ErrorCode.FILE_CORRUPT,
                "The stage's inputs cannot be " + what + " for shrinking: " + e.getMessage(),
                e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("closed", e);
        }
    }
}
