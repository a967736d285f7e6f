package dev.odograph.query;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ClickHouseFailure;
import dev.odograph.store.clickhouse.ClickHouseQuery;
import java.io.InputStream;
import java.util.List;

/** Reads ClickHouse for someone who waits: nothing is written, and what takes too long or too much is ended. Thread-safe. */
public final class LimitedReads {
    private static final int TIMEOUT_EXCEEDED = 159;
    private static final int TOO_SLOW = 160;
    private static final int MEMORY_LIMIT = 241;
    private static final int TOO_MANY_ROWS = 158;
    private static final int TOO_MANY_RESULTS = 396;

    private final ClickHouse clickhouse;

    /** Reads of that server. */
    public LimitedReads(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    /**
     * All rows of a small answer, each value as text.
     *
     * @throws OdographException QUERY_TOO_LARGE where it takes more than 10 seconds, 1 GB or 100,000 rows
     */
    public List<List<String>> rows(String what, ClickHouseQuery query) {
        try {
            return clickhouse.rows(limited(query).setting("max_result_rows", "100000"));
        } catch (OdographException e) {
            throw told(what, e);
        }
    }

    /** The answer as it comes, in a format of ClickHouse's; the caller closes it. */
    public InputStream open(String what, ClickHouseQuery query, String format) {
        try {
            return clickhouse.open(limited(query), format);
        } catch (OdographException e) {
            throw told(what, e);
        }
    }

    /** The same statement with the limits. */
    static ClickHouseQuery limited(ClickHouseQuery query) {
        return query.setting("readonly", "1")
                .setting("max_execution_time", "10")
                .setting("max_memory_usage", "1000000000")
                .setting("max_query_size", "16000000");
    }

    static OdographException told(String what, OdographException e) {
        if (e.getCause() instanceof ClickHouseFailure failure
                && List.of(TIMEOUT_EXCEEDED, TOO_SLOW, MEMORY_LIMIT, TOO_MANY_ROWS, TOO_MANY_RESULTS)
                        .contains(failure.serverCode())) {
            return new OdographException(
                    ErrorCode.QUERY_TOO_LARGE,
                    what + " takes more than 10 seconds or 1 GB: filter by a tag, or ask by ./odograph results --sql",
                    e);
        }
        return e;
    }
}
