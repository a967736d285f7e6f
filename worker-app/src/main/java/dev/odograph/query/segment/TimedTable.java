package dev.odograph.query.segment;

import dev.odograph.query.TimeColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of a segment whose rows have a time: of the recording, or of a metric.
 *
 * @param name the table's or the metric's name
 * @param time its time column
 * @param keys columns that tell lines apart
 * @param numbers columns that can be drawn
 * @param rows how to read it
 */
record TimedTable(String name, TimeColumn time, List<String> keys, List<Value> numbers, TableRows rows) {
    /** Lines that are drawn of a table. */
    static final int MOST_LINES = 16;

    TimedTable {
        keys = List.copyOf(keys);
        numbers = List.copyOf(numbers);
    }

    /** A column that can be drawn. */
    record Value(String column, @Nullable String unit) {}

    boolean metric() {
        return rows instanceof MetricTableRows;
    }
}
