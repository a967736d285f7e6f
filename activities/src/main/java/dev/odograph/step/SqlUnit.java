package dev.odograph.step;

import dev.odograph.spec.validation.Units;

/**
 * The unit of an expression.
 *
 * @param symbol its symbol
 * @param shown the expression, for messages
 * @param made whether it is made by a product or quotient: then a radian may have been taken for a number, as physics does
 */
record SqlUnit(String symbol, String shown, boolean made) {
    SqlUnit named(String name) {
        return new SqlUnit(symbol, name, made);
    }

    /** Whether its values are surely no values of another unit. */
    boolean differs(String other) {
        return !Units.same(symbol, other) && !(made && !Units.sameAngles(symbol, other));
    }

    boolean differs(SqlUnit other) {
        return !Units.same(symbol, other.symbol) && !((made || other.made) && !Units.sameAngles(symbol, other.symbol));
    }

    /** What to write where its values are wanted in another unit. */
    String mend(String wanted) {
        return Units.converted(made ? "(" + shown + ")" : shown, symbol, wanted)
                .map(value -> "write " + value + ", or correct the unit")
                .orElse("no factor makes " + wanted + " of " + symbol
                        + ", so take another column, or correct the unit");
    }
}
