package dev.odograph.step;

import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The engines of one stage. To start one takes tens of milliseconds, so one that is as it was started serves the stage
 * again until this is closed; an author's query locks its own for good. Not thread-safe.
 */
final class Engines implements AutoCloseable {
    private final String scratch;
    private final long memoryBytes;
    private @Nullable DuckDBConnection spare;
    private boolean closed;

    Engines(String scratch, long memoryBytes) {
        this.scratch = scratch;
        this.memoryBytes = memoryBytes;
    }

    /** An engine for the caller alone, until it closes it. */
    DuckDb open() {
        DuckDBConnection kept = spare;
        spare = null;
        return new DuckDb(kept == null ? DuckDb.connect(scratch, memoryBytes) : kept, this);
    }

    /** Takes back an engine without tables, views and locks. */
    void keep(DuckDBConnection connection) throws SQLException {
        if (spare != null || closed) {
            connection.close();
        } else {
            spare = connection;
        }
    }

    @Override
    public void close() {
        closed = true;
        DuckDBConnection kept = spare;
        spare = null;
        if (kept != null) {
            DuckDb.close(kept);
        }
    }
}
