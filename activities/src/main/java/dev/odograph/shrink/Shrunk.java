package dev.odograph.shrink;

import dev.odograph.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The least that was found to fail.
 *
 * @param code the error's code
 * @param message what the slice fails with
 * @param files Parquet files by input and segment
 * @param rowsBefore rows of the inputs that failed
 * @param rows rows that are left
 * @param segments segments that are left
 * @param blanked columns that hold nothing any more, by input
 * @param attempts how often the stage was run
 * @param least whether no row can be dropped alone; false where time was up before
 */
public record Shrunk(
        ErrorCode code,
        String message,
        Map<String, Map<String, Path>> files,
        long rowsBefore,
        long rows,
        List<String> segments,
        Map<String, List<String>> blanked,
        int attempts,
        boolean least) {
    public Shrunk {
        files = Map.copyOf(files);
        segments = List.copyOf(segments);
        blanked = Map.copyOf(blanked);
    }
}
