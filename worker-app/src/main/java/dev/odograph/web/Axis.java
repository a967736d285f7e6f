package dev.odograph.web;

import dev.odograph.query.ComparisonWords;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis of a drawing.
 *
 * @param low value at its beginning
 * @param high value at its end, above the low one
 * @param begin coordinate of the low value
 * @param end coordinate of the high value
 */
record Axis(double low, double high, double begin, double end) {
    Axis {
        if (!(high > low)) {
            double room = low == 0 ? 1 : Math.abs(low) / 10;
            high = low + room;
            low = low - room;
        }
    }

    /** A mark on the axis: where, and what it says. */
    record Tick(String at, String label) {}

    double at(double value) {
        return begin + (end - begin) * (value - low) / (high - low);
    }

    /** The coordinate of a value, as SVG takes it. */
    String shown(double value) {
        return Drawing.shown(at(value));
    }

    /** The same axis a little longer at both ends. */
    Axis wider(double part) {
        return new Axis(low - part * (high - low), high + part * (high - low), begin, end);
    }

    /** Round values within it, at most so many. */
    List<Tick> ticks(int most) {
        double raw = (high - low) / most;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step =
                raw / power <= 1 ? power : raw / power <= 2 ? 2 * power : raw / power <= 5 ? 5 * power : 10 * power;
        List<Tick> ticks = new ArrayList<>();
        for (double value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step) {
            double round = Math.abs(value) < step * 1e-9 ? 0 : value;
            ticks.add(new Tick(shown(round), label(round, step)));
        }
        return ticks;
    }

    private static String label(double value, double step) {
        double size = Math.max(Math.abs(value), step);
        if (size >= 1e6 || size < 1e-3) {
            return ComparisonWords.number(value);
        }
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(java.util.Locale.ROOT, "%,." + digits + "f", value);
    }
}
