package dev.odograph.store.lineage;

import dev.odograph.plan.Partition;
import dev.odograph.plan.SegmentRef;
import java.util.List;

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

    /** What it holds. */
    public Totals totals() {
        return new Totals(segmentIds.size(), rows, distanceM, durationMs);
    }
}
