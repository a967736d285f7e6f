package dev.odograph.housekeeping;

import java.util.List;

/**
 * A recording as a dataset held it; kept in the audit, so that an interrupted purge can be taken up.
 *
 * @param datasetId identity of the dataset
 * @param dataset its name
 * @param segmentId the recording's id there
 * @param digest digest of its content
 * @param rows its rows
 * @param bytes its bytes
 * @param distanceM metres driven
 * @param durationMs milliseconds recorded
 * @param files the files that it is read from
 */
record PurgedRecording(
        String datasetId,
        String dataset,
        String segmentId,
        String digest,
        long rows,
        long bytes,
        double distanceM,
        long durationMs,
        List<String> files) {}
