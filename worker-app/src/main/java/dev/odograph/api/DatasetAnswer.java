package dev.odograph.api;

import dev.odograph.dataset.Dataset;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A version of a dataset. */
@Schema(name = "Dataset", description = "One version of a dataset, with totals over its segments.")
public record DatasetAnswer(
        @Schema(description = "Its name; namespace/name where it has a namespace.", examples = "openacc")
        String name,

        @Schema(description = "The version, from 1.") int version,

        @Schema(description = "What made the version: import, add, replace or retract.")
        String action,

        @Schema(description = "When the version was made.") Instant createdAt,

        @Schema(description = "Segments in it.") long segments,

        @Schema(description = "Rows of all tables of all segments.")
        long rows,

        @Schema(description = "Bytes of all files.") long bytes,

        @Schema(description = "Distance of all segments, in metres; unknown ones count as 0.")
        double distanceM,

        @Schema(description = "Duration of all segments, in milliseconds; unknown ones count as 0.")
        long durationMs) {
    static DatasetAnswer of(Dataset dataset) {
        return new DatasetAnswer(
                dataset.name().toString(),
                dataset.version(),
                dataset.action(),
                dataset.createdAt(),
                dataset.segments(),
                dataset.rows(),
                dataset.bytes(),
                dataset.distanceM(),
                dataset.durationMs());
    }
}
