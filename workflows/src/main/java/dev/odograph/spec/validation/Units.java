package dev.odograph.spec.validation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The symbols that a unit may be written in. A closed list: two spellings of one unit would not be seen as equal. */
final class Units {
    static final List<String> SYMBOLS = List.of(
            "1", "%", "us", "ms", "s", "min", "h", "mm", "m", "km", "m/s", "km/h", "m/s^2", "m/s^3", "rad", "deg",
            "rad/s", "deg/s", "Hz", "kg", "N", "W", "kWh", "J", "V", "A", "degC", "1/m", "1/km", "1/s", "1/h", "byte");

    private static final Set<String> KNOWN = Set.copyOf(SYMBOLS);

    private Units() {}

    static boolean known(String unit) {
        return KNOWN.contains(unit);
    }

    static String unknown(String unit) {
        return "unit \"" + unit + "\" is unknown: use one of " + String.join(", ", SYMBOLS);
    }

    static String show(@Nullable String unit) {
        return unit == null ? "no unit" : unit;
    }
}
