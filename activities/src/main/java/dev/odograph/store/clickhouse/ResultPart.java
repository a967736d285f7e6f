package dev.odograph.store.clickhouse;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a source's rows is wanted.
 *
 * @param columns names of columns, in the order that they are wanted in; all where empty
 * @param limit at most so many rows; null for all
 */
public record ResultPart(List<String> columns, @Nullable Integer limit) {
    /** All rows with all columns. */
    public static final ResultPart ALL = new ResultPart(List.of(), null);

    public ResultPart {
        columns = List.copyOf(columns);
    }

    /**
     * Refuses columns that are none.
     *
     * @param there names of the columns that the rows have
     * @throws OdographException ARGUMENT_INVALID
     */
    public void requireColumns(List<String> there, String metric) {
        List<String> unknown =
                columns.stream().filter(column -> !there.contains(column)).toList();
        if (!unknown.isEmpty()) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "Metric " + metric + " has no columns " + unknown + ": it has " + String.join(", ", there));
        }
    }
}
