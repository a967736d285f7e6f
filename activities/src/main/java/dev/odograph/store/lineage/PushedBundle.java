package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as it is registered.
 *
 * @param digest sha256 of its contents, in hex
 * @param project name of the author's project
 * @param graphs names of its graphs
 * @param platform what its kernel libraries were built for, such as {@code linux-amd64}; null where it has none
 */
public record PushedBundle(
        String digest,
        String project,
        List<String> graphs,
        @Nullable String platform) {
    public PushedBundle {
        requireNonNull(digest, "digest is null");
        requireNonNull(project, "project is null");
        graphs = List.copyOf(graphs);
    }
}
