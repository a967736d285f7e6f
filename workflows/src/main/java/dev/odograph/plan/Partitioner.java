package dev.odograph.plan;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Digests;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Groups segments into partitions whose boundaries stay where they are as a dataset grows. Segments are put in the order
 * of a hash of their id; after a segment there is a boundary with a probability, drawn from a second hash of its id, of
 * its rows over the target. Adding or removing a segment therefore changes the partition it falls into and no other.
 * A partition that would grow beyond four targets is cut as well. After Muthitacharoen et al. 2001, "A low-bandwidth
 * network file system": content-defined chunking.
 *
 * @param targetRows mean number of rows of a partition, at least 1
 */
public record Partitioner(long targetRows) {
    private static final double HASHES = 0x1p63;
    private static final int LARGEST = 4;

    public Partitioner {
        if (targetRows < 1) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Target size of a partition is " + targetRows + " rows: give at least 1");
        }
    }

    /** Every segment in exactly one partition; the order of {@code segments} does not matter. */
    public List<Partition> partition(List<SegmentRef> segments) {
        List<Placed> placed = segments.stream()
                .map(Placed::of)
                .sorted(Comparator.comparingLong(Placed::place)
                        .thenComparing(p -> p.segment().segmentId()))
                .toList();
        List<Partition> partitions = new ArrayList<>();
        List<SegmentRef> group = new ArrayList<>();
        long rows = 0;
        for (Placed next : placed) {
            long size = Math.max(1, next.segment().rows());
            if (!group.isEmpty() && rows + size > LARGEST * targetRows) {
                partitions.add(close(partitions.size(), group));
                rows = 0;
            }
            group.add(next.segment());
            rows += size;
            if (next.draw() < HASHES * Math.min(1.0, (double) size / targetRows)) {
                partitions.add(close(partitions.size(), group));
                rows = 0;
            }
        }
        if (!group.isEmpty()) {
            partitions.add(close(partitions.size(), group));
        }
        return List.copyOf(partitions);
    }

    private static Partition close(int index, List<SegmentRef> group) {
        Partition partition = new Partition(
                index,
                group.stream()
                        .sorted(Comparator.comparing(SegmentRef::segmentId))
                        .toList());
        group.clear();
        return partition;
    }

    private record Placed(SegmentRef segment, long place, long draw) {
        static Placed of(SegmentRef segment) {
            String hash = Digests.sha256Hex("partition", segment.segmentId());
            return new Placed(
                    segment,
                    Long.parseUnsignedLong(hash.substring(0, 16), 16),
                    Long.parseUnsignedLong(hash.substring(16, 32), 16) >>> 1);
        }
    }
}
