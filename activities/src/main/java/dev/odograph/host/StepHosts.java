package dev.odograph.host;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.BundleDescriber;
import dev.odograph.host.bundle.BundleDescription;
import dev.odograph.step.Progress;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageWork;
import dev.odograph.step.python.PythonEnvironments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's pool of step hosts. A host belongs to one bundle, runs one task at a time and is kept warm for the next
 * of that bundle; a crash, a timeout or a cancel ends the process and costs that one attempt. Where it is told to, it
 * also keeps hosts ready that belong to no bundle yet, so that a bundle's first tasks need not wait. Thread-safe.
 */
public final class StepHosts implements BundleDescriber, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StepHosts.class);
    private static final long READY_EVERY_MS = 1_000;

    private final HostSettings settings;
    private final HostSandbox sandbox;
    private final Semaphore slots;
    private final AtomicLong started = new AtomicLong();
    private final List<Idle> idle = new ArrayList<>();
    private final List<StepHostProcess> ready = new ArrayList<>();
    private final ScheduledExecutorService reaper;
    private @Nullable Future<?> ahead;
    private boolean closed;

    private record Idle(String bundle, StepHostProcess host, long since) {}

    /** A pool that starts hosts when they are needed. */
    public StepHosts(HostSettings settings, HostSandbox sandbox) {
        this.settings = settings;
        this.sandbox = sandbox;
        this.slots = new Semaphore(settings.processes(), true);
        this.reaper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("step-host-reaper").daemon(true).factory());
        long every = Math.max(50, settings.limits().idle().toMillis() / 2);
        var unused = reaper.scheduleWithFixedDelay(this::retireIdle, every, every, TimeUnit.MILLISECONDS);
    }

    /**
     * From now on keeps this many hosts ready, beside those that belong to a bundle. They are started while no task is
     * under way, and rehearsed: the engine is loaded, and what every stage runs has run.
     */
    public void keepReady(int wanted) {
        var unused = reaper.scheduleWithFixedDelay(() -> prepare(wanted), 0, READY_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Starts a host for the task that comes next, beside what this process does until then. */
    public synchronized void startAhead() {
        ahead = reaper.submit(() -> addReady(Optional.empty()));
    }

    /**
     * Runs one stage for one partition in a host of its bundle; waits while all hosts are busy.
     *
     * @param progress is told each step and segment before it starts, and asked for cancellation
     * @throws OdographException what the stage threw; STEP_HOST_CRASHED, STEP_TIMED_OUT or MEMORY_EXHAUSTED where the
     *     host had to end, RUN_CANCELLED where the work was cancelled or the thread interrupted
     */
    public StageOutput run(StageWork work, Progress progress) {
        PythonEnvironments.standard().prepare(work.steps());
        acquire(work.stage(), progress);
        try {
            StepHostProcess host = take(work.bundle());
            HostFrame.Done done = (HostFrame.Done) new Conversation(host, settings.limits(), progress, work.stage())
                    .askThen(new HostFrame.Task(work), () -> giveBack(work.bundle(), host));
            return done.output();
        } finally {
            slots.release();
        }
    }

    @Override
    public BundleDescription describe(Path bundle) {
        String task = "describe " + bundle.getFileName();
        acquire(task, Progress.NONE);
        try {
            makeRoom();
            StepHostProcess host = fresh();
            HostFrame.Described described =
                    (HostFrame.Described) new Conversation(host, settings.limits(), Progress.NONE, task)
                            .askThen(new HostFrame.Describe(bundle.toString()), host::stop);
            return described.description();
        } finally {
            slots.release();
        }
    }

    /** Process ids of the hosts that are ready now. */
    synchronized Set<Long> ready() {
        return ready.stream().map(StepHostProcess::pid).collect(Collectors.toSet());
    }

    /** How steps are locked in on this machine. */
    public HostSandbox sandbox() {
        return sandbox;
    }

    private void acquire(String task, Progress progress) {
        try {
            while (!slots.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                if (progress.cancelled()) {
                    throw new OdographException(
                            ErrorCode.RUN_CANCELLED, "Step \"" + task + "\": cancelled before a step host was free");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(
                    ErrorCode.RUN_CANCELLED, "Step \"" + task + "\": stopped before a step host was free", e);
        }
    }

    private StepHostProcess take(String bundle) {
        for (Optional<Idle> warm = pick(bundle); warm.isPresent(); warm = pick(bundle)) {
            if (warm.get().host().alive()) {
                return warm.get().host();
            }
            warm.get().host().kill();
        }
        makeRoom();
        return fresh();
    }

    /** A host of no bundle yet: one that is ready, else one that is started now. */
    private StepHostProcess fresh() {
        awaitAhead();
        for (Optional<StepHostProcess> host = nextReady(); host.isPresent(); host = nextReady()) {
            if (host.get().alive()) {
                return host.get();
            }
            host.get().kill();
        }
        return start();
    }

    private synchronized @Nullable Future<?> ahead() {
        Future<?> started = ahead;
        ahead = null;
        return started;
    }

    private void awaitAhead() {
        Future<?> started = ahead();
        try {
            if (started != null) {
                started.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("A step host that was started ahead is not there", e);
        }
    }

    private StepHostProcess start() {
        return StepHostProcess.start(settings, sandbox, started.incrementAndGet());
    }

    private synchronized Optional<StepHostProcess> nextReady() {
        return ready.isEmpty() ? Optional.empty() : Optional.of(ready.removeLast());
    }

    private void prepare(int wanted) {
        synchronized (this) {
            ready.removeIf(host -> !host.alive());
            if (closed || ready.size() >= wanted || slots.availablePermits() < settings.processes()) {
                return;
            }
        }
        addReady(Optional.of(new HostRehearsal(settings)));
    }

    /** A host that does not come up is left to the task that needs one, which says so. */
    private void addReady(Optional<HostRehearsal> rehearsal) {
        try {
            StepHostProcess host = start();
            boolean fit = rehearsal.isEmpty() || rehearsal.get().of(host);
            if (fit && !keepReady(host)) {
                host.stop();
            }
        } catch (OdographException e) {
            LOG.warn("No step host could be made ready: {}", e.getMessage());
        }
    }

    private synchronized boolean keepReady(StepHostProcess host) {
        return !closed && ready.add(host);
    }

    /** The host of that bundle that was used last: its caches are the warmest. */
    private synchronized Optional<Idle> pick(String bundle) {
        for (int i = idle.size() - 1; i >= 0; i--) {
            if (idle.get(i).bundle().equals(bundle)) {
                return Optional.of(idle.remove(i));
            }
        }
        return Optional.empty();
    }

    /** A new host is about to start under a slot: idle ones of other bundles make room for it. */
    private void makeRoom() {
        for (Idle oldest = oldestAbove(settings.processes() - 1);
                oldest != null;
                oldest = oldestAbove(settings.processes() - 1)) {
            oldest.host().stop();
        }
    }

    private synchronized @Nullable Idle oldestAbove(int kept) {
        int busy = settings.processes() - slots.availablePermits();
        return !idle.isEmpty() && idle.size() + busy - 1 > kept ? idle.removeFirst() : null;
    }

    private void giveBack(String bundle, StepHostProcess host) {
        boolean bloated =
                ResidentMemory.ofTree(host.pid()).orElse(0) > settings.limits().residentBytes() / 2;
        if (!host.alive() || bloated || !keep(new Idle(bundle, host, System.nanoTime()))) {
            host.stop();
        }
    }

    private synchronized boolean keep(Idle host) {
        return !closed && idle.add(host);
    }

    private void retireIdle() {
        List<Idle> retired;
        synchronized (this) {
            long now = System.nanoTime();
            retired = idle.stream()
                    .filter(host -> !host.host().alive()
                            || now - host.since() > settings.limits().idle().toNanos())
                    .toList();
            idle.removeAll(retired);
        }
        retired.forEach(host -> host.host().stop());
    }

    /** Ends the idle hosts now, and the busy ones when their task is done. */
    @Override
    public void close() {
        reaper.shutdownNow();
        List<StepHostProcess> retired = new ArrayList<>();
        synchronized (this) {
            closed = true;
            idle.forEach(host -> retired.add(host.host()));
            idle.clear();
            retired.addAll(ready);
            ready.clear();
        }
        retired.forEach(StepHostProcess::stop);
    }
}
