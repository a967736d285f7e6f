package dev.odograph.client;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Partitions of a run that failed for one cause.
 *
 * @param code error code
 * @param stage name of the stage
 * @param count how many partitions failed so
 * @param partition the first of them, from 0; -1 for a reduce over all
 * @param segmentId the segment that the first one failed at; null where that is not known
 * @param message message of the first one
 */
public record FailureGroup(
        String code,
        String stage,
        long count,
        int partition,
        @Nullable String segmentId,
        String message) {
    static String lines(List<FailureGroup> groups) {
        return groups.stream()
                .map(one -> "\n  " + one.code + " in " + one.stage + ", " + one.count + " partition(s): " + one.message)
                .collect(Collectors.joining());
    }
}
