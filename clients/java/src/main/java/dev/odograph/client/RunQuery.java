package dev.odograph.client;

/** Which runs to list. Immutable. */
public final class RunQuery {
    private final Query query;

    private RunQuery(Query query) {
        this.query = query;
    }

    /** All of them. */
    public static RunQuery all() {
        return new RunQuery(Query.NONE);
    }

    /** Only of this graph. */
    public RunQuery graph(String name) {
        return new RunQuery(query.with("graph", name));
    }

    /** Only on this dataset. */
    public RunQuery dataset(String name) {
        return new RunQuery(query.with("dataset", name));
    }

    /** Only those that stand so. */
    public RunQuery status(RunStatus status) {
        return new RunQuery(query.with("status", status));
    }

    /** Only for this purpose. */
    public RunQuery purpose(Purpose purpose) {
        return new RunQuery(query.with("purpose", purpose.name().toLowerCase(java.util.Locale.ROOT)));
    }

    /** Only of graphs that this team answers for. */
    public RunQuery owner(String team) {
        return new RunQuery(query.with("owner", team));
    }

    Query query() {
        return query;
    }
}
