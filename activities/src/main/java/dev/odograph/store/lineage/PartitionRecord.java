package dev.odograph.store.lineage;

import dev.odograph.plan.Partition;
import dev.odograph.plan.SegmentRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A partition of a pinned plan.
 *
 * @param partition its index, from 0
 * @param segmentIds its segments in order of id
 * @param segmentDigests their content digests, in the same order
 * @param rows rows of all of them
 * @param bytes bytes of all of them
 * @param distanceM metres driven in all of them
 * @param durationMs milliseconds of all of them
 */
public record PartitionRecord(
        int partition,
        List<String> segmentIds,
        List<String> segmentDigests,
        long rows,
        long bytes,
        double distanceM,
        long durationMs) {
    public PartitionRecord {
        segmentIds = List.copyOf(segmentIds);
        segmentDigests = List.copyOf(segmentDigests);
    }

    /** A planned partition. */
    public static PartitionRecord of(Partition partition) {
        return new PartitionRecord(
                partition.index(),
                partition.segments().stream().map(SegmentRef::segmentId).toList(),
                partition.segments().stream().map(SegmentRef::contentDigest).toList(),
                partition.rows(),
                partition.bytes(),
                partition.distanceM(),
                partition.durationMs());
    }

    /** The partition without some of its segments; what they held is not known here and stays counted. */
    PartitionRecord without(Set<String> waived) {
        if (waived.isEmpty()) {
            return this;
        }
        List<String> ids = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < segmentIds.size(); i++) {
            if (!waived.contains(segmentIds.get(i))) {
                ids.add(segmentIds.get(i));
                digests.add(segmentDigests.get(i));
            }
        }
        return new PartitionRecord(partition, ids, digests, rows, bytes, distanceM, durationMs);
    }

    /** What it holds. */
    public Totals totals() {
        return new Totals(segmentIds.size(), rows, distanceM, durationMs);
    }
}
