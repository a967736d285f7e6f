package dev.odograph.query;

import dev.odograph.review.Judged;
import dev.odograph.review.MetricKey;
import dev.odograph.review.Moment;
import dev.odograph.review.MomentState;
import dev.odograph.review.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The moments of an event metric in one run, with what people found of them.
 *
 * @param key metric, major version and dataset, for which judgements hold
 * @param runId the run
 * @param version the metric's version in it
 * @param datasetVersion the version of the dataset that it read
 * @param moments its rows, in order of recording and time
 * @param gone what was judged and has no row in this run
 * @param precision how often its judged rows are right
 */
public record MomentReview(
        MetricKey key,
        String runId,
        String version,
        long datasetVersion,
        List<Row> moments,
        List<Judged> gone,
        Precision precision) {
    public MomentReview {
        moments = List.copyOf(moments);
        gone = List.copyOf(gone);
    }

    /**
     * A moment.
     *
     * @param reference how people name it
     * @param moment where it is
     * @param state what is known of it
     * @param assignee who looks after it; null for no one
     * @param judged what it follows; null where it was never judged
     * @param shared whether other rows follow the same
     */
    public record Row(
            String reference,
            Moment moment,
            MomentState state,
            @Nullable String assignee,
            @Nullable Judged judged,
            boolean shared) {}

    /** Precision of one version, in the newest run that succeeded with it. */
    public record OfVersion(String version, String runId, long moments, Precision precision) {}
}
