package dev.odograph.store.lineage;

import dev.odograph.contract.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, the newest first.
 *
 * @param graph name of their graph; null for any
 * @param dataset name of their dataset; null for any
 * @param status where they stand; null for anywhere
 * @param limit at most so many
 */
public record RunFilter(
        @Nullable String graph,
        @Nullable String dataset,
        @Nullable RunStatus status,
        int limit) {}
