package dev.odograph.activity;

import dev.odograph.host.bundle.Bundle;
import dev.odograph.plan.Partition;
import dev.odograph.plan.PartitionKeys;
import dev.odograph.plan.SegmentRef;
import dev.odograph.plan.Stage;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.PartitionRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's plan as the activities use it.
 *
 * @param run what was pinned
 * @param bundle the code
 * @param stages the stages in order
 * @param fingerprints their fingerprints in the same order
 * @param partitions number of partitions
 */
record PinnedPlan(NewRun run, Bundle bundle, List<Stage> stages, List<String> fingerprints, int partitions) {
    PinnedPlan {
        stages = List.copyOf(stages);
        fingerprints = List.copyOf(fingerprints);
    }

    /** Keys of one partition's outputs by stage; empty text for a stage that reduces. */
    List<String> keys(PartitionRecord record) {
        List<SegmentRef> segments = new ArrayList<>();
        for (int i = 0; i < record.segmentIds().size(); i++) {
            segments.add(new SegmentRef(
                    record.segmentIds().get(i), record.segmentDigests().get(i), 0, 0, 0, 0));
        }
        return PartitionKeys.of(stages, fingerprints, new Partition(record.partition(), segments));
    }

    /** Keys of the outputs that reduce these partitions, by stage; empty text for the others. */
    List<String> reducedKeys(List<PartitionRecord> used) {
        return PartitionKeys.reduced(
                stages, fingerprints, used.stream().map(this::keys).toList());
    }
}
