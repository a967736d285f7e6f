package dev.odograph.query;

import dev.odograph.spec.Measure.Direction;
import dev.odograph.store.lineage.RunReport.MetricCoverage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question about a metric: what its page shows, and its JSON form. All figures are of one run's rows, of the segments that the tags
 * leave. Nothing in it depends on when it is asked, but {@code publications}, {@code versions} and {@code source.other_run}.
 *
 * @param metric its name, with the namespace where it has one
 * @param description what the author says of the graph
 * @param owner the team that answers for it; null where none is declared
 * @param step the step whose rows are stored
 * @param kind the step's kind
 * @param definition the step's SQL, or the name of its class, kernel or function; null for none
 * @param source whose rows these are
 * @param coverage what they stand on; null where the run stored nothing of it yet
 * @param columns the schema
 * @param measures by what it is compared
 * @param measure the one whose trend, slices and moments are here; null where there is no number
 * @param whole that measure over all segments here; null likewise
 * @param versions the newest run of each version
 * @param publications what channels show
 * @param tags tags by which segments can be told apart, with how many values each has
 * @param by the tag of the slices; null where there is none
 * @param slices the measure by the tag's values
 * @param trend the measure by when segments were recorded
 * @param distributions of each number
 * @param moments the worst by the measure's direction
 * @param rows the rows themselves, of a metric that is of all segments at once
 * @param notes what a reader must know of the figures
 */
public record MetricAnswer(
        String metric,
        String description,
        @Nullable String owner,
        String step,
        String kind,
        @Nullable String definition,
        Source source,
        @Nullable MetricCoverage coverage,
        List<Column> columns,
        List<MeasureOf> measures,
        @Nullable MeasureOf measure,
        @Nullable Group whole,
        List<VersionOf> versions,
        List<Published> publications,
        SortedMap<String, Integer> tags,
        @Nullable String by,
        List<Group> slices,
        Trend trend,
        List<Distribution> distributions,
        Moments moments,
        List<Map<String, String>> rows,
        List<String> notes) {
    public MetricAnswer {
        columns = List.copyOf(columns);
        measures = List.copyOf(measures);
        versions = List.copyOf(versions);
        publications = List.copyOf(publications);
        slices = List.copyOf(slices);
        distributions = List.copyOf(distributions);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /**
     * Whose rows these are.
     *
     * @param runId the run
     * @param graph its graph
     * @param graphVersion the graph's version
     * @param version the metric's version
     * @param dataset the dataset
     * @param datasetVersion its version
     * @param channel the channel that was asked for
     * @param pinned whether the run was asked for by its id
     * @param otherRun the run that the channel shows instead of the pinned one; null where it shows the same, or nothing
     * @param otherIsNewer whether that one ended later
     * @param finishedAt when the run ended; null where it has not
     * @param branch the branch whose code it is; null for merged code
     * @param asOf the last correction of tags that counts here
     * @param rows rows that the run shows
     */
    public record Source(
            String runId,
            String graph,
            String graphVersion,
            String version,
            String dataset,
            long datasetVersion,
            String channel,
            boolean pinned,
            @Nullable String otherRun,
            boolean otherIsNewer,
            @Nullable Instant finishedAt,
            @Nullable String branch,
            long asOf,
            long rows) {}

    /**
     * A column.
     *
     * @param type its type in lower case
     * @param unit its unit; null for none
     */
    public record Column(
            String name, String type, @Nullable String unit, boolean key, boolean nullable, boolean allowsNan) {}

    /**
     * A measure.
     *
     * @param words what it is of
     * @param unit its unit; null for none
     */
    public record MeasureOf(
            String name, String words, @Nullable String unit, Direction direction) {}

    /** A version of the metric, and the newest run that succeeded with it. */
    public record VersionOf(String version, long runs, String newestRun, String newestDataset, Instant newestAt) {}

    /**
     * What a channel shows.
     *
     * @param version the metric's version there
     * @param coverage what it stands on; null where the run is gone
     */
    public record Published(
            String dataset,
            String channel,
            String runId,
            String version,
            boolean pinned,
            Instant publishedAt,
            @Nullable MetricCoverage coverage) {}

    /**
     * A group of segments.
     *
     * @param name what they have in common
     * @param value the tag's value, empty where they lack the tag; of a trend the first day, UTC
     * @param number the measure over them; null where no segment has a value
     * @param segments how many there are
     * @param withValue how many have a value
     */
    public record Group(String name, String value, @Nullable Double number, long segments, long withValue) {}

    /**
     * The measure over time.
     *
     * @param step day, week (from Monday) or month
     * @param groups those that hold segments, in order of time
     * @param undated segments of which nobody knows when they were recorded
     */
    public record Trend(String step, List<Group> groups, long undated) {
        public Trend {
            groups = List.copyOf(groups);
        }
    }

    /**
     * How a number is distributed over rows.
     *
     * @param column its name
     * @param unit its unit; null for none
     * @param rows rows with a finite value
     * @param nulls rows without one
     * @param notFinite rows with NaN or an infinity
     * @param mean the mean; null where there is no value
     * @param quantiles at 0, 5, 25, 50, 75, 95 and 100 %; empty where there is no value
     * @param from where the first bin begins
     * @param width how wide a bin is; 0 where there are none
     * @param bins rows in each bin
     * @param below rows before the first bin
     * @param above rows after the last
     */
    public record Distribution(
            String column,
            @Nullable String unit,
            long rows,
            long nulls,
            long notFinite,
            @Nullable Double mean,
            List<Double> quantiles,
            double from,
            double width,
            List<Long> bins,
            long below,
            long above) {
        public Distribution {
            quantiles = List.copyOf(quantiles);
            bins = List.copyOf(bins);
        }
    }

    /**
     * The worst moments.
     *
     * @param why the order in words; empty where the measure has no direction
     * @param apartMs of moments of one kind that are so near to each other only the worst is here; null where rows have no
     *     time
     * @param columns the columns of the rows, beside the segment's id
     * @param list the worst first
     */
    public record Moments(String why, @Nullable Long apartMs, List<String> columns, List<Moment> list) {
        /** None. */
        public static final Moments NONE = new Moments("", null, List.of(), List.of());

        public Moments {
            columns = List.copyOf(columns);
            list = List.copyOf(list);
        }
    }

    /**
     * A moment.
     *
     * @param segmentId the segment
     * @param tMs when, in milliseconds of the segment's time; null where the row is about all of it
     * @param values of the other columns; null for absent ones
     */
    public record Moment(String segmentId, @Nullable Long tMs, List<@Nullable String> values) {
        public Moment {
            values = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(values));
        }
    }
}
