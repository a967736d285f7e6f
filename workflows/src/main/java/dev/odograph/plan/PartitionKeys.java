package dev.odograph.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The artifact keys of a run's stages, known before anything is computed. */
public final class PartitionKeys {
    private PartitionKeys() {}

    /**
     * Keys of one partition's outputs by stage index; empty text for a stage that reduces.
     *
     * @param stages the plan's stages in order of index
     * @param fingerprints their fingerprints in the same order
     */
    public static List<String> of(List<Stage> stages, List<String> fingerprints, Partition partition) {
        List<String> keys = new ArrayList<>();
        List<String> segments =
                partition.segments().stream().map(Keys::segmentKey).toList();
        for (Stage stage : stages) {
            if (stage.reduce()) {
                keys.add("");
            } else {
                Stream<String> inputs = stage.readsSegments()
                        ? segments.stream()
                        : stage.inputs().stream().map(keys::get);
                keys.add(Keys.artifactKey(fingerprints.get(stage.index()), inputs.toList()));
            }
        }
        return List.copyOf(keys);
    }

    /**
     * Keys of the outputs that reduce, by stage index; empty text for the others.
     *
     * @param perPartition what {@link #of} gave for the partitions that are really used, in order of partition
     */
    public static List<String> reduced(List<Stage> stages, List<String> fingerprints, List<List<String>> perPartition) {
        List<String> keys = new ArrayList<>();
        for (Stage stage : stages) {
            if (!stage.reduce()) {
                keys.add("");
                continue;
            }
            List<String> inputs = new ArrayList<>();
            for (int input : stage.inputs()) {
                if (stages.get(input).reduce()) {
                    inputs.add(keys.get(input));
                } else {
                    perPartition.forEach(partition -> inputs.add(partition.get(input)));
                }
            }
            keys.add(Keys.artifactKey(fingerprints.get(stage.index()), inputs));
        }
        return List.copyOf(keys);
    }
}
