package dev.odograph.schema.clickhouse;

import static dev.odograph.schema.clickhouse.ClickHouseNames.quoted;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** DDL of a metric's table. Within a major version a table only ever gains nullable columns. */
public final class MetricTableDdl {
    private MetricTableDdl() {}

    /** Statement that creates the table if it is not there. Rows are sorted by segment, then key, then write. */
    public static String create(MetricTable table) {
        refuseReservedNames(table);
        String columns = Stream.concat(
                        table.schema().columns().stream().map(ResultColumns::definition),
                        Stream.of(quoted(ResultColumns.WRITE_NO) + " UInt64 CODEC(ZSTD(3))"))
                .collect(Collectors.joining(",\n    "));
        String key = Stream.concat(sortingKey(table.schema()).stream(), Stream.of(ResultColumns.WRITE_NO))
                .map(ClickHouseNames::quoted)
                .collect(Collectors.joining(", "));
        return "CREATE TABLE IF NOT EXISTS " + quoted(table.name()) + " (\n    " + columns
                + ",\n    INDEX write_no_range write_no TYPE minmax GRANULARITY 1\n)\n" + TableEngines.rows()
                + "\nORDER BY (" + key + ")\n" + TableEngines.rowSettings();
    }

    /**
     * Statements that make a table that is there fit the schema: none, or one that adds nullable columns. Columns that
     * a newer minor version added stay, and are null in rows of this one.
     *
     * @param stored the table's columns as they are
     * @throws OdographException GRAPH_INVALID, listing every change that a major version may not see
     */
    public static List<String> evolve(MetricTable table, List<StoredColumn> stored) {
        refuseReservedNames(table);
        Map<String, StoredColumn> byName = new HashMap<>();
        stored.forEach(column -> byName.put(column.name(), column));
        List<String> added = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (ColumnSpec column : table.schema().columns()) {
            StoredColumn there = byName.remove(column.name());
            if (there != null) {
                compare(column, there, problems);
            } else if (column.key() || !column.nullable()) {
                problems.add(
                        "new column " + column.name() + " is " + (column.key() ? "part of the key" : "not nullable")
                                + ", so stored rows have no value for it");
            } else {
                added.add("ADD COLUMN IF NOT EXISTS " + ResultColumns.definition(column));
            }
        }
        byName.remove(ResultColumns.WRITE_NO);
        for (StoredColumn left : byName.values()) {
            if (!left.isNullable()) {
                problems.add("column " + left.name() + " is gone, but the table's " + left.name() + " is not nullable");
            }
        }
        if (!problems.isEmpty()) {
            throw new OdographException(
                    ErrorCode.GRAPH_INVALID,
                    "Metric " + table.namespace() + "." + table.metric() + " " + table.version()
                            + " does not fit its table " + table.name() + ": " + String.join("; ", problems)
                            + ". Within a major version only nullable columns may be added: publish it as "
                            + (table.version().major() + 1) + ".0");
        }
        return added.isEmpty()
                ? List.of()
                : List.of("ALTER TABLE " + quoted(table.name()) + " " + String.join(", ", added));
    }

    private static void compare(ColumnSpec column, StoredColumn there, List<String> problems) {
        String type = ResultColumns.type(column);
        if (!type.equals(there.type())) {
            problems.add("column " + column.name() + " is " + type + ", but in the table " + there.type());
        } else if (column.key() != there.inKey()) {
            problems.add("column " + column.name() + " is " + (column.key() ? "" : "not ")
                    + "part of the key, but in the table it is " + (there.inKey() ? "" : "not"));
        }
    }

    private static List<String> sortingKey(TableSchema schema) {
        List<String> keys =
                new ArrayList<>(schema.keys().stream().map(ColumnSpec::name).toList());
        if (keys.remove(TableSchema.SEGMENT_ID)) {
            keys.addFirst(TableSchema.SEGMENT_ID);
        }
        return keys;
    }

    private static void refuseReservedNames(MetricTable table) {
        if (table.schema().column(ResultColumns.WRITE_NO).isPresent()) {
            throw new OdographException(
                    ErrorCode.NAME_INVALID,
                    "Metric " + table.metric() + " has a column write_no, which is reserved: rename it");
        }
    }
}
