package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as the registry has it.
 *
 * @param digest sha256 of its contents, in hex
 * @param project name of the author's project
 * @param graphs names of its graphs
 * @param platform what its kernel libraries were built for; null where it has none
 * @param bytes size of its archive
 * @param merged whether it ever was the head of the protected branch
 * @param pushedAt when it was first pushed
 * @param usedAt when a run or a push last named it
 */
public record RegisteredBundle(
        String digest,
        String project,
        List<String> graphs,
        @Nullable String platform,
        long bytes,
        boolean merged,
        Instant pushedAt,
        Instant usedAt) {
    public RegisteredBundle {
        requireNonNull(digest, "digest is null");
        requireNonNull(project, "project is null");
        graphs = List.copyOf(graphs);
        requireNonNull(pushedAt, "pushedAt is null");
        requireNonNull(usedAt, "usedAt is null");
    }
}
