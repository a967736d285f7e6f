package dev.odograph.step;

import dev.odograph.error.EditDistance;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A segment's file and whether its columns are those declared.
 *
 * @param segmentId the segment
 * @param path the file
 * @param exact whether every column has just the declared type, so that the file can be referred to
 * @param named whether a column of the file says which segment it is; else the dataset does
 */
record SourceFile(String segmentId, String path, boolean exact, boolean named) {
    /** Looks at a file's columns; a wrong one is an error. */
    static SourceFile inspect(DuckDb duckDb, StepSpec.Source step, SegmentInput segment) {
        String subject = "Step \"" + step.name() + "\" (source), segment \"" + segment.segmentId() + "\": ";
        String path = segment.tables().get(step.table());
        if (path == null) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    subject + "it has no table \"" + step.table() + "\": it has "
                            + String.join(
                                    ", ",
                                    segment.tables().keySet().stream().sorted().toList())
                            + "; import the table, or name another in the source");
        }
        Map<String, String> given = columns(duckDb, subject, path);
        boolean named = given.containsKey(TableSchema.SEGMENT_ID);
        boolean exact = named;
        for (ColumnSpec column : step.output().columns()) {
            String type = given.get(column.name());
            if (type == null && column.name().equals(TableSchema.SEGMENT_ID)) {
                continue;
            }
            if (type == null) {
                throw missing(subject, path, column, given.keySet());
            }
            if (!type.equals(column.type().duckdb())) {
                exact = false;
                if (!widens(type, column.type())) {
                    throw new OdographException(
                            ErrorCode.COLUMN_TYPE,
                            subject + "column \"" + column.name() + "\" of " + path + " is " + type + ", but "
                                    + column.type().duckdb() + " is declared: import it with that type, or change the"
                                    + " record's component");
                }
            }
        }
        return new SourceFile(segment.segmentId(), path, exact, named);
    }

    private static boolean widens(String type, ColumnType to) {
        return switch (to) {
            case INT64 ->
                Set.of("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")
                        .contains(type);
            case INT32 -> Set.of("TINYINT", "SMALLINT", "UTINYINT", "USMALLINT").contains(type);
            case FLOAT64 -> "FLOAT".equals(type);
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE".equals(type);
            case BOOL, STRING -> false;
        };
    }

    private static Map<String, String> columns(DuckDb duckDb, String subject, String path) {
        Path file = Path.of(path);
        if (!Files.isRegularFile(file)) {
            throw new OdographException(
                    ErrorCode.FILE_NOT_FOUND,
                    subject + "file " + path + " is not there: put it back, or replace the segment in the dataset");
        }
        try {
            if (Files.size(file) == 0) {
                throw new OdographException(
                        ErrorCode.FILE_CORRUPT, subject + "file " + path + " is empty: replace the segment");
            }
            Map<String, String> columns = new LinkedHashMap<>();
            duckDb.rows("DESCRIBE SELECT * FROM " + Sql.parquet(List.of(path)))
                    .forEach(row -> columns.put(row.get(0), row.get(1)));
            return columns;
        } catch (IOException | SQLException e) {
            throw Failures.duckDb(
                    ErrorCode.FILE_CORRUPT,
                    subject + "file " + path + " is not a readable Parquet file; write it again or replace the segment",
                    e);
        }
    }

    private static OdographException missing(String subject, String path, ColumnSpec column, Set<String> given) {
        Optional<String> nearest = given.stream()
                .min(Comparator.comparingInt(
                        name -> EditDistance.between(name.toLowerCase(java.util.Locale.ROOT), column.name())))
                .filter(name -> EditDistance.between(name, column.name())
                        <= Math.max(2, column.name().length() / 2));
        return new OdographException(
                ErrorCode.COLUMN_MISSING,
                subject + "column \"" + column.name() + "\" is missing from " + path + "; it has "
                        + String.join(", ", given)
                        + nearest.map(name -> "; did you mean \"" + name + "\"?")
                                .orElse("")
                        + ": rename it on import, or change the record's component");
    }

    /** The columns of the schema as this file has them, cast where they widen. */
    String select(TableSchema schema) {
        String rows = Sql.parquet(List.of(path));
        if (!named) {
            rows = "(SELECT " + Sql.text(segmentId) + " AS " + TableSchema.SEGMENT_ID + ", * FROM " + rows + ")";
        }
        return "SELECT " + (exact ? Sql.names(schema.columns()) : Sql.cast(schema.columns())) + " FROM " + rows;
    }
}
