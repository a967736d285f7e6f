package dev.odograph.cli;

import dev.odograph.query.Figures;
import java.time.Duration;
import java.time.Instant;

/** Numbers as people read them. */
final class Text {
    private static final int BAR = 24;

    private Text() {}

    static String duration(Duration duration) {
        return Figures.duration(duration);
    }

    static String ago(Instant when) {
        return Figures.ago(when);
    }

    /** Text that someone typed, in quotes, on one line and not too long. */
    static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return "\"" + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + "\"";
    }

    /** A word as a shell takes it. */
    static String shell(String word) {
        return Figures.shell(word);
    }

    static String bar(double share) {
        int full = (int) Math.round(Math.clamp(share, 0, 1) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    static String number(long value) {
        return Figures.number(value);
    }

    static String number(double value, int digits) {
        return Figures.number(value, digits);
    }
}
