package dev.odograph.spec;

import java.util.List;
import java.util.Optional;

/**
 * The columns of a table, in order. Tables that are computed per segment have {@value #SEGMENT_ID} as their first key.
 *
 * @param columns the columns in their declared order, which is also the order of the key
 */
public record TableSchema(List<ColumnSpec> columns) {
    /** Name of the column that says which segment a row belongs to. */
    public static final String SEGMENT_ID = "segment_id";

    public TableSchema {
        columns = List.copyOf(columns);
    }

    /** The column of that name, if there is one. */
    public Optional<ColumnSpec> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The key's columns in order; empty for a table of at most one row. */
    public List<ColumnSpec> keys() {
        return columns.stream().filter(ColumnSpec::key).toList();
    }

    /** Whether rows belong to segments. A reduce's table may have none. */
    public boolean bySegment() {
        return column(SEGMENT_ID).isPresent();
    }
}
