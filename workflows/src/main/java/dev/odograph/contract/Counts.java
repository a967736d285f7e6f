package dev.odograph.contract;

import java.util.List;

/**
 * What a traversal, or a range of it, came to.
 *
 * @param reused outputs that were there already
 * @param executed outputs executed, by stage
 * @param failed outputs that failed, by stage
 */
public record Counts(long reused, List<Long> executed, List<Long> failed) {
    public Counts {
        executed = List.copyOf(executed);
        failed = List.copyOf(failed);
    }
}
