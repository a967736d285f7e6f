package dev.odograph.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pinned plan as the workflow sees it.
 *
 * @param pass number of this traversal, from 1
 * @param temporalRunId the Temporal run that made this pass; another one that replays it knows that it was reset
 * @param version version of the graph
 * @param dataset dataset with its version, {@code name@version}
 * @param owner team that answers for the graph; null where none is declared
 * @param stages the stages in order
 * @param partitions number of partitions
 * @param segments number of segments
 * @param quarantine whether the graph's owner has declared a budget for segments that may be waived
 */
public record PlannedRun(
        int pass,
        String temporalRunId,
        String version,
        String dataset,
        @Nullable String owner,
        List<StageOutline> stages,
        int partitions,
        long segments,
        boolean quarantine) {
    public PlannedRun {
        requireNonNull(temporalRunId, "temporalRunId is null");
        stages = List.copyOf(stages);
    }

    /** Outputs that the plan asks for: stages by partitions, and reduces. */
    public long outputs() {
        return stages.stream()
                .mapToLong(stage -> stage.reduce() ? 1 : partitions)
                .sum();
    }

    /**
     * A stage as the workflow sees it.
     *
     * @param name its name
     * @param what its steps with their kinds, for readers: {@code pairs (sql) → time_to_collision (kernel)}
     * @param steps names of its steps
     * @param inputs indexes of the stages that it reads
     * @param reduce whether it works on all partitions at once
     */
    public record StageOutline(String name, String what, List<String> steps, List<Integer> inputs, boolean reduce) {
        public StageOutline {
            steps = List.copyOf(steps);
            inputs = List.copyOf(inputs);
        }
    }
}
