package dev.odograph.store.lineage;

import static java.util.Objects.requireNonNull;

import dev.odograph.plan.Stage;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import java.util.List;

/**
 * A stage of a pinned plan.
 *
 * @param stage its index, after all its inputs'
 * @param name its name, which is its last step's
 * @param steps names of its steps in order
 * @param inputs indexes of the stages that it reads
 * @param reduce whether it works on all partitions at once
 * @param fingerprint fingerprint of its code, schema and used parameters
 * @param metrics what is stored of its output
 */
public record StageRecord(
        int stage,
        String name,
        List<String> steps,
        List<Integer> inputs,
        boolean reduce,
        String fingerprint,
        List<MetricSpec> metrics) {
    public StageRecord {
        requireNonNull(name, "name is null");
        steps = List.copyOf(steps);
        inputs = List.copyOf(inputs);
        requireNonNull(fingerprint, "fingerprint is null");
        metrics = List.copyOf(metrics);
    }

    /** A planned stage with its fingerprint. */
    public static StageRecord of(Stage stage, String fingerprint) {
        return new StageRecord(
                stage.index(),
                stage.name(),
                stage.steps().stream().map(StepSpec::name).toList(),
                stage.inputs(),
                stage.reduce(),
                fingerprint,
                stage.metrics());
    }
}
