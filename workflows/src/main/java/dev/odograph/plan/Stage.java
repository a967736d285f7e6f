package dev.odograph.plan;

import static java.util.Objects.requireNonNull;

import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import java.util.List;

/**
 * A chain of steps that one activity runs for one partition.
 *
 * @param index position in the plan, after all its inputs'
 * @param steps its steps in order; the last one's output is the stage's
 * @param inputs indexes of the stages whose outputs it reads
 * @param reduce whether it works on all partitions at once
 * @param metrics what is stored of its output
 */
public record Stage(int index, List<StepSpec> steps, List<Integer> inputs, boolean reduce, List<MetricSpec> metrics) {
    public Stage {
        steps = List.copyOf(steps);
        inputs = List.copyOf(inputs);
        metrics = List.copyOf(metrics);
        requireNonNull(steps.getLast(), "a stage has a step");
    }

    /** The name of its last step. */
    public String name() {
        return steps.getLast().name();
    }

    /** The step whose output is the stage's. */
    public StepSpec last() {
        return steps.getLast();
    }

    /** Whether one of its steps reads the recordings themselves. */
    public boolean readsSegments() {
        return steps.getFirst() instanceof StepSpec.Source;
    }
}
