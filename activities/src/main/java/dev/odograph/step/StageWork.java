package dev.odograph.step;

import static java.util.Objects.requireNonNull;

import dev.odograph.spec.StepSpec;
import java.util.List;
import java.util.Map;

/**
 * All that is needed to run one stage for one partition: values and paths only, so that it can be handed to a step host
 * as JSON.
 *
 * @param stage name of the stage, which is its last step's
 * @param steps the stage's steps in order; the last one's output is the stage's
 * @param inputs outputs of other stages by step name
 * @param segments the partition's segments in order of id; for a source step and for error messages
 * @param parameters the run's parameter values: Boolean, Long, Double or String
 * @param bundle absolute path of the bundle's directory
 * @param output absolute path of the file to write, in a directory that exists
 * @param materialise whether a source's rows must be written even where they could be referred to in place
 * @param scratch absolute path of an empty directory for temporary files
 * @param memoryBytes how much memory the engine may use beside the process itself
 */
public record StageWork(
        String stage,
        List<StepSpec> steps,
        Map<String, InputTable> inputs,
        List<SegmentInput> segments,
        Map<String, Object> parameters,
        String bundle,
        String output,
        boolean materialise,
        String scratch,
        long memoryBytes) {
    public StageWork {
        requireNonNull(stage, "stage is null");
        steps = List.copyOf(steps);
        inputs = Map.copyOf(inputs);
        segments = List.copyOf(segments);
        parameters = Map.copyOf(parameters);
        requireNonNull(bundle, "bundle is null");
        requireNonNull(output, "output is null");
        requireNonNull(scratch, "scratch is null");
    }
}
