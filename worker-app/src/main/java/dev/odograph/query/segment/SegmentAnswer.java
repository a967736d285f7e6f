package dev.odograph.query.segment;

import dev.odograph.dataset.Segment;
import dev.odograph.dataset.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a segment shows beside its charts, and its JSON form. Times are in milliseconds of the segment's own
 * time.
 *
 * @param dataset name of the dataset
 * @param version its version
 * @param newest the newest version of the dataset
 * @param segment the recording, with tags as corrected
 * @param asOf the last correction of spans and tags that counts here
 * @param firstMs time of its first row; null where no table has times
 * @param lastMs time of its last row; null likewise
 * @param fromMs where the window begins
 * @param toMs where it ends
 * @param atMs the moment that is marked; null for none
 * @param spans labelled ranges
 * @param recordings what the dataset held under this id, version by version
 * @param sources the metrics that are shown, with their runs
 * @param charts all that can be drawn
 * @param summaries rows of metrics that have no time, at most 20 of each
 * @param events rows of metrics that are moments or ranges, by time
 * @param worst the worst moments of the segment by the measures' direction
 * @param notes what a reader must know, such as a recording that was replaced
 */
public record SegmentAnswer(
        String dataset,
        int version,
        int newest,
        Segment segment,
        long asOf,
        @Nullable Long firstMs,
        @Nullable Long lastMs,
        long fromMs,
        long toMs,
        @Nullable Long atMs,
        List<Span> spans,
        List<Recording> recordings,
        List<Source> sources,
        List<Chart> charts,
        List<Summary> summaries,
        List<Event> events,
        List<Event> worst,
        List<String> notes) {
    public SegmentAnswer {
        spans = List.copyOf(spans);
        recordings = List.copyOf(recordings);
        sources = List.copyOf(sources);
        charts = List.copyOf(charts);
        summaries = List.copyOf(summaries);
        events = List.copyOf(events);
        worst = List.copyOf(worst);
        notes = List.copyOf(notes);
    }

    /**
     * Content that a dataset held under a segment's id.
     *
     * @param fromVersion first version with it
     * @param toVersion first version without it; null where the newest holds it
     */
    public record Recording(int fromVersion, @Nullable Integer toVersion, String contentDigest, long rows) {}

    /**
     * A metric that is shown.
     *
     * @param metric its name, with the namespace where it has one
     * @param pinned whether its run was asked for by id
     */
    public record Source(String metric, String version, String runId, boolean pinned) {}

    /**
     * What can be drawn: one column of one table.
     *
     * @param id {@code table.column}
     * @param kind {@code input} or {@code metric}
     * @param unit its unit; null where none is declared
     * @param keys columns whose values are lines of their own
     * @param drawn whether it is drawn
     */
    public record Chart(
            String id,
            String table,
            String column,
            String kind,
            @Nullable String unit,
            List<String> keys,
            boolean drawn) {
        public Chart {
            keys = List.copyOf(keys);
        }
    }

    /** A row of a metric that has no time. */
    public record Summary(String metric, List<Value> values) {
        public Summary {
            values = List.copyOf(values);
        }
    }

    /**
     * A value with its unit.
     *
     * @param value as text; null for absent
     */
    public record Value(
            String column, @Nullable String unit, @Nullable String value) {}

    /**
     * A moment, or a range.
     *
     * @param startMs its first millisecond
     * @param endMs its last; the first where nothing says how long it took
     * @param values the row's other columns
     */
    public record Event(String metric, long startMs, long endMs, List<Value> values) {
        public Event {
            values = List.copyOf(values);
        }
    }
}
