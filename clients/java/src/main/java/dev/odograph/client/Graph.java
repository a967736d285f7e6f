package dev.odograph.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph.
 *
 * @param name its name
 * @param version its version, {@code major.minor}
 * @param namespace prefix of its metrics' identity; "default" unless its author says otherwise
 * @param description what it computes, in its author's words
 * @param owner team that answers for it; null where none is named
 * @param bundle digest of the bundle that has it
 * @param parameters its parameters
 * @param sources the tables that it reads of a segment
 * @param metrics what it stores
 */
public record Graph(
        String name,
        String version,
        String namespace,
        String description,
        @Nullable String owner,
        String bundle,
        List<GraphParameter> parameters,
        List<GraphTable> sources,
        List<GraphMetric> metrics) {
    /** Copies. */
    public Graph {
        parameters = Arguments.list(parameters);
        sources = Arguments.list(sources);
        metrics = Arguments.list(metrics);
    }
}
