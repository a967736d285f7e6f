package dev.odograph.api;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.UnplannedRun;
import dev.odograph.store.lineage.RunRequest;
import dev.odograph.store.lineage.RunRequests;
import dev.odograph.worker.Role;
import dev.odograph.worker.RunStart;
import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes workflows of accepted starts, as fast as Temporal takes them, and settles those of which no run came. Any number of
 * processes may do so at once. One thread; while Temporal is down, starts stay queued and say so.
 */
@ApplicationScoped
class RequestStarter {
    /** Longer than Temporal is asked to take a start. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(RequestStarter.class);
    private static final int BATCH = 32;
    private static final int AT_ONCE = 8;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SETTLE_EVERY = Duration.ofSeconds(5);
    private static final Duration UNPLANNED = Duration.ofSeconds(10);
    private static final int SETTLE_MOST = 50;
    private static final long SERVING_MILLIS = 2_000;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private final ApiStores stores;
    private final Semaphore work = new Semaphore(0);
    private final ExecutorService starts = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("odograph-start-", 0).factory());
    private volatile boolean open = true;
    private Duration delay = FIRST_DELAY;
    private long settled = System.nanoTime();

    RequestStarter(ApiStores stores) {
        this.stores = stores;
    }

    void start(@Observes StartupEvent event) {
        if (Role.of(System.getenv()).contains(Role.API)) {
            Thread.ofPlatform().daemon().name("odograph-starter").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        open = false;
        work.release();
        starts.shutdownNow();
    }

    /** Says that there is a new start. */
    void wake() {
        work.release();
    }

    private void run() {
        while (open) {
            try {
                boolean more = startSome();
                settleSome();
                if (!more) {
                    var unused = work.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("Starting accepted runs failed and is tried again: {}", e.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open = false;
        }
    }

    /** Returns whether there may be more to start at once. */
    private boolean startSome() {
        RunRequests requests = new RunRequests(stores.stores().postgres());
        List<RunRequest> taken = requests.take(BATCH);
        if (taken.isEmpty()) {
            return false;
        }
        WorkflowClient client = stores.temporal().client();
        String silent = silence(client);
        if (silent != null) {
            postpone(requests, taken.stream().map(RunRequest::runId).toList(), silent);
            return false;
        }
        List<String> started = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<?>> under = new ArrayList<>();
        for (RunRequest request : taken) {
            under.add(CompletableFuture.runAsync(() -> start(requests, client, request, started), starts));
        }
        try {
            CompletableFuture.allOf(under.toArray(CompletableFuture[]::new)).join();
        } finally {
            if (!started.isEmpty()) {
                delay = FIRST_DELAY;
                requests.started(List.copyOf(started));
            }
        }
        return taken.size() == BATCH;
    }

    private void start(RunRequests requests, WorkflowClient client, RunRequest request, List<String> started) {
        try {
            if (requests.renew(request.runId(), START)) {
                RunStart.startOnce(client, request.runId(), request.input());
                started.add(request.runId());
            }
        } catch (OdographException e) {
            requests.postpone(List.of(request.runId()), FIRST_DELAY, String.valueOf(e.getMessage()));
        }
    }

    private void postpone(RunRequests requests, List<String> runIds, String why) {
        LOG.warn("{} accepted starts wait for Temporal: {}", runIds.size(), why);
        requests.postpone(runIds, delay, why);
        delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay.multipliedBy(2);
    }

    /** Why Temporal takes nothing; null where it does. A start itself would try for a minute before it says so. */
    private static @org.jspecify.annotations.Nullable String silence(WorkflowClient client) {
        try {
            var unused = client.getWorkflowServiceStubs()
                    .blockingStub()
                    .withDeadlineAfter(SERVING_MILLIS, TimeUnit.MILLISECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return null;
        } catch (StatusRuntimeException e) {
            return "Temporal does not answer (" + e.getStatus().getCode()
                    + "): the start is kept and tried again; see ./odograph status";
        }
    }

    /** Planning settles what it refuses; here are runs whose workflow ended without a word. */
    private void settleSome() {
        if (System.nanoTime() - settled < SETTLE_EVERY.toNanos()) {
            return;
        }
        settled = System.nanoTime();
        RunRequests requests = new RunRequests(stores.stores().postgres());
        for (String runId : requests.unplanned(UNPLANNED, SETTLE_MOST)) {
            try {
                if (UnplannedRun.explain(stores.temporal().client(), runId).isEmpty()) {
                    settle(
                            requests,
                            runId,
                            ErrorCode.RUN_TERMINATED,
                            "Run \"" + runId
                                    + "\" is gone from Temporal before it was planned: start it again by POST /api/runs/"
                                    + runId + "/retry");
                }
            } catch (OdographException ended) {
                if (ended.code() != ErrorCode.TEMPORAL_UNAVAILABLE) {
                    settle(requests, runId, ended.code(), String.valueOf(ended.getMessage()));
                }
            } catch (StatusRuntimeException | io.temporal.client.WorkflowServiceException down) {
                return;
            }
        }
    }

    private static void settle(RunRequests requests, String runId, ErrorCode code, String message) {
        RunStatus status = code == ErrorCode.RUN_CANCELLED ? RunStatus.CANCELLED : RunStatus.FAILED;
        if (requests.settle(runId, status, code, message)) {
            LOG.info("Run {} was not planned: {}", runId, code);
        }
    }
}
