package dev.odograph.chaos;

import dev.odograph.embedded.StackPart;
import java.util.Locale;

/** A server that workers reach through a {@link FaultProxy}, and the request whose loss hurts most. */
enum Store {
    /** The transaction that commits an output. */
    POSTGRESQL(StackPart.POSTGRESQL, "insert into \"run_output\"", "COMMIT"),
    /** The INSERT of a write. */
    CLICKHOUSE(StackPart.CLICKHOUSE, "", "query_id=odograph-write-"),
    /** The completion of a stage, known by its report. */
    TEMPORAL(StackPart.TEMPORAL, "", "\"millis\":");

    private final StackPart part;
    private final String before;
    private final String request;

    Store(StackPart part, String before, String request) {
        this.part = part;
        this.before = before;
        this.request = request;
    }

    StackPart part() {
        return part;
    }

    /** What a connection must have said before {@link #request} counts; empty where nothing need be. */
    String before() {
        return before;
    }

    /** Bytes by which the request is known. */
    String request() {
        return request;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
