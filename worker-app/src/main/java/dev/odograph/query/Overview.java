package dev.odograph.query;

import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is under way, what waits for someone, and what was published last.
 *
 * @param at when the stores were asked
 * @param filter which runs were asked for
 * @param counts all runs by where they stand, whatever the filter
 * @param runs runs that fit the filter, in its order
 * @param fitting how many runs fit it
 * @param datasets datasets by the age of their newest version
 * @param metrics metrics by the age of their newest publication
 * @param choices what the filter can be set to
 */
public record Overview(
        Instant at,
        OverviewFilter filter,
        Counts counts,
        List<Run> runs,
        long fitting,
        List<PublishedDataset> datasets,
        List<PublishedMetric> metrics,
        Choices choices) {
    public Overview {
        runs = List.copyOf(runs);
        datasets = List.copyOf(datasets);
        metrics = List.copyOf(metrics);
    }

    /**
     * Runs by where they stand.
     *
     * @param running accepted or under way
     * @param parked waiting for an operator
     * @param failedLately failed or cancelled in the last seven days
     * @param succeededLately succeeded in the last seven days
     * @param all of the ledger
     */
    public record Counts(long running, long parked, long failedLately, long succeededLately, long all) {}

    /**
     * A run in the list.
     *
     * @param planned outputs that are planned
     * @param done outputs that are committed
     * @param failed outputs that failed
     * @param waived outputs that are done without
     * @param owner team that answers for the graph; null where none is named
     * @param branch the branch whose code it is; null for merged code
     */
    public record Run(
            String runId,
            RunStatus status,
            String graph,
            String graphVersion,
            String dataset,
            long datasetVersion,
            Purpose purpose,
            @Nullable String owner,
            @Nullable String branch,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String failureCode,
            long planned,
            long done,
            long failed,
            long waived) {}

    /**
     * A dataset in its newest version.
     *
     * @param runId run of what was published last; null where nothing is
     * @param publishedAt when; null where nothing is
     */
    public record PublishedDataset(
            String name,
            int version,
            long segments,
            double km,
            double hours,
            Instant createdAt,
            @Nullable String runId,
            @Nullable Instant publishedAt) {}

    /**
     * A metric by its newest publication in channel {@code latest}.
     *
     * @param datasets number of datasets that have one
     */
    public record PublishedMetric(
            String namespace,
            String metric,
            String version,
            String graph,
            @Nullable String owner,
            String dataset,
            long datasets,
            String runId,
            Instant publishedAt) {}

    /** Names that runs have, the newest runs' only where there are many. */
    public record Choices(List<String> graphs, List<String> datasets, List<String> owners) {
        public Choices {
            graphs = List.copyOf(graphs);
            datasets = List.copyOf(datasets);
            owners = List.copyOf(owners);
        }
    }
}
