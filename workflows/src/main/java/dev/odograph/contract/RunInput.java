package dev.odograph.contract;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Input of the workflow {@code MetricGraphRun}; anyone may write it by hand in the Temporal UI. Only {@code graph} and
 * {@code dataset} are mandatory.
 *
 * @param graph name of the graph
 * @param version version of the graph; null takes the bundle's
 * @param bundle digest of the bundle; null takes the one in use when the run is planned
 * @param dataset {@code name} or {@code name@version}; without a version, the newest when the run is planned
 * @param parameters values by name, over the graph's defaults
 * @param purpose what the run is for; adhoc unless given
 * @param failurePolicy {@code fail} or {@code park}; null takes the purpose's default: {@code fail} for adhoc and ci,
 *     {@code park} for backfill and production
 * @param targetRows mean rows of a partition; null takes the platform's default
 * @param limits how much may be under way at once; null for no limits but the platform's
 * @param sample which segments of the dataset it takes; null for all
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunInput(
        String graph,
        @Nullable String version,
        @Nullable String bundle,
        String dataset,
        Map<String, Object> parameters,
        Purpose purpose,
        @Nullable FailurePolicy failurePolicy,
        @Nullable Long targetRows,
        @Nullable RunLimits limits,
        @Nullable SegmentSample sample) {
    public RunInput {
        requireNonNull(graph, "graph is null: name the graph to run");
        requireNonNull(dataset, "dataset is null: name the dataset to run on");
        parameters = Map.copyOf(requireNonNullElse(parameters, Map.of()));
        purpose = requireNonNullElse(purpose, Purpose.ADHOC);
    }

    /** A run of all segments. */
    public RunInput(
            String graph,
            @Nullable String version,
            @Nullable String bundle,
            String dataset,
            Map<String, Object> parameters,
            Purpose purpose,
            @Nullable FailurePolicy failurePolicy,
            @Nullable Long targetRows,
            @Nullable RunLimits limits) {
        this(graph, version, bundle, dataset, parameters, purpose, failurePolicy, targetRows, limits, null);
    }

    /** A run of all segments without limits of its own. */
    public RunInput(
            String graph,
            @Nullable String version,
            @Nullable String bundle,
            String dataset,
            Map<String, Object> parameters,
            Purpose purpose,
            @Nullable FailurePolicy failurePolicy,
            @Nullable Long targetRows) {
        this(graph, version, bundle, dataset, parameters, purpose, failurePolicy, targetRows, null);
    }

    /** A run of a graph on a dataset with defaults for the rest. */
    public static RunInput of(String graph, String dataset) {
        return new RunInput(graph, null, null, dataset, Map.of(), Purpose.ADHOC, null, null, null);
    }

    /** What becomes of the run when something failed. */
    public FailurePolicy onFailure() {
        return failurePolicy == null ? FailurePolicy.of(purpose) : failurePolicy;
    }
}
