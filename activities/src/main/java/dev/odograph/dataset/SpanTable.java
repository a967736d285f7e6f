package dev.odograph.dataset;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of annotations: CSV or Parquet with columns {@code segment} (or {@code segment_id}), {@code start_ms} (or
 * {@code start}), {@code end_ms} (or {@code end}), both in milliseconds since the segment's start, and {@code label}.
 */
public final class SpanTable {
    private static final List<List<String>> COLUMNS = List.of(
            List.of("segment", "segment_id"), List.of("start_ms", "start"), List.of("end_ms", "end"), List.of("label"));

    private SpanTable() {}

    /** A row of the table. */
    public record Row(String segmentId, long startMs, long endMs, String label) {}

    /**
     * Reads a file whole.
     *
     * @throws OdographException FILE_NOT_FOUND, FILE_CORRUPT, COLUMN_MISSING or VALUE_NULL, naming the file
     */
    public static List<Row> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new OdographException(ErrorCode.FILE_NOT_FOUND, file + ": is not there; check the path");
        }
        String reader = file.toString().endsWith(".parquet") ? "read_parquet" : "read_csv";
        String table = reader + "(" + Engine.file(file) + ")";
        try (Engine engine = new Engine(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<String> there = engine.rows("DESCRIBE SELECT * FROM " + table).stream()
                    .map(column -> String.valueOf(column[0]))
                    .toList();
            List<String> chosen = COLUMNS.stream()
                    .map(names -> names.stream()
                            .filter(there::contains)
                            .findFirst()
                            .orElseThrow(() -> new OdographException(
                                    ErrorCode.COLUMN_MISSING,
                                    file + ": has no column " + names.getFirst() + " but " + String.join(", ", there)
                                            + "; it needs segment, start_ms, end_ms and label")))
                    .toList();
            List<Row> rows = new ArrayList<>();
            int line = 0;
            for (@Nullable
            Object[] row : engine.rows(
                    ("SELECT \"%s\"::VARCHAR, \"%s\"::BIGINT, \"%s\"::BIGINT," + " \"label\"::VARCHAR FROM %s")
                            .formatted(chosen.get(0), chosen.get(1), chosen.get(2), table))) {
                line++;
                if (!(row[0] instanceof String segment)
                        || !(row[1] instanceof Long start)
                        || !(row[2] instanceof Long end)
                        || !(row[3] instanceof String label)) {
                    throw new OdographException(
                            ErrorCode.VALUE_NULL,
                            file + ": row " + line
                                    + " lacks a value; give segment, start_ms, end_ms and label in each");
                }
                rows.add(new Row(segment, start, end, label));
            }
            return rows;
        } catch (SQLException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    file + ": cannot be read as a table of spans: " + Engine.reason(e) + "; correct the file",
                    e);
        }
    }
}
