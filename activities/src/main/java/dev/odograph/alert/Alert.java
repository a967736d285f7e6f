package dev.odograph.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule found, from when it was first found until it was not found any more.
 *
 * @param alertId its number
 * @param rule the rule
 * @param slice what it is about; empty for all together
 * @param open whether it is still so
 * @param severity how urgent it is
 * @param owner the team; null where none answers for it
 * @param runId the run; null where there is none
 * @param value the figure as it was found last; null where there is none
 * @param message what is wrong
 * @param times how often it was found
 * @param told whether its opening was told
 * @param openedAt when it was found first
 * @param seenAt when it was found last
 * @param resolvedAt when it was over; null before
 */
public record Alert(
        long alertId,
        String rule,
        String slice,
        boolean open,
        String severity,
        @Nullable String owner,
        @Nullable String runId,
        @Nullable Double value,
        String message,
        long times,
        boolean told,
        Instant openedAt,
        Instant seenAt,
        @Nullable Instant resolvedAt) {}
