package dev.odograph.query;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison: which rows it is, and what they stand on.
 *
 * @param ref as it was asked for
 * @param runId the run whose rows they are
 * @param release only segments of this release of the robot's software; null for all
 * @param graph name of the graph
 * @param graphVersion its version
 * @param metricVersion version of the metric
 * @param bundle digest of the code
 * @param dataset name of the dataset
 * @param datasetVersion its version
 * @param parameters all parameters with their values
 * @param segments segments with rows committed, of that release
 * @param coverage what of the run's plan is done, whatever the release
 */
public record ComparedSide(
        String ref,
        String runId,
        @Nullable String release,
        String graph,
        String graphVersion,
        String metricVersion,
        String bundle,
        String dataset,
        long datasetVersion,
        Map<String, Object> parameters,
        long segments,
        Coverage coverage) {
    public ComparedSide {
        requireNonNull(runId, "runId is null");
        parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /**
     * What is done of what was planned.
     *
     * @param plannedSegments segments in the plan
     * @param doneSegments segments committed
     * @param plannedKm kilometres in the plan
     * @param doneKm kilometres committed
     */
    public record Coverage(long plannedSegments, long doneSegments, double plannedKm, double doneKm) {}
}
