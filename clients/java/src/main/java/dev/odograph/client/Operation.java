package dev.odograph.client;

import java.util.List;

/** Operations of the API that the client asks for, with the query parameters that it sends. */
enum Operation {
    START_RUN("POST", "/api/runs"),
    LIST_RUNS("GET", "/api/runs", "graph", "dataset", "status", "purpose", "owner", "cursor"),
    SHOW_RUN("GET", "/api/runs/{id}", "wait"),
    LIST_FAILURES("GET", "/api/runs/{id}/failures"),
    RETRY_RUN("POST", "/api/runs/{id}/retry"),
    CANCEL_RUN("POST", "/api/runs/{id}/cancel"),
    WAIVE_SEGMENTS("POST", "/api/runs/{id}/waive"),
    ABORT_RUN("POST", "/api/runs/{id}/abort"),
    FOLLOW_RUN_EVENTS("GET", "/api/runs/{id}/events", "after"),
    FOLLOW_EVENTS("GET", "/api/events", "after", "type", "graph", "owner"),
    READ_RESULTS(
            "GET",
            "/api/results/{namespace}/{metric}",
            "dataset",
            "channel",
            "run",
            "version",
            "columns",
            "limit",
            "format"),
    COMPARE(
            "GET",
            "/api/compare",
            "metric",
            "base",
            "head",
            "alpha",
            "correction",
            "tolerance",
            "measure",
            "pair",
            "cluster",
            "stratify",
            "seed"),
    LIST_PUBLICATIONS("GET", "/api/publications", "channel", "dataset", "cursor"),
    LIST_DATASETS("GET", "/api/datasets", "cursor"),
    LIST_GRAPHS("GET", "/api/graphs", "bundle", "cursor");

    private final String method;
    private final String path;
    private final List<String> parameters;

    Operation(String method, String path, String... parameters) {
        this.method = method;
        this.path = path;
        this.parameters = List.of(parameters);
    }

    String method() {
        return method;
    }

    /** Path with names of its parts in braces. */
    String path() {
        return path;
    }

    /** Names of query parameters. */
    List<String> parameters() {
        return parameters;
    }
}
