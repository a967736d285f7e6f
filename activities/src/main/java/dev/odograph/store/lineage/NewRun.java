package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.SegmentSample;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.TableSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is pinned.
 *
 * @param runId its id, the Temporal workflow id
 * @param spec the graph
 * @param bundleDigest digest of the bundle that the graph came from
 * @param datasetId identity of the dataset version
 * @param dataset name of the dataset
 * @param datasetVersion its version
 * @param parameters all parameters with their values: Boolean, Long, Double or String
 * @param purpose what the run is for
 * @param failurePolicy what becomes of it when outputs fail
 * @param inputDigest digest of the input as it was asked for; the same id with another one is refused
 * @param branch the branch whose code it is; null for merged code
 * @param sample which segments of the dataset it takes; null for all
 */
public record NewRun(
        String runId,
        GraphSpec spec,
        String bundleDigest,
        String datasetId,
        String dataset,
        long datasetVersion,
        Map<String, Object> parameters,
        Purpose purpose,
        FailurePolicy failurePolicy,
        String inputDigest,
        @Nullable String branch,
        @Nullable SegmentSample sample) {
    public NewRun {
        requireNonNull(runId, "runId is null");
        requireNonNull(spec, "spec is null");
        requireNonNull(bundleDigest, "bundleDigest is null");
        requireNonNull(datasetId, "datasetId is null");
        requireNonNull(dataset, "dataset is null");
        parameters = Map.copyOf(parameters);
        requireNonNull(purpose, "purpose is null");
        requireNonNull(failurePolicy, "failurePolicy is null");
        requireNonNull(inputDigest, "inputDigest is null");
    }

    /** A run of merged code over all segments. */
    public NewRun(
            String runId,
            GraphSpec spec,
            String bundleDigest,
            String datasetId,
            String dataset,
            long datasetVersion,
            Map<String, Object> parameters,
            Purpose purpose,
            FailurePolicy failurePolicy,
            String inputDigest) {
        this(
                runId,
                spec,
                bundleDigest,
                datasetId,
                dataset,
                datasetVersion,
                parameters,
                purpose,
                failurePolicy,
                inputDigest,
                null,
                null);
    }

    /** Where the rows of one of its metrics go: only merged code writes to shared tables. */
    public MetricTable table(MetricSpec metric) {
        TableSchema schema = spec.step(metric.step()).orElseThrow().output();
        return branch == null
                ? MetricTable.merged(spec.namespace(), metric.name(), metric.version(), schema)
                : MetricTable.scratch(spec.namespace(), metric.name(), metric.version(), schema);
    }
}
