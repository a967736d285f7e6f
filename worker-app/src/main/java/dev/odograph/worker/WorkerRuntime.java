package dev.odograph.worker;

import dev.odograph.activity.ArrivalActivitiesImpl;
import dev.odograph.activity.BundleReferences;
import dev.odograph.activity.FinishActivitiesImpl;
import dev.odograph.activity.MemoCheck;
import dev.odograph.activity.OutputRepetition;
import dev.odograph.activity.PlanActivitiesImpl;
import dev.odograph.activity.RegressionActivitiesImpl;
import dev.odograph.activity.RepeatActivitiesImpl;
import dev.odograph.activity.RunPlanner;
import dev.odograph.activity.StageActivitiesImpl;
import dev.odograph.activity.StageExecution;
import dev.odograph.activity.StageInputs;
import dev.odograph.activity.Waiving;
import dev.odograph.artifact.ArtifactStore;
import dev.odograph.batch.BatchCommitter;
import dev.odograph.batch.CommitProbe;
import dev.odograph.contract.TaskQueues;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.embedded.Endpoints;
import dev.odograph.event.KafkaSettings;
import dev.odograph.export.LineageEmitter;
import dev.odograph.export.LineageSink;
import dev.odograph.host.HostSandbox;
import dev.odograph.host.HostSettings;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.housekeeping.BundleRetention;
import dev.odograph.housekeeping.FactMirror;
import dev.odograph.housekeeping.LedgerGauges;
import dev.odograph.housekeeping.RetentionJob;
import dev.odograph.regression.RegressionJudge;
import dev.odograph.schema.postgres.Migrations;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.clickhouse.ResultTables;
import dev.odograph.store.lineage.BundleRegistry;
import dev.odograph.store.lineage.MemoLedger;
import dev.odograph.store.lineage.OutputLedger;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PostgresMirrorLedger;
import dev.odograph.store.lineage.PostgresTableLock;
import dev.odograph.store.lineage.PostgresWriteLedger;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRequests;
import dev.odograph.store.lineage.Waivers;
import dev.odograph.workflow.ArrivalWatchWorkflowImpl;
import dev.odograph.workflow.MetricGraphRangeWorkflowImpl;
import dev.odograph.workflow.MetricGraphRunWorkflowImpl;
import dev.odograph.workflow.RegressionRunWorkflowImpl;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker: everything wired by hand, in one place. Tests start it without Quarkus. */
public final class WorkerRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerRuntime.class);
    /** How often a heartbeat really reaches the server; a cancelled step learns of it at the next one. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    /** A busy machine may pause a workflow thread for longer than the default second. */
    private static final Duration DEADLOCK = Duration.ofSeconds(10);
    /** How long a start waits for Temporal, which may be starting too; then it fails, and a supervisor tries again. */
    private static final Duration TEMPORAL_PATIENCE = Duration.ofMinutes(2);

    private final Stores stores;
    private final TemporalConnection temporal;
    private final WorkerFactory factory;
    private final StepHosts hosts;
    private final ScheduledExecutorService timers;
    private final EventDuty events;

    private WorkerRuntime(
            Stores stores,
            TemporalConnection temporal,
            WorkerFactory factory,
            StepHosts hosts,
            ScheduledExecutorService timers,
            EventDuty events) {
        this.stores = stores;
        this.temporal = temporal;
        this.factory = factory;
        this.hosts = hosts;
        this.timers = timers;
        this.events = events;
    }

    /** A worker without a version, as {@link #start(Endpoints, DataDirectory, WorkerSettings, Optional)} starts it. */
    public static WorkerRuntime start(Endpoints endpoints, DataDirectory directory, WorkerSettings settings) {
        return start(endpoints, directory, settings, Optional.empty(), CommitProbe.NONE);
    }

    /** Migrates the stores where that is needed and begins to poll. */
    public static WorkerRuntime start(
            Endpoints endpoints, DataDirectory directory, WorkerSettings settings, Optional<WorkerVersion> version) {
        return start(endpoints, directory, settings, version, CommitProbe.NONE);
    }

    /** A worker without a version, with a probe that is told where each commit is. */
    public static WorkerRuntime start(
            Endpoints endpoints, DataDirectory directory, WorkerSettings settings, CommitProbe probe) {
        return start(endpoints, directory, settings, Optional.empty(), probe);
    }

    private static WorkerRuntime start(
            Endpoints endpoints,
            DataDirectory directory,
            WorkerSettings settings,
            Optional<WorkerVersion> version,
            CommitProbe probe) {
        Optional<KafkaSettings> kafka = KafkaSettings.of(System.getenv());
        Stores stores = Stores.open(endpoints, settings.ioSlots() + settings.computeSlots() * 2 + 6);
        Migrations.migrate(stores.pool());
        ResultTables.createMirror(stores.clickhouse());
        HostSandbox sandbox = HostSandbox.probe().hiding(directory.secrets());
        if (!sandbox.noNetwork()) {
            LOG.warn("Steps are not cut off from the network on this machine: {}", sandbox.detail());
        }
        StepHosts hosts = new StepHosts(
                HostSettings.of(
                        settings.computeSlots(), directory.hosts(), directory.hostLogs(), settings.hostLimits()),
                sandbox);
        if (settings.readyHosts() > 0) {
            hosts.keepReady(settings.readyHosts());
        }
        ScheduledExecutorService timers = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().daemon().name("odograph-timer-", 0).factory());
        TemporalConnection temporal = TemporalConnection.measured(endpoints);
        temporal.awaitServing(TEMPORAL_PATIENCE);
        WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
        register(factory, stores, directory, settings, version, hosts, timers, probe);
        factory.start();
        EventDuty events = EventDuty.start(stores, System.getenv(), kafka);
        every(timers, 3_600, "deleting old events", events::retain);
        WorkerRuntime runtime = new WorkerRuntime(stores, temporal, factory, hosts, timers, events);
        if (version.isPresent() && version.get().takesOver()) {
            runtime.takeOver(version.get());
        }
        return runtime;
    }

    private static void register(
            WorkerFactory factory,
            Stores stores,
            DataDirectory directory,
            WorkerSettings settings,
            Optional<WorkerVersion> version,
            StepHosts hosts,
            ScheduledExecutorService timers,
            CommitProbe probe) {
        Postgres postgres = stores.postgres();
        RunLedger runs = new RunLedger(postgres);
        OutputLedger outputs = new OutputLedger(postgres);
        DatasetStore datasets = stores.datasets();
        ArtifactStore artifacts = new ArtifactStore(directory.artifacts());
        BundleRegistry registry = new BundleRegistry(postgres);
        BundleShelf bundles = new BundleShelf(directory.bundleStore(), registry::fetch);
        PostgresWriteLedger writes = new PostgresWriteLedger(postgres);
        Mirror mirror = new Mirror(new PostgresMirrorLedger(postgres), stores.clickhouse());

        WorkerOptions.Builder orchestration =
                WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(DEADLOCK.toMillis());
        version.map(WorkerVersion::options).ifPresent(orchestration::setDeploymentOptions);
        Worker workflows = factory.newWorker(TaskQueues.RUNS, orchestration.build());
        workflows.registerWorkflowImplementationTypes(
                MetricGraphRunWorkflowImpl.class,
                MetricGraphRangeWorkflowImpl.class,
                RegressionRunWorkflowImpl.class,
                ArrivalWatchWorkflowImpl.class);

        Worker io = factory.newWorker(
                TaskQueues.IO,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(settings.ioSlots())
                        .build());
        io.registerActivitiesImplementations(
                new PlanActivitiesImpl(
                        new RunPlanner(runs, datasets, new BundleReferences(bundles, registry)),
                        runs,
                        new RunRequests(postgres),
                        new MemoCheck(runs, outputs, new MemoLedger(postgres), artifacts, bundles),
                        timers),
                new FinishActivitiesImpl(
                        runs,
                        new RunReader(postgres),
                        new Publications(postgres),
                        mirror,
                        new Waiving(runs, outputs, new Waivers(postgres), datasets),
                        timers),
                new ArrivalActivitiesImpl(datasets, runs, Clock.systemUTC()),
                new RegressionActivitiesImpl(new RegressionJudge(postgres, datasets, stores.clickhouse()), timers));

        Worker compute = factory.newWorker(
                TaskQueues.COMPUTE,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(settings.computeSlots())
                        .setMaxHeartbeatThrottleInterval(HEARTBEAT)
                        .build());
        StageInputs inputs = new StageInputs(datasets, artifacts, directory.scratch(), settings.engineBytes());
        StageExecution execution = new StageExecution(
                runs,
                outputs,
                artifacts,
                bundles,
                inputs,
                hosts,
                new ResultTables(stores.clickhouse(), new PostgresTableLock(stores.pool())),
                new BatchCommitter(writes, stores.clickhouse(), probe));
        String worker = ProcessHandle.current().pid() + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost");
        compute.registerActivitiesImplementations(
                new StageActivitiesImpl(execution, runs, outputs, timers, worker, settings.externalAttempts()),
                new RepeatActivitiesImpl(new OutputRepetition(runs, artifacts, bundles, inputs, hosts), timers));

        every(timers, 1, "mirroring", mirror::drain);
        every(timers, 5, "judging alert rules", new AlertDuty(stores)::work);
        every(timers, 15, "reading gauges", new LedgerGauges(postgres)::read);
        every(timers, 60, "sweeping", Housekeeping.sweeper(stores)::sweep);
        FactMirror facts = new FactMirror(stores.postgres(), stores.clickhouse());
        every(timers, 60, "copying the facts of datasets", facts::syncPublished);
        RetentionJob retention = Housekeeping.retention(stores, directory, settings.retention());
        every(timers, 60, "forgetting deleted runs", retention::forgetInMirror);
        every(timers, 3_600, "retention", retention::run);
        every(timers, 3_600, "emptying tables", Housekeeping.unreferencedTables(stores)::drop);
        BundleRetention old = Housekeeping.bundleRetention(stores, directory, settings.retention());
        every(timers, 3_600, "retention of bundles", old::run);
        every(timers, 30, "reconciling", Housekeeping.reconciler(stores, factory.getWorkflowClient())::reconcile);
        LineageSink.of(System.getenv())
                .ifPresent(sink -> every(timers, 10, "sending lineage", new LineageEmitter(postgres, sink)::emit));
    }

    /** Housekeeping that goes on whatever happens; a failure is logged and the next turn tries again. */
    private static void every(ScheduledExecutorService timers, long seconds, String what, Runnable work) {
        var unused = timers.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("{} failed and is tried again: {}", what, e.getMessage());
                    }
                },
                seconds,
                seconds,
                TimeUnit.SECONDS);
    }

    private void takeOver(WorkerVersion version) {
        try {
            CurrentVersion.set(temporal.client(), version.buildId());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether the worker polls. */
    public boolean polling() {
        return factory.isStarted() && !factory.isShutdown();
    }

    /** Lets what is under way end or hand back, then disconnects. */
    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(5, TimeUnit.SECONDS);
        hosts.close();
        timers.shutdownNow();
        events.close();
        temporal.close();
        stores.close();
    }
}
