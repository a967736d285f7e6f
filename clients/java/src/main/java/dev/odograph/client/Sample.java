package dev.odograph.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which segments of a dataset a run takes. What it computes is published nowhere.
 *
 * @param segments how many; a dataset of fewer is taken whole
 * @param seed chooses among the samples; 1 where null
 * @param by what it is to be representative of: vehicle, release, scenario_id or names of tags; at most 20, null for none
 */
public record Sample(
        int segments, @Nullable Long seed, @Nullable List<String> by) {
    /** Copies. */
    public Sample {
        by = by == null ? null : List.copyOf(by);
    }

    /** So many segments. */
    public static Sample of(int segments) {
        return new Sample(segments, null, null);
    }
}
