package dev.odograph.query.segment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What charts draw of a window. Of a line with more rows than there is room for, each bucket of time gives its least and
 * its greatest value at their own times, so that no peak is lost.
 *
 * @param fromMs where the window begins
 * @param toMs where it ends
 * @param charts the charts that were asked for
 */
public record SegmentSeries(long fromMs, long toMs, List<Drawn> charts) {
    public SegmentSeries {
        charts = List.copyOf(charts);
    }

    /**
     * A chart.
     *
     * @param id {@code table.column}
     * @param rows rows in the window
     * @param whole whether every row is here
     * @param problem why there is nothing; null where there is no problem
     * @param lines by the values of the table's keys
     * @param more lines that are left out, of a table with very many
     */
    public record Drawn(
            String id, long rows, boolean whole, @Nullable String problem, List<Line> lines, int more) {
        public Drawn {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A line.
     *
     * @param name the keys' values, such as {@code position 2}; empty where the table has no other key than time
     * @param t milliseconds, rising
     * @param v values; null where there is none
     */
    public record Line(String name, List<Long> t, List<@Nullable Double> v) {
        public Line {
            t = Collections.unmodifiableList(t);
            v = Collections.unmodifiableList(new ArrayList<>(v));
        }
    }
}
