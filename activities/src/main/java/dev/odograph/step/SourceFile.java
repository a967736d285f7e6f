package dev.odograph.step;

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
 */
record SourceFile(String segmentId, String path, boolean exact) {
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
        boolean exact = true;
        for (ColumnSpec column : step.output().columns()) {
            String type = given.get(column.name());
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
        return new SourceFile(segment.segmentId(), path, exact);
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
                .min(Comparator.comparingInt(name -> distance(name.toLowerCase(java.util.Locale.ROOT), column.name())))
                .filter(name -> distance(name, column.name())
                        <= Math.max(2, column.name().length() / 2));
        return new OdographException(
                ErrorCode.COLUMN_MISSING,
                subject + "column \"" + column.name() + "\" is missing from " + path + "; it has "
                        + String.join(", ", given)
                        + nearest.map(name -> "; did you mean \"" + name + "\"?")
                                .orElse("")
                        + ": rename it on import, or change the record's component");
    }

    /** Edit distance after Levenshtein. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    /** The columns of the schema as this file has them, cast where they widen. */
    String select(TableSchema schema) {
        return "SELECT " + (exact ? Sql.names(schema.columns()) : Sql.cast(schema.columns())) + " FROM "
                + Sql.parquet(List.of(path));
    }
}
