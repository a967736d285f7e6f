package dev.odograph.review;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change or a comment.
 *
 * @param runId the run that was looked at
 * @param version the metric's version in it
 * @param state the state that was set; null for none
 * @param assignee who it was given to; null for no change
 * @param text the comment; null for none
 * @param by who made it
 * @param at when
 */
public record MomentEntry(
        String runId,
        String version,
        @Nullable MomentState state,
        @Nullable String assignee,
        @Nullable String text,
        String by,
        Instant at) {}
