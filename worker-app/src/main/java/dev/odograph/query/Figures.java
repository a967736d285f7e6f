package dev.odograph.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Figures {
    private Figures() {}

    /** A duration with the unit that fits it: {@code 12.3 s}, {@code 4 min 05 s}, {@code 2 h 10 min}. */
    public static String duration(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }

    /** How long ago something was. */
    public static String ago(Instant when) {
        Duration past = Duration.between(when, Instant.now());
        if (past.toMinutes() < 1) {
            return Math.max(0, past.toSeconds()) + " s ago";
        }
        if (past.toHours() < 1) {
            return past.toMinutes() + " min ago";
        }
        return past.toDays() < 2 ? past.toHours() + " h ago" : past.toDays() + " days ago";
    }

    /** A word as a shell takes it. */
    public static String shell(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A whole number with separators. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number with so many digits after the point. */
    public static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
