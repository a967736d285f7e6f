package dev.odograph.web;

import dev.odograph.contract.RunStatus;
import dev.odograph.query.Figures;
import dev.odograph.step.Violation.Outcome;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How templates write numbers, times and states. */
@TemplateExtension
final class Formats {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Formats() {}

    /** With separators. */
    static String shown(long value) {
        return Figures.number(value);
    }

    /** With separators. */
    static String shown(int value) {
        return Figures.number(value);
    }

    /** With one digit after the point. */
    static String tenths(double value) {
        return Figures.number(value, 1);
    }

    /** How long ago. */
    static String ago(Instant when) {
        return Figures.ago(when);
    }

    /** Date and time in UTC. */
    static String utc(Instant when) {
        return MINUTE.format(when);
    }

    /** Time of day in UTC. */
    static String clock(Instant when) {
        return CLOCK.format(when);
    }

    /** Time since then until an end, or until now. */
    static String tookUntil(Instant start, @Nullable Instant end) {
        return Figures.duration(Duration.between(start, end == null ? Instant.now() : end));
    }

    static String shown(Duration duration) {
        return Figures.duration(duration);
    }

    /** Lower-case word of a status, for classes and addresses. */
    static String word(RunStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** What became of a partition by a rule. */
    static String word(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> "failed";
            case WARNED -> "warned";
            case TOLERATED -> "within threshold";
        };
    }

    /** A sign for each status, so that none is told by its colour alone. */
    static String sign(RunStatus status) {
        return switch (status) {
            case PENDING -> "○";
            case RUNNING -> "▶";
            case PARKED -> "‖";
            case SUCCEEDED -> "✓";
            case FAILED -> "✕";
            case CANCELLED -> "⊘";
        };
    }
}
