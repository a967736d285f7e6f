package dev.odograph.activity;

import dev.odograph.host.bundle.Bundle;
import dev.odograph.store.lineage.NewRun;
import dev.odograph.store.lineage.PartitionRecord;
import dev.odograph.store.lineage.StageRecord;
import java.util.List;
import java.util.Optional;

/**
 * An earlier run that a plan is compared with.
 *
 * @param run what was pinned
 * @param bundle its code; empty where it is gone
 * @param stages its stages with their fingerprints
 * @param partitions its partitions
 */
record BaseRun(NewRun run, Optional<Bundle> bundle, List<StageRecord> stages, List<PartitionRecord> partitions) {
    BaseRun {
        stages = List.copyOf(stages);
        partitions = List.copyOf(partitions);
    }
}
