package dev.odograph.review;

import static java.util.Objects.requireNonNull;

/**
 * What judgements hold for: a metric in a major version over a dataset, whatever its version and run.
 *
 * @param namespace the metric's namespace
 * @param metric its name
 * @param major its major version
 * @param dataset the dataset's name
 */
public record MetricKey(String namespace, String metric, int major, String dataset) {
    public MetricKey {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(metric, "metric is null");
        requireNonNull(dataset, "dataset is null");
    }
}
