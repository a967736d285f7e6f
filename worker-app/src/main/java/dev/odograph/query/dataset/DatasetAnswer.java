package dev.odograph.query.dataset;

import dev.odograph.dataset.Dataset;
import dev.odograph.store.lineage.StalePublication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a dataset shows, and its JSON form.
 *
 * @param dataset its name
 * @param shown the version that is shown
 * @param newest the newest version
 * @param versions all versions, the newest first
 * @param segments a page of the version's segments
 * @param next id behind which the next page begins; null at the end
 * @param tags tags, with their most frequent values
 * @param tagsOfEvery of how many segments one was looked at for the tags; 1 for all
 * @param spans labels of spans
 * @param published what channels show of it
 * @param stale publications that read recordings which were replaced or retracted since
 */
public record DatasetAnswer(
        String dataset,
        Dataset shown,
        int newest,
        List<Dataset> versions,
        List<Row> segments,
        @Nullable String next,
        List<Tag> tags,
        int tagsOfEvery,
        List<Label> spans,
        List<Published> published,
        List<StalePublication> stale) {
    public DatasetAnswer {
        versions = List.copyOf(versions);
        segments = List.copyOf(segments);
        tags = List.copyOf(tags);
        spans = List.copyOf(spans);
        published = List.copyOf(published);
        stale = List.copyOf(stale);
    }

    /** A segment. Unknown facts are null. */
    public record Row(
            String segmentId,
            long rows,
            long bytes,
            @Nullable Long durationMs,
            @Nullable Double distanceM,
            @Nullable Instant recordedAt,
            @Nullable String vehicle,
            @Nullable String release,
            @Nullable String scenarioId,
            @Nullable Long scenarioSeed,
            SortedMap<String, String> tags) {}

    /**
     * A tag.
     *
     * @param values its most frequent values, with how many segments have each
     * @param of how many values it has
     */
    public record Tag(String name, Map<String, Long> values, long of) {}

    /**
     * A label of spans.
     *
     * @param firstSegment a segment that has one
     * @param firstMs where it begins there
     */
    public record Label(String label, long spans, long segments, long totalMs, String firstSegment, long firstMs) {}

    /** What a channel shows. */
    public record Published(
            String namespace,
            String metric,
            int major,
            String channel,
            String runId,
            long datasetVersion,
            boolean pinned,
            Instant publishedAt) {}
}
