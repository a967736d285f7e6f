package dev.odograph.client;

import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Bytes of rows, as the server sends them: nothing is held in memory. Close it. Belongs to one thread.
 *
 * <p>It ends with an IOException where the answer breaks off: what was read till then is no whole result.
 */
public final class Rows extends GuardedStream {
    private final String runId;
    private final OptionalLong segments;

    Rows(InputStream stream, Duration silence, String runId, OptionalLong segments) {
        super(stream, silence);
        this.runId = runId;
        this.segments = segments;
    }

    /** Id of the run whose rows these are. */
    public String runId() {
        return runId;
    }

    /** Segments that the rows stand on; 0 of a reduce, empty where that was not said. */
    public OptionalLong segments() {
        return segments;
    }
}
