package dev.odograph.spec;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A graph as it is planned and run: immutable and serialisable.
 *
 * @param format version of this JSON form; {@value #FORMAT}
 * @param namespace prefix of its metrics' identity; {@code default} unless the author says otherwise
 * @param name snake_case name
 * @param version version of the graph
 * @param owner team that answers for it; null until it is used in production
 * @param description one or two sentences for its readers
 * @param parameters its parameters with defaults
 * @param steps in an order where inputs come before what reads them
 * @param metrics what is stored
 * @param quarantine share of the segments and kilometres that a run may do without; null for none
 */
public record GraphSpec(
        int format,
        String namespace,
        String name,
        Version version,
        @Nullable String owner,
        String description,
        List<ParameterSpec> parameters,
        List<StepSpec> steps,
        List<MetricSpec> metrics,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double quarantine) {
    /** Version of the JSON form that this code writes. */
    public static final int FORMAT = 1;

    public GraphSpec {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(description, "description is null");
        parameters = List.copyOf(parameters);
        steps = List.copyOf(steps);
        metrics = List.copyOf(metrics);
    }

    /** A graph without a quarantine budget. */
    public GraphSpec(
            int format,
            String namespace,
            String name,
            Version version,
            @Nullable String owner,
            String description,
            List<ParameterSpec> parameters,
            List<StepSpec> steps,
            List<MetricSpec> metrics) {
        this(format, namespace, name, version, owner, description, parameters, steps, metrics, null);
    }

    /** The step of that name, if there is one. */
    public Optional<StepSpec> step(String name) {
        return steps.stream().filter(step -> step.name().equals(name)).findFirst();
    }

    /** The metrics that store the rows of a step. */
    public List<MetricSpec> metricsOf(String step) {
        return metrics.stream().filter(metric -> metric.step().equals(step)).toList();
    }

    /** Whether a step works on all segments at once: a reduce, or a check of one. */
    public boolean reduces(StepSpec step) {
        StepSpec at = step;
        for (int i = 0; i < steps.size() && at instanceof StepSpec.Check check; i++) {
            Optional<StepSpec> before = check.inputs().stream().findFirst().flatMap(this::step);
            if (before.isEmpty()) {
                return false;
            }
            at = before.get();
        }
        return at instanceof StepSpec.Reduce;
    }
}
