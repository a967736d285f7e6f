package dev.odograph.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks where a run stands until it goes no further. */
final class Waiting {
    private static final Duration GRACE = Duration.ofSeconds(30);
    /** Between two questions where something before the server answers at once. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Transport transport;
    private final Run run;
    private final Deadline end;
    private final CompletableFuture<Run> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<?> underWay;

    Waiting(Transport transport, Run run, Deadline end) {
        this.transport = transport;
        this.run = run;
        this.end = end;
    }

    CompletableFuture<Run> begin() {
        var unused = result.whenComplete((done, lost) -> {
            CompletableFuture<?> asked = underWay;
            if (result.isCancelled() && asked != null) {
                asked.cancel(true);
            }
        });
        ask();
        return result;
    }

    private void ask() {
        Duration wait = end.atMost(transport.limits().longPoll());
        long began = System.nanoTime();
        Call call = Call.of(Operation.SHOW_RUN, run.id())
                .query(Query.NONE.with("wait", wait.toMillis() + "ms"))
                .timeout(wait.plus(GRACE));
        var asked = transport.send(call, end.left());
        underWay = asked;
        // Apart from the threads of the HTTP client: what hangs on the result may take its time.
        var unused = asked.whenCompleteAsync((answer, lost) -> {
            try {
                if (lost == null) {
                    Duration took = Duration.ofNanos(System.nanoTime() - began);
                    saw(Json.read(answer, RunState.class), took.compareTo(wait.dividedBy(2)) < 0);
                } else {
                    lost(Transport.cause(lost));
                }
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        if (result.isDone()) {
            asked.cancel(true);
        }
    }

    private void saw(RunState state, boolean early) {
        run.saw(state);
        if (state.status() == RunStatus.SUCCEEDED) {
            result.complete(run);
        } else if (state.status().settled()) {
            var unused = run.failuresAsync()
                    .whenCompleteAsync((failures, lost) -> result.completeExceptionally(
                            lost == null ? ended(state, failures) : Transport.cause(lost)));
        } else if (end.over()) {
            result.completeExceptionally(new RunTimeoutException(
                    run.id(),
                    "Run " + run.id() + " is " + state.status() + " when the time is over, and goes on: await it again",
                    null));
        } else if (early) {
            CompletableFuture.delayedExecutor(end.atMost(PAUSE).toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::ask);
        } else {
            ask();
        }
    }

    private void lost(Throwable why) {
        boolean passing = why instanceof OdographException known && known.passing();
        result.completeExceptionally(
                passing && end.over()
                        ? new RunTimeoutException(
                                run.id(),
                                "Run " + run.id() + " may go on, but the time is over and " + why.getMessage(),
                                why)
                        : why);
    }

    private static OdographException ended(RunState state, List<FailureGroup> failures) {
        Failure failure =
                state.failure() == null ? new Failure("RUN_" + state.status(), "no reason was given") : state.failure();
        return state.status() == RunStatus.PARKED
                ? new RunParkedException(failure.code(), failure.message(), state, failures)
                : new RunFailedException(failure.code(), failure.message(), state, failures);
    }
}
