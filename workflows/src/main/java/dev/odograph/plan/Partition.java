package dev.odograph.plan;

import java.util.List;

/**
 * A group of segments that one activity works on.
 *
 * @param index position in the plan, from 0
 * @param segments its segments in order of id
 */
public record Partition(int index, List<SegmentRef> segments) {
    /** Index that stands for all partitions together, as a reduce works on. */
    public static final int ALL = -1;

    public Partition {
        segments = List.copyOf(segments);
    }

    /** Rows of all its segments. */
    public long rows() {
        return segments.stream().mapToLong(SegmentRef::rows).sum();
    }

    /** Bytes of all its segments. */
    public long bytes() {
        return segments.stream().mapToLong(SegmentRef::bytes).sum();
    }

    /** Metres driven in all its segments. */
    public double distanceM() {
        return segments.stream().mapToDouble(SegmentRef::distanceM).sum();
    }

    /** Milliseconds of all its segments. */
    public long durationMs() {
        return segments.stream().mapToLong(SegmentRef::durationMs).sum();
    }
}
