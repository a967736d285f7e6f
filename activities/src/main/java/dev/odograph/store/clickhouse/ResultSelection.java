package dev.odograph.store.clickhouse;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Which of a metric's rows to read. */
public sealed interface ResultSelection {
    /**
     * What a channel publishes.
     *
     * @param dataset the dataset; null for the one whose publication in that channel is the newest
     * @param channel the channel, such as {@code latest}
     */
    record ByChannel(@Nullable String dataset, String channel) implements ResultSelection {
        public ByChannel {
            requireNonNull(channel, "channel is null");
        }
    }

    /**
     * One run's rows, published or not.
     *
     * @param runId the run
     */
    record ByRun(String runId) implements ResultSelection {
        public ByRun {
            requireNonNull(runId, "runId is null");
        }
    }

    /**
     * What channel {@code latest} last published of one version of the metric.
     *
     * @param dataset the dataset; null for the one whose publication of that version is the newest
     * @param version the version, {@code major.minor}
     */
    record ByVersion(@Nullable String dataset, String version) implements ResultSelection {
        public ByVersion {
            requireNonNull(version, "version is null");
        }
    }
}
