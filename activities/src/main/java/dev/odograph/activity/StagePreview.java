package dev.odograph.activity;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do with one stage.
 *
 * @param name its name, which is its last step's
 * @param steps names of its steps in order
 * @param outputs number of its outputs: one a partition, or one for a reduce
 * @param reused outputs that are there and are taken over
 * @param stored outputs that are there, but whose rows must be stored in a metric's table
 * @param computed outputs that must be computed
 * @param reasons why, in words; empty where all is reused
 * @param rows rows that the computed outputs are expected to have, by earlier executions; null where it never ran
 * @param bytes bytes that they are expected to write into the artifact store; null where it never ran
 * @param seconds seconds of work that they are expected to take, one after another; null where it never ran
 */
public record StagePreview(
        String name,
        List<String> steps,
        int outputs,
        int reused,
        int stored,
        int computed,
        List<String> reasons,
        @Nullable Long rows,
        @Nullable Long bytes,
        @Nullable Double seconds) {
    public StagePreview {
        requireNonNull(name, "name is null");
        steps = List.copyOf(steps);
        reasons = List.copyOf(reasons);
    }
}
