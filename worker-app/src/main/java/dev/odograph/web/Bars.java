package dev.odograph.web;

import dev.odograph.query.Figures;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.util.Locale;

/** Shares of bars; templates say {@code {bar:share(part, all)}}. */
@TemplateExtension(namespace = "bar")
final class Bars {
    private static final double VISIBLE = 1.5;

    private Bars() {}

    /** A part of the whole in hundredths, from 0 to 100. */
    static String share(long part, long whole) {
        return hundredths(of(part, whole));
    }

    /** The same, but what is there is never too small to be seen. */
    static String atLeast(long part, long whole) {
        return hundredths(part == 0 ? 0 : Math.max(VISIBLE, of(part, whole)));
    }

    /** In words: only all is 100 %, only nothing is 0 %. */
    static String percent(long part, long whole) {
        if (whole == 0) {
            return "–";
        }
        if (part > 0 && part < whole) {
            return Math.clamp(Math.round(of(part, whole)), 1, 99) + " %";
        }
        return part == 0 ? "0 %" : "100 %";
    }

    /** Seconds with the unit that fits them. */
    static String seconds(double seconds) {
        return Figures.duration(Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    /** Metres as kilometres. */
    static String km(double metres) {
        return Figures.number(metres / 1_000, 1);
    }

    private static double of(long part, long whole) {
        return whole == 0 ? 0 : Math.clamp(100.0 * part / whole, 0, 100);
    }

    private static String hundredths(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
