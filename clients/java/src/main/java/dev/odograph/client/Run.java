package dev.odograph.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A run, as the server last said. Thread-safe: what was said is replaced as a whole.
 *
 * <p>Decisions ({@link #retry}, {@link #cancel}, {@link #waive}, {@link #abort}) are not sent again where their answer is lost: they
 * throw SERVER_UNAVAILABLE then, and {@link #refresh} shows whether they were taken. All else is asked again for as long as the
 * client is patient.
 */
public final class Run {
    private final Transport transport;
    private final String id;
    private volatile RunState state;

    Run(Transport transport, RunState state) {
        this.transport = transport;
        this.id = state.runId();
        this.state = state;
    }

    /** Its id, which is also its workflow's id in Temporal. */
    public String id() {
        return id;
    }

    /** Where it stood when it was last looked at; sends nothing. */
    public RunStatus status() {
        return state.status();
    }

    /** All that was said of it when it was last looked at; sends nothing. */
    public RunState state() {
        return state;
    }

    /**
     * Looks again, and returns itself.
     *
     * @throws OdographException RUN_NOT_FOUND, SERVER_UNAVAILABLE
     */
    public Run refresh() {
        state = Json.read(transport.ask(Call.of(Operation.SHOW_RUN, id)), RunState.class);
        return this;
    }

    /**
     * Waits until it has succeeded, however long that takes, also for a server that is gone; returns itself.
     *
     * @throws RunFailedException it ended FAILED or CANCELLED
     * @throws RunParkedException it waits for an operator
     * @throws OdographException the server refuses to tell, such as RUN_NOT_FOUND; INTERRUPTED
     */
    public Run await() {
        return Transport.join(awaitAsync());
    }

    /**
     * Waits until it has succeeded, by long poll, and returns itself. A server that does not answer or restarts is asked again until
     * the time is over.
     *
     * @throws RunFailedException it ended FAILED or CANCELLED
     * @throws RunParkedException it waits for an operator
     * @throws RunTimeoutException the time is over; the run goes on
     * @throws OdographException the server refuses to tell, such as RUN_NOT_FOUND; INTERRUPTED
     */
    public Run await(Duration longest) {
        return Transport.join(awaitAsync(longest));
    }

    /** As {@link #await()}, without a thread that waits. Cancel the future to stop waiting: the run goes on. */
    public CompletableFuture<Run> awaitAsync() {
        return new Waiting(transport, this, Deadline.never()).begin();
    }

    /**
     * As {@link #await(Duration)}, without a thread that waits. The future fails with what {@code await} throws. Cancel it to stop
     * waiting: the run goes on.
     */
    public CompletableFuture<Run> awaitAsync(Duration longest) {
        return new Waiting(transport, this, Deadline.in(longest)).begin();
    }

    /**
     * Computes what is missing, of a run that is PARKED, FAILED or CANCELLED; {@link #await} then waits for the new pass.
     *
     * @param reason why; null where there is nothing to say
     * @throws OdographException ARGUMENT_INVALID for a run that stands otherwise; TEMPORAL_UNAVAILABLE
     */
    public Action retry(@Nullable String reason) {
        return decide(Operation.RETRY_RUN, reason, null);
    }

    /**
     * Asks it to end; what it has committed stays. {@link #await} throws RunFailedException once it has ended.
     *
     * @throws OdographException ARGUMENT_INVALID for a run that has ended; TEMPORAL_UNAVAILABLE
     */
    public Action cancel() {
        return decide(Operation.CANCEL_RUN, null, null);
    }

    /**
     * Lets a parked run do without segments.
     *
     * @param reason why; needed
     * @param segments ids of segments that failed; all of them where none is given
     * @throws OdographException ARGUMENT_INVALID for a run that is not PARKED; TEMPORAL_UNAVAILABLE
     */
    public Action waive(String reason, String... segments) {
        return decide(Operation.WAIVE_SEGMENTS, reason, segments.length == 0 ? null : List.of(segments));
    }

    /**
     * Ends a parked run as FAILED.
     *
     * @param reason why; needed
     * @throws OdographException ARGUMENT_INVALID for a run that is not PARKED; TEMPORAL_UNAVAILABLE
     */
    public Action abort(String reason) {
        return decide(Operation.ABORT_RUN, reason, null);
    }

    /** What failed in it and is not mended, by cause; empty for a run that was never planned. */
    public List<FailureGroup> failures() {
        return Transport.join(failuresAsync());
    }

    /** What became of it, from its beginning. Close it. */
    public EventStream events() {
        return events(null);
    }

    /**
     * What became of it. Close it.
     *
     * @param after id of the last event that was seen; from the beginning where null
     */
    public EventStream events(@Nullable String after) {
        return new EventStream(transport, Call.of(Operation.FOLLOW_RUN_EVENTS, id), Query.NONE.with("after", after));
    }

    /** Rows that it stored of a metric, {@code namespace/name} where it has a namespace. Nothing is read yet. */
    public Results results(String metric) {
        return Results.of(transport, metric).run(id);
    }

    CompletableFuture<List<FailureGroup>> failuresAsync() {
        return transport
                .send(Call.of(Operation.LIST_FAILURES, id))
                .thenApply(answer -> Json.page(answer, FailureGroup.class).items());
    }

    void saw(RunState seen) {
        state = seen;
    }

    private Action decide(Operation operation, @Nullable String reason, @Nullable List<String> segments) {
        Call call = Call.of(operation, id)
                .body(new Decision(null, reason, segments))
                .once();
        return Json.read(transport.ask(call), Action.class);
    }

    @Override
    public String toString() {
        return "Run " + id + " " + status();
    }
}
