package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Where a branch stands with one graph.
 *
 * @param branch name of the branch
 * @param graph name of the graph
 * @param project the project that pushed it
 * @param digest the bundle
 * @param merged whether the branch was the protected one
 * @param movedAt when it was pushed
 */
public record BranchHead(String branch, String graph, String project, String digest, boolean merged, Instant movedAt) {
    public BranchHead {
        requireNonNull(branch, "branch is null");
        requireNonNull(graph, "graph is null");
        requireNonNull(project, "project is null");
        requireNonNull(digest, "digest is null");
        requireNonNull(movedAt, "movedAt is null");
    }
}
