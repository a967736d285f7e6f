package dev.odograph.export;

import dev.odograph.artifact.RowDigest;
import dev.odograph.store.lineage.StoredBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * What one file holds: whole batches, in order of partitions. The same run is always cut alike, so that an export that was
 * interrupted finds its files again.
 *
 * @param number the file's number, from 0
 * @param batches the batches
 */
record ExportPart(int number, List<StoredBatch> batches) {
    /** A file of a million rows is some tens of megabytes: large enough for scans, small enough to sort in memory. */
    static final long MOST_ROWS = 1_000_000;
    /** Segments are named in the query, so that the store looks only where they lie. */
    static final int MOST_SEGMENTS = 2_000;

    ExportPart {
        batches = List.copyOf(batches);
    }

    /** Cuts batches into files; without batches there is one file without rows, which still has the columns. */
    static List<ExportPart> cut(List<StoredBatch> batches, long mostRows, int mostSegments) {
        List<ExportPart> parts = new ArrayList<>();
        List<StoredBatch> open = new ArrayList<>();
        long rows = 0;
        int segments = 0;
        for (StoredBatch batch : batches) {
            boolean full = rows + batch.digest().rows() > mostRows
                    || segments + batch.segments().size() > mostSegments;
            if (full && !open.isEmpty()) {
                parts.add(new ExportPart(parts.size(), open));
                open.clear();
                rows = 0;
                segments = 0;
            }
            open.add(batch);
            rows += batch.digest().rows();
            segments += batch.segments().size();
        }
        if (!open.isEmpty() || parts.isEmpty()) {
            parts.add(new ExportPart(parts.size(), open));
        }
        return List.copyOf(parts);
    }

    /** The rows that its file must hold. */
    RowDigest digest() {
        return batches.stream().map(StoredBatch::digest).reduce(RowDigest.EMPTY, RowDigest::plus);
    }

    List<Long> writes() {
        return batches.stream().map(StoredBatch::writeNo).toList();
    }

    List<String> segments() {
        return batches.stream()
                .flatMap(batch -> batch.segments().stream())
                .distinct()
                .toList();
    }

    String fileName(ExportFormat format) {
        return "part-%05d.%s".formatted(number, format.extension());
    }
}
