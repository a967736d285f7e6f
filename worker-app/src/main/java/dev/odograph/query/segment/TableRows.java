package dev.odograph.query.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the rows of one table of one segment are, with the words of SQL that differ there. */
sealed interface TableRows permits RecordingRows, MetricTableRows {
    /** Quoted name of a column, whatever it holds. */
    String quoted(String column);

    /** A column as text behind an equals sign, which keeps it from being taken for a number; null where it is absent. */
    String text(String column);

    /** {@code FROM … WHERE …} of the segment's rows; conditions may follow by AND. */
    String fromWhere();

    /** Name of the function that gives one column's value where another is least. */
    String argMin();

    /** Name of the function that gives one column's value where another is greatest. */
    String argMax();

    /** All rows of a small answer: Long, Double, String or null. */
    List<@Nullable Object[]> rows(String sql);

    /** Writes a query's answer to a file. */
    void write(String sql, WindowFormat format, Path file) throws IOException;
}
