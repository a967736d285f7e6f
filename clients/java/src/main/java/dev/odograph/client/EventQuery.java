package dev.odograph.client;

import java.util.List;

/** Which events to follow. Immutable. */
public final class EventQuery {
    private final Query query;

    private EventQuery(Query query) {
        this.query = query;
    }

    /** What happens from now on. What happens while the connection is lost before the first event came is missed. */
    public static EventQuery fromNow() {
        return new EventQuery(Query.NONE);
    }

    /** What happened after an event, {@code "0"} for all that are kept (30 days), and what happens from then on. */
    public static EventQuery after(String id) {
        return new EventQuery(Query.NONE.with("after", id));
    }

    /** Only of these types, such as {@code run.failed}. */
    public EventQuery types(String... names) {
        return new EventQuery(query.withAll("type", List.of(names)));
    }

    /** Only of runs of this graph. */
    public EventQuery graph(String name) {
        return new EventQuery(query.with("graph", name));
    }

    /** Only of graphs that this team answers for. */
    public EventQuery owner(String team) {
        return new EventQuery(query.with("owner", team));
    }

    Query query() {
        return query;
    }
}
