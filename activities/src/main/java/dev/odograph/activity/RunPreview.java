package dev.odograph.activity;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, were it started now.
 *
 * @param graph name of the graph
 * @param version its version
 * @param dataset dataset and version, {@code openacc@3}
 * @param segments number of segments
 * @param partitions number of partitions
 * @param comparedWith the run that reasons are told against; null where the graph never ran
 * @param stages its stages in order
 */
public record RunPreview(
        String graph,
        String version,
        String dataset,
        long segments,
        int partitions,
        @Nullable String comparedWith,
        List<StagePreview> stages) {
    public RunPreview {
        requireNonNull(graph, "graph is null");
        requireNonNull(version, "version is null");
        requireNonNull(dataset, "dataset is null");
        stages = List.copyOf(stages);
    }
}
