package dev.odograph.store.clickhouse;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a reading come from.
 *
 * @param table the metric's table
 * @param metric the metric's name
 * @param runId the run whose rows they are
 * @param dataset the dataset; null where a run was asked for by its id
 * @param channel the channel; null where a run was asked for by its id
 * @param segments how many segments the rows stand on; 0 where they are a reduce's
 */
public record ResultSource(
        String table,
        String metric,
        String runId,
        @Nullable String dataset,
        @Nullable String channel,
        long segments) {
    public ResultSource {
        requireNonNull(table, "table is null");
        requireNonNull(metric, "metric is null");
        requireNonNull(runId, "runId is null");
    }
}
