package dev.odograph.api;

import dev.odograph.store.lineage.PublicationRow;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What readers of a channel see. */
@Schema(name = "Publication", description = "What readers of a channel see of a metric and a dataset.")
public record PublicationAnswer(
        @Schema(description = "The metric's namespace; \"default\" where it has none.")
        String namespace,

        @Schema(description = "Name of the metric.") String metric,

        @Schema(description = "Major version of the metric.")
        int major,

        @Schema(description = "Name of the dataset.") String dataset,

        @Schema(description = "Name of the channel.", examples = "latest")
        String channel,

        @Schema(description = "The run whose rows readers see.")
        String runId,

        @Schema(description = "Whether runs that succeed leave it where it is.")
        boolean pinned,

        @Schema(description = "When it came to show the run.")
        Instant publishedAt) {
    static PublicationAnswer of(PublicationRow row) {
        return new PublicationAnswer(
                row.namespace(),
                row.metric(),
                row.major(),
                row.dataset(),
                row.channel(),
                row.runId(),
                row.pinned(),
                row.publishedAt());
    }

    /** Its place in the order of the list. */
    String place() {
        return dataset + "\u0001" + channel + "\u0001" + namespace + "\u0001" + metric;
    }
}
