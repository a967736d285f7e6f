package dev.odograph.spec.validation;

import static javax.measure.MetricPrefix.KILO;
import static javax.measure.MetricPrefix.MICRO;
import static javax.measure.MetricPrefix.MILLI;
import static tech.units.indriya.AbstractUnit.ONE;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.measure.IncommensurableException;
import javax.measure.Unit;
import javax.measure.UnitConverter;
import tech.units.indriya.unit.Units;

/**
 * A symbol that was understood, with the unit of the library (JSR 385) that it means. To the SI an angle is a number, and
 * so are bytes; to us a radian is no count, so powers of both are kept beside the unit.
 *
 * @param symbol how it was written, or is made of what was
 * @param unit the library's unit
 * @param angles power of the angle in it
 * @param bytes power of the byte in it
 */
record UnitSymbol(String symbol, Unit<?> unit, int angles, int bytes) {
    private static final Pattern FACTOR = Pattern.compile("([A-Za-z%]+|1)(?:\\^(-?[1-9]))?");
    private static final Map<String, UnitSymbol> ATOMS = Map.ofEntries(
            atom("1", ONE),
            atom("%", Units.PERCENT),
            atom("us", MICRO(Units.SECOND)),
            atom("ms", MILLI(Units.SECOND)),
            atom("s", Units.SECOND),
            atom("min", Units.MINUTE),
            atom("h", Units.HOUR),
            atom("mm", MILLI(Units.METRE)),
            atom("m", Units.METRE),
            atom("km", KILO(Units.METRE)),
            atom("Hz", Units.HERTZ),
            atom("kg", Units.KILOGRAM),
            atom("N", Units.NEWTON),
            atom("W", Units.WATT),
            atom("kWh", KILO(Units.WATT).multiply(Units.HOUR)),
            atom("J", Units.JOULE),
            atom("V", Units.VOLT),
            atom("A", Units.AMPERE),
            atom("K", Units.KELVIN),
            atom("degC", Units.CELSIUS),
            Map.entry("rad", new UnitSymbol("rad", ONE, 1, 0)),
            Map.entry("deg", new UnitSymbol("deg", ONE.multiply(Math.PI / 180), 1, 0)),
            Map.entry("byte", new UnitSymbol("byte", ONE, 0, 1)));

    /** The unit that a symbol means; empty where it means none. */
    static Optional<UnitSymbol> parse(String text) {
        String plain = text.replace("²", "^2")
                .replace("³", "^3")
                .replace('·', '*')
                .replace("µs", "us")
                .replace("°", "deg");
        UnitSymbol product = null;
        boolean divide = false;
        for (String part : plain.splitWithDelimiters("[*/]", -1)) {
            if (part.equals("*") || part.equals("/")) {
                divide = part.equals("/");
                continue;
            }
            Optional<UnitSymbol> next = factor(part);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            product = product == null ? next.get() : divide ? product.over(next.get()) : product.times(next.get());
        }
        return product == null
                ? Optional.empty()
                : Optional.of(new UnitSymbol(text, product.unit, product.angles, product.bytes));
    }

    private static Optional<UnitSymbol> factor(String text) {
        Matcher matcher = FACTOR.matcher(text);
        UnitSymbol atom = matcher.matches() ? ATOMS.get(matcher.group(1)) : null;
        if (atom == null) {
            return Optional.empty();
        }
        int power = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        return Optional.of(new UnitSymbol(text, atom.unit.pow(power), atom.angles * power, atom.bytes * power));
    }

    UnitSymbol times(UnitSymbol other) {
        return new UnitSymbol(
                symbol.equals("1") ? other.symbol : other.symbol.equals("1") ? symbol : symbol + "*" + other.symbol,
                unit.multiply(other.unit),
                angles + other.angles,
                bytes + other.bytes);
    }

    /** The quotient; a divisor of several factors is written as one division for each. */
    UnitSymbol over(UnitSymbol other) {
        return new UnitSymbol(
                other.symbol.equals("1")
                        ? symbol
                        : symbol + "/"
                                + other.symbol
                                        .replace("/", "\u0000")
                                        .replace("*", "/")
                                        .replace("\u0000", "*"),
                unit.divide(other.unit),
                angles - other.angles,
                bytes - other.bytes);
    }

    /** What a value must be multiplied by; empty where they measure different things, or zero lies elsewhere. */
    OptionalDouble factorTo(UnitSymbol other) {
        if (angles != other.angles || bytes != other.bytes) {
            return OptionalDouble.empty();
        }
        try {
            UnitConverter converter = unit.getConverterToAny(other.unit);
            return converter.isIdentity()
                    ? OptionalDouble.of(1)
                    : converter.isLinear() ? OptionalDouble.of(converter.convert(1.0)) : OptionalDouble.empty();
        } catch (IncommensurableException e) {
            return OptionalDouble.empty();
        }
    }

    private static Map.Entry<String, UnitSymbol> atom(String symbol, Unit<?> unit) {
        return Map.entry(symbol, new UnitSymbol(symbol, unit, 0, 0));
    }
}
