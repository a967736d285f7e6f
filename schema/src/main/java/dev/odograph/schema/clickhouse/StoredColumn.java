package dev.odograph.schema.clickhouse;

import static java.util.Objects.requireNonNull;

/**
 * A column of a table that is there.
 *
 * @param name its name
 * @param type its type as ClickHouse prints it
 * @param inKey whether it belongs to the sorting key
 */
public record StoredColumn(String name, String type, boolean inKey) {
    public StoredColumn {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
    }

    boolean isNullable() {
        return type.startsWith("Nullable(");
    }
}
