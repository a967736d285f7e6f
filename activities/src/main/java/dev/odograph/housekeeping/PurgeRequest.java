package dev.odograph.housekeeping;

import static java.util.Objects.requireNonNull;

import dev.odograph.dataset.DatasetName;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;

/**
 * Removal of recordings for good.
 *
 * @param dataset a dataset that holds them, or held them in an earlier version
 * @param segmentIds their ids there
 * @param reason why, for the audit
 * @param by who wants it, for the audit
 */
public record PurgeRequest(DatasetName dataset, List<String> segmentIds, String reason, String by) {
    public PurgeRequest {
        requireNonNull(dataset, "dataset is null");
        segmentIds = List.copyOf(segmentIds);
        if (segmentIds.isEmpty() || reason.isBlank() || by.isBlank()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "A purge needs at least one segment, a reason and a name: dataset purge NAME SEGMENT --reason TEXT"
                            + " --by NAME");
        }
    }
}
