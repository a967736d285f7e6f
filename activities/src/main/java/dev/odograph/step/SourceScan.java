package dev.odograph.step;

import dev.odograph.error.ErrorCode;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * What the engine says of a file's rows in one pass of aggregates, without handing them out.
 *
 * @param rows how many there are
 * @param suspicious rows with a null, a value that is not finite, another segment or the key of the row before; those
 *     that are not finite count once per column
 * @param unordered rows whose key is less than that of the row before
 */
record SourceScan(long rows, long suspicious, long unordered) {
    private static final String BEFORE = "before ";

    static SourceScan of(StageScope scope, DuckDb duckDb, TableSchema schema, SourceFile file, String subject) {
        try (ArrowReader reader =
                duckDb.query(scope, sql(schema, file), "", ErrorCode.FILE_CORRUPT, subject, () -> {})) {
            if (!reader.loadNextBatch()) {
                throw Failures.unreadable(subject, new IOException("an aggregate gave no row"));
            }
            return new SourceScan(value(reader, "rows"), value(reader, "suspicious"), value(reader, "unordered"));
        } catch (IOException e) {
            throw Failures.unreadable(subject, e);
        }
    }

    private static long value(ArrowReader reader, String column) throws IOException {
        return ((BigIntVector) reader.getVectorSchemaRoot().getVector(column)).get(0);
    }

    private static String sql(TableSchema schema, SourceFile file) {
        List<String> suspicious = new ArrayList<>();
        for (ColumnSpec column : schema.columns()) {
            String name = Sql.name(column.name());
            if (!column.nullable()) {
                suspicious.add("count(*) - count(" + name + ")");
            }
            if (column.type() == ColumnType.FLOAT64 && !column.allowsNaN()) {
                // NaN is the greatest of doubles
                suspicious.add("CAST(NOT coalesce(isfinite(min(" + name + ")) AND isfinite(max(" + name
                        + ")), true) AS BIGINT)");
            }
            if (column.name().equals(TableSchema.SEGMENT_ID)) {
                suspicious.add("count(*) FILTER (" + name + " <> " + Sql.text(file.segmentId()) + ")");
            }
        }
        List<ColumnSpec> keys = varying(schema);
        String from = "(" + file.select(schema) + ")";
        String unordered = "CAST(0 AS BIGINT)";
        if (!keys.isEmpty()) {
            suspicious.add("count(*) FILTER (" + same(keys) + ")");
            unordered = "count(*) FILTER (" + less(keys) + ")";
            from = "(SELECT *" + before(keys) + " FROM " + from + ")";
        }
        String sum = suspicious.isEmpty() ? "0" : String.join(" + ", suspicious);
        return "SELECT count(*) AS rows, CAST(" + sum + " AS BIGINT) AS suspicious, " + unordered
                + " AS unordered FROM " + from;
    }

    /** The key without the segment, of which a file has one. */
    private static List<ColumnSpec> varying(TableSchema schema) {
        return schema.keys().stream()
                .filter(key -> !key.name().equals(TableSchema.SEGMENT_ID))
                .toList();
    }

    private static String before(List<ColumnSpec> keys) {
        StringBuilder columns = new StringBuilder();
        for (ColumnSpec key : keys) {
            columns.append(", lag(")
                    .append(Sql.name(key.name()))
                    .append(") OVER () AS ")
                    .append(Sql.name(BEFORE + key.name()));
        }
        return columns.toString();
    }

    private static String same(List<ColumnSpec> keys) {
        return String.join(
                " AND ",
                keys.stream()
                        .map(key -> Sql.name(key.name()) + " = " + Sql.name(BEFORE + key.name()))
                        .toList());
    }

    private static String less(List<ColumnSpec> keys) {
        String first = Sql.name(keys.getFirst().name());
        String before = Sql.name(BEFORE + keys.getFirst().name());
        String less = first + " < " + before;
        return keys.size() == 1
                ? less
                : less + " OR (" + first + " = " + before + " AND (" + less(keys.subList(1, keys.size())) + "))";
    }
}
