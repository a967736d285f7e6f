package dev.odograph.client;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An Odograph, by its REST API. Thread-safe; make one and keep it. It needs no closing.
 *
 * <p>Every method that asks the server throws an {@link OdographException}: SERVER_UNAVAILABLE where it does not answer, ANSWER_UNKNOWN
 * where it is no Odograph, TOKEN_INVALID and ACCESS_DENIED where access is refused, INTERRUPTED, and what the method names. A server
 * that does not answer is asked again for a minute, five seconds where it never answered before, if asking twice is harmless.
 *
 * <p>Lists are streams that read page by page as they are taken; each belongs to one thread.
 */
public final class Odograph {
    private static final String EMBEDDED = "http://127.0.0.1:8080";
    /** A server answers within 50 s, done or not. */
    private static final Duration COMPARE = Duration.ofSeconds(120);

    private static final int ACCEPTED = 202;
    private static final Duration COMPARE_PAUSE = Duration.ofSeconds(1);

    private final Transport transport;

    Odograph(Transport transport) {
        this.transport = transport;
    }

    /**
     * A client of the Odograph that the environment names. Nothing is sent yet.
     *
     * <p>Its address is that in ODOGRAPH_URL, or in ODOGRAPH_API, or else where the embedded stack listens, http://127.0.0.1:8080; its
     * token that in ODOGRAPH_TOKEN, if any.
     *
     * @throws OdographException ARGUMENT_INVALID where the address is none
     */
    public static Odograph connect() {
        return connect(System.getenv());
    }

    /**
     * A client of the Odograph at an address. Nothing is sent yet.
     *
     * @param address such as http://127.0.0.1:8080
     * @param token sent as {@code Authorization: Bearer}; null where none is needed
     * @throws OdographException ARGUMENT_INVALID where the address is none
     */
    public static Odograph connect(URI address, @Nullable String token) {
        return new Odograph(Transport.of(Arguments.address(address), token, Limits.USUAL));
    }

    static Odograph connect(Map<String, String> environment) {
        String address = Stream.of("ODOGRAPH_URL", "ODOGRAPH_API")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(EMBEDDED);
        String token = environment.getOrDefault("ODOGRAPH_TOKEN", "");
        return connect(Arguments.address(address), token.isBlank() ? null : token);
    }

    /** This client, but so patient with a server that does not answer; five seconds at most before it has answered once. */
    public Odograph withPatience(Duration patience) {
        return new Odograph(transport.with(transport.limits().patience(patience)));
    }

    /** Its address. */
    public URI address() {
        return URI.create(transport.base());
    }

    /**
     * Starts a run; returns once the start is kept and cannot be lost. What was computed before is reused. It is sent again where its
     * answer is lost, and starts one run only.
     *
     * @throws OdographException ARGUMENT_INVALID, DATASET_NOT_FOUND, RUN_ID_REUSED. What only planning finds, such as a graph that is not
     *     there or a parameter's wrong value, is said by {@link Run#await}
     */
    public Run start(StartRun wanted) {
        String key = wanted.idempotencyKey() == null ? UUID.randomUUID().toString() : wanted.idempotencyKey();
        if (!key.matches("[!-~]{1,200}")) {
            throw OdographException.invalid(
                    "idempotencyKey is \"" + key + "\": give 1 to 200 visible ASCII characters");
        }
        Call call = Call.of(Operation.START_RUN)
                .headers(Map.of("Idempotency-Key", key))
                .body(wanted);
        return new Run(transport, Json.read(transport.ask(call), RunState.class));
    }

    /**
     * The run of that id.
     *
     * @throws OdographException RUN_NOT_FOUND, with ids that may be meant
     */
    public Run run(String runId) {
        HttpResponse<Body> answer = transport.ask(Call.of(Operation.SHOW_RUN, runId));
        return new Run(transport, Json.read(answer, RunState.class));
    }

    /** Runs, the newest first. */
    public Stream<RunSummary> runs(RunQuery which) {
        return transport.list(Call.of(Operation.LIST_RUNS).query(which.query()), RunSummary.class);
    }

    /** Rows of a metric, {@code namespace/name} where it has a namespace. Nothing is read yet. */
    public Results results(String metric) {
        return Results.of(transport, metric);
    }

    /**
     * Whether metrics got better or worse; returns once the comparison is made, however long that takes.
     *
     * @param metrics names of metrics, 1 to 10, which are one family for the correction
     * @throws OdographException ARGUMENT_INVALID, METRIC_NOT_FOUND, RUN_NOT_FOUND
     */
    public Comparison compare(CompareQuery sides, String... metrics) {
        Call call =
                Call.of(Operation.COMPARE).query(sides.query(List.of(metrics))).timeout(COMPARE);
        HttpResponse<Body> answer = transport.ask(call);
        while (answer.statusCode() == ACCEPTED) {
            try {
                Thread.sleep(COMPARE_PAUSE.toMillis());
            } catch (InterruptedException e) {
                throw OdographException.interrupted();
            }
            answer = transport.ask(call);
        }
        var found = Json.findObject(answer.body().bytes());
        if (found == null || !found.path("verdict").isTextual()) {
            throw OdographException.unknown(answer, null);
        }
        return new Comparison(found.path("verdict").asText(), found);
    }

    /** What channels show. */
    public Stream<Publication> publications() {
        return publications(null, null);
    }

    /**
     * What channels show.
     *
     * @param channel only this one; all where null
     * @param dataset only of this one; of all where null
     */
    public Stream<Publication> publications(@Nullable String channel, @Nullable String dataset) {
        Query query = Query.NONE.with("channel", channel).with("dataset", dataset);
        return transport.list(Call.of(Operation.LIST_PUBLICATIONS).query(query), Publication.class);
    }

    /** Datasets by name, newest versions. */
    public Stream<Dataset> datasets() {
        return transport.list(Call.of(Operation.LIST_DATASETS), Dataset.class);
    }

    /** Graphs of merged code by name. */
    public Stream<Graph> graphs() {
        return transport.list(Call.of(Operation.LIST_GRAPHS), Graph.class);
    }

    /** Graphs of a bundle by name: its digest, the digest's first eight digits or more, or a branch. */
    public Stream<Graph> graphs(String bundle) {
        Query query = Query.NONE.with("bundle", bundle);
        return transport.list(Call.of(Operation.LIST_GRAPHS).query(query), Graph.class);
    }

    /** Events of all runs and channels. Close it. Nothing is sent until the first is asked for. */
    public EventStream events(EventQuery which) {
        return new EventStream(transport, Call.of(Operation.FOLLOW_EVENTS), which.query());
    }

    @Override
    public String toString() {
        return "Odograph at " + transport.base();
    }
}
