package dev.odograph.batch;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A batch whose rows are in ClickHouse and verified.
 *
 * @param writeNo the OPEN write that carried them; null for a memo hit, where a committed batch is only referenced
 * @param batch the batch
 * @param stated whether the write has summary states beside its rows
 */
public record WrittenBatch(@Nullable Long writeNo, BatchRecord batch, boolean stated) {
    public WrittenBatch {
        requireNonNull(batch, "batch is null");
    }
}
