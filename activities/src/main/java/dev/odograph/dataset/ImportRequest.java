package dev.odograph.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to import.
 *
 * @param name the dataset
 * @param action whether to make, extend or change it
 * @param paths files, directories and globs of one table per segment; or one directory whose folders are the tables
 * @param tables files, directory or glob by table name, instead of {@code paths}; files of equal name make a segment
 * @param mapping DuckDB query with {@code $file} that turns one CSV file into rows with a {@code segment_id}; null for
 *     Parquet
 * @param attributes CSV or JSON file with columns {@code segment_id} (or {@code run}), {@code recorded_at},
 *     {@code vehicle}, {@code release}, {@code scenario_id}, {@code scenario_seed}, all others tags; null for none
 * @param copy whether files are copied into the data directory rather than referred to in place
 */
public record ImportRequest(
        DatasetName name,
        ImportAction action,
        List<String> paths,
        Map<String, String> tables,
        @Nullable String mapping,
        @Nullable Path attributes,
        boolean copy) {
    public ImportRequest {
        requireNonNull(name, "name is null");
        requireNonNull(action, "action is null");
        paths = List.copyOf(paths);
        tables = Map.copyOf(tables);
    }

    /** Parquet in place, one table per segment or a folder per table. */
    public static ImportRequest of(DatasetName name, ImportAction action, List<String> paths) {
        return new ImportRequest(name, action, paths, Map.of(), null, null, false);
    }
}
