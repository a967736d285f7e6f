package dev.odograph.review;

import static java.util.Objects.requireNonNull;

/**
 * A row of an event metric: where in a recording something is.
 *
 * @param segmentId the recording
 * @param subject other parts of its key, {@code position=2}; empty where there are none
 * @param startMs when it begins, in the recording's time
 * @param endMs when it ends; the same as its start where the metric has no duration
 */
public record Moment(String segmentId, String subject, long startMs, long endMs) {
    public Moment {
        requireNonNull(segmentId, "segmentId is null");
        requireNonNull(subject, "subject is null");
        if (endMs < startMs) {
            throw new IllegalArgumentException("a moment ends at " + endMs + " ms, before its start " + startMs);
        }
    }

    /** How people name it: {@code drive_1@12300}, and {@code drive_1@12300#position=2} with a subject. */
    public String reference() {
        return segmentId + "@" + startMs + (subject.isEmpty() ? "" : "#" + subject);
    }

    /** Milliseconds that both have in common; negative, the gap between them. */
    long overlapMs(Moment other) {
        return Math.min(endMs, other.endMs) - Math.max(startMs, other.startMs);
    }

    /** Part of the time of both together that they have in common; a millisecond is added, so that points count. */
    double likeness(Moment other) {
        double union = Math.max(endMs, other.endMs) - Math.min(startMs, other.startMs) + 1.0;
        return (overlapMs(other) + 1.0) / union;
    }
}
