package dev.odograph.graph;

/**
 * One segment's rows in the order of their key, read forward once. Two ways to read: by column, fast and without
 * objects ({@link #next} and the column views), or as records by iteration. Not thread-safe.
 *
 * <pre>{@code
 * DoubleColumn speed = rows.doubles("speed_mps");
 * while (rows.next()) {
 *     double v = speed.value();
 * }
 * }</pre>
 *
 * @param <I> record of the rows
 */
public interface Rows<I extends Record> extends Iterable<I> {
    /** Moves to the next row; false when there is none. Column views then show that row. */
    boolean next();

    /** The current row as a record. */
    I row();

    /**
     * View of a FLOAT64 column at the current row; valid for all rows.
     *
     * @throws IllegalArgumentException where there is no such column of that type; the message lists the columns
     */
    DoubleColumn doubles(String column);

    /** View of an INT64, INT32 or TIMESTAMP (microseconds since 1970) column at the current row. */
    LongColumn longs(String column);

    /** View of a BOOL column at the current row. */
    BooleanColumn booleans(String column);

    /** View of a STRING column at the current row. */
    StringColumn strings(String column);

    /** A FLOAT64 column at the current row. */
    interface DoubleColumn {
        /** The value; 0 where it is null. */
        double value();

        /** Whether the value is absent. */
        boolean isNull();
    }

    /** An integer column at the current row. */
    interface LongColumn {
        /** The value; 0 where it is null. */
        long value();

        /** Whether the value is absent. */
        boolean isNull();
    }

    /** A BOOL column at the current row. */
    interface BooleanColumn {
        /** The value; false where it is null. */
        boolean value();

        /** Whether the value is absent. */
        boolean isNull();
    }

    /** A STRING column at the current row. */
    interface StringColumn {
        /** The value; empty where it is null. */
        String value();

        /** Whether the value is absent. */
        boolean isNull();
    }
}
