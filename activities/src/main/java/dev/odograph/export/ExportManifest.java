package dev.odograph.export;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an export holds, as written beside its files in {@code _export.json}: there only when all files are, so a directory
 * without it is not whole. Engines pass over files whose name begins with {@code _}.
 *
 * @param formatVersion 1
 * @param metric the metric, with {@code namespace/} where that is not the default one
 * @param version its version
 * @param runId the run whose rows they are
 * @param graph the graph
 * @param graphVersion its version
 * @param bundle digest of the code
 * @param dataset the dataset
 * @param datasetVersion its version
 * @param channel the channel that published the run when it was exported; null where a run was asked for
 * @param parameters the run's parameters
 * @param coverage what part of the planned segments, km and hours the rows stand on; null where that is not known
 * @param columns the columns, in order
 * @param rows number of rows
 * @param digest number and order-free digest of the rows, as in the ledger
 * @param files the files
 */
public record ExportManifest(
        int formatVersion,
        String metric,
        String version,
        String runId,
        String graph,
        String graphVersion,
        String bundle,
        String dataset,
        long datasetVersion,
        @Nullable String channel,
        Map<String, Object> parameters,
        @Nullable Coverage coverage,
        List<Column> columns,
        long rows,
        String digest,
        List<File> files) {
    public ExportManifest {
        parameters = Map.copyOf(parameters);
        columns = List.copyOf(columns);
        files = List.copyOf(files);
    }

    /** What the rows stand on: segments and kilometres that were planned, and those that are done. */
    public record Coverage(long plannedSegments, long doneSegments, double plannedKm, double doneKm) {}

    /**
     * One column.
     *
     * @param name its name
     * @param type bool, int32, int64, float64, string or timestamp (microseconds, UTC)
     * @param unit unit of measure; null where it has none
     * @param key whether it belongs to the row's key
     * @param nullable whether a value may be absent
     */
    public record Column(String name, String type, @Nullable String unit, boolean key, boolean nullable) {}

    /**
     * One file.
     *
     * @param name its name in the directory of the manifest
     * @param rows number of its rows
     * @param digest number and order-free digest of its rows
     * @param bytes its size
     */
    public record File(String name, long rows, String digest, long bytes) {}
}
