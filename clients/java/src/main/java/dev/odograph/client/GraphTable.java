package dev.odograph.client;

import java.util.List;

/**
 * A table that a graph reads.
 *
 * @param name its name
 * @param columns its columns, in order
 */
public record GraphTable(String name, List<GraphColumn> columns) {
    /** Copies. */
    public GraphTable {
        columns = Arguments.list(columns);
    }
}
