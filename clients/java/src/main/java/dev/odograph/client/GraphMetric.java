package dev.odograph.client;

import java.util.List;

/**
 * A metric that a graph stores.
 *
 * @param name its name
 * @param version its version, {@code major.minor}
 * @param columns its columns, in order
 */
public record GraphMetric(String name, String version, List<GraphColumn> columns) {
    /** Copies. */
    public GraphMetric {
        columns = Arguments.list(columns);
    }
}
