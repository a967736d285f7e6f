package dev.odograph.spec.validation;

import dev.odograph.error.EditDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The symbols that a unit may be written in, and what one is in another. A symbol is one of the atoms, or atoms
 * multiplied, divided and raised: {@code m/s^2}, {@code 1/km}, {@code kg*m/s^2}. {@code m/s²} is {@code m/s^2}.
 */
public final class Units {
    /** Those that messages show; others are made of their atoms. */
    static final List<String> SYMBOLS = List.of(
            "1", "%", "us", "ms", "s", "min", "h", "mm", "m", "km", "m/s", "km/h", "m/s^2", "m/s^3", "rad", "deg",
            "rad/s", "deg/s", "Hz", "kg", "N", "W", "kWh", "J", "V", "A", "degC", "1/m", "1/km", "1/s", "1/h", "byte");

    private static final Set<String> KNOWN = Set.copyOf(SYMBOLS);

    private Units() {}

    /** Whether a symbol means a unit. The common ones are found without the library, which takes a while to load. */
    static boolean known(String unit) {
        return KNOWN.contains(unit) || UnitSymbol.parse(unit).isPresent();
    }

    static String unknown(String unit) {
        return "unit \"" + unit + "\" is unknown: did you mean \"" + nearest(unit) + "\"? Use one of "
                + String.join(", ", SYMBOLS) + ", or a product or quotient of them";
    }

    /** A unit in messages. */
    public static String show(@Nullable String unit) {
        return unit == null ? "no unit" : unit;
    }

    /** Whether values in one are values in the other, just as they are. */
    public static boolean same(@Nullable String one, @Nullable String other) {
        if (one == null || other == null || one.equals(other)) {
            return one == null ? other == null : one.equals(other);
        }
        OptionalDouble factor = factor(one, other);
        return factor.isPresent() && factor.getAsDouble() == 1;
    }

    /** What a value in one must be multiplied by to be one in the other; empty where no number does that. */
    public static OptionalDouble factor(String from, String to) {
        Optional<UnitSymbol> one = UnitSymbol.parse(from);
        Optional<UnitSymbol> other = UnitSymbol.parse(to);
        return one.isPresent() && other.isPresent() ? one.get().factorTo(other.get()) : OptionalDouble.empty();
    }

    /** Whether angles enter both alike; false where one is not understood. */
    public static boolean sameAngles(String one, String other) {
        Optional<UnitSymbol> left = UnitSymbol.parse(one);
        Optional<UnitSymbol> right = UnitSymbol.parse(other);
        return left.isPresent()
                && right.isPresent()
                && left.get().angles() == right.get().angles();
    }

    /** The unit of a product; empty where one of them is unknown. */
    public static Optional<String> times(String one, String other) {
        return UnitSymbol.parse(one)
                .flatMap(left -> UnitSymbol.parse(other).map(left::times))
                .map(UnitSymbol::symbol);
    }

    /** The unit of a quotient; empty where one of them is unknown. */
    public static Optional<String> over(String one, String other) {
        return UnitSymbol.parse(one)
                .flatMap(left -> UnitSymbol.parse(other).map(left::over))
                .map(UnitSymbol::symbol);
    }

    /**
     * How to write a value in another unit, such as {@code kmh * 0.2777777777777778}; empty where no factor does it.
     *
     * @param value what to write for the value, such as a column's name
     */
    public static Optional<String> converted(String value, String from, String to) {
        OptionalDouble factor = factor(from, to);
        return factor.isPresent() ? Optional.of(value + " * " + factor.getAsDouble()) : Optional.empty();
    }

    /** The mend where a column in one unit flows to where it is wanted in another. */
    static String mend(String column, @Nullable String given, @Nullable String wanted) {
        if (given == null || wanted == null) {
            return "convert it in a step between, or correct the unit";
        }
        return converted(column, given, wanted)
                .map(value -> "convert it in a step between (" + value + "), or correct the unit")
                .orElse("no factor makes " + wanted + " of " + given + ", so take another column, or correct the unit");
    }

    private static String nearest(String unit) {
        return SYMBOLS.stream()
                .min(Comparator.comparingInt(symbol -> EditDistance.between(plain(unit), plain(symbol))))
                .orElse("1");
    }

    /** Without what people write in different ways. */
    private static String plain(String unit) {
        return unit.toLowerCase(Locale.ROOT)
                .replaceAll("met(er|re)s?", "m")
                .replaceAll("sec(ond)?s?", "s")
                .replaceAll("hours?|hr", "h")
                .replaceAll("degrees?", "deg")
                .replaceAll("radians?", "rad")
                .replace("per", "/")
                .replaceAll("p(?=[sh]|$)", "/")
                .replaceAll("[ ^]", "")
                .replace("²", "2")
                .replace("kmh", "km/h");
    }
}
